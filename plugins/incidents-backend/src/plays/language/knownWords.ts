import { ASTNode } from '@marcbachmann/cel-js';
import {
  incidentStatusSchema,
  severitySchema,
  stepStateSchema,
} from '@muster/backstage-plugin-incidents-common';
import { suggestion } from '../../platform/yamlText/nearest';
import { nodesIn, pathOf } from './celNodes';
import { ExpressionFault } from './celWords';

/** `ahead` before its turn, as in `run/decide/stepContext`. */
const stepStates = [...stepStateSchema.options, 'ahead'];

/** What a field can be at all; undefined where that is not known. */
function wordsAt(
  path: readonly (string | number)[],
): readonly string[] | undefined {
  const [first, , third] = path;
  if (first === 'steps' && path.length === 3 && third === 'state') {
    return stepStates;
  }
  switch (path.join('.')) {
    case 'incident.severity':
      return severitySchema.options;
    case 'incident.status':
      return incidentStatusSchema.options;
    default:
      return undefined;
  }
}

/** What a part of an expression compares a field with. */
function comparedIn(node: ASTNode): readonly (readonly [ASTNode, ASTNode])[] {
  switch (node.op) {
    case '==':
    case '!=': {
      const [left, right] = node.args;
      return [
        [left, right],
        [right, left],
      ];
    }
    case 'in': {
      const [one, list] = node.args;
      return list.op === 'list' ? list.args.map(each => [one, each]) : [];
    }
    default:
      return [];
  }
}

/** A comparison with a word that the field never is, such as a state that no step has: it would be quietly wrong. */
export function unknownWord(expression: ASTNode): ExpressionFault | undefined {
  for (const node of nodesIn(expression)) {
    for (const [one, other] of comparedIn(node)) {
      const path = pathOf(one);
      if (!path || other.op !== 'value') continue;
      const words = wordsAt(path);
      if (!words) continue;
      const word = other.args;
      if (typeof word === 'string' && !words.includes(word)) {
        return {
          offset: other.range.start,
          message: `${path.join('.')} is never ${word}; ${suggestion(word, words)}`,
        };
      }
    }
  }
  return undefined;
}
