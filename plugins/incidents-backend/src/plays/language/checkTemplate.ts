import { analyzeSync, Template, Variable } from 'liquidjs';
import { typeAt, ValueType } from '../context/valueTypes';
import { missingWords } from './checkExpression';
import { Scope } from './scope';
import { secretsFault } from './secrets';
import { isTemplate, parseTemplate, templateFault } from './templates';

/** A fault in a text, so many characters from its start. */
export interface TemplateFault {
  readonly offset: number;
  readonly message: string;
}

/** Checks a Liquid template against what it sees. */
export function checkTemplate(text: string, scope: Scope): TemplateFault[] {
  if (!isTemplate(text)) return [];
  let templates: Template[];
  try {
    templates = parseTemplate(text);
  } catch (error) {
    return [templateFault(error)];
  }
  const { globals, variables } = analyzeSync(templates, { partials: false });
  const loops = loopsOf(text, scope);
  const ofLoops = Object.values(variables)
    .flat()
    .filter(({ segments: [root] }) => Object.hasOwn(loops, String(root)));
  const seen = new Map<number, TemplateFault>();
  for (const [variable, names] of [
    ...Object.values(globals)
      .flat()
      .map(each => [each, scope] as const),
    ...ofLoops.map(each => [each, loops] as const),
  ]) {
    const offset = offsetOf(text, variable);
    const message = faultOf(variable, names);
    if (message && !seen.has(offset)) seen.set(offset, { offset, message });
  }
  return [...seen.values()];
}

function faultOf({ segments }: Variable, scope: Scope): string | undefined {
  // What follows a name that is looked up itself (`steps[name]`) is not known before.
  const path: (string | number)[] = [];
  for (const segment of segments) {
    if (segment instanceof Variable) break;
    path.push(segment);
  }
  const [root] = path;
  if (root === 'secrets' && !Object.hasOwn(scope, root)) {
    return `has secrets in it: ${secretsFault}`;
  }
  const found = typeAt(scope, path);
  if ('type' in found) return undefined;
  const { after, missing } = found;
  const where = after.length > 0 ? `${after.join('.')} has` : 'there is';
  return `names ${path.join('.')}, and ${where} no ${missing}${missingWords(after, found)}`;
}

const loop = /\{%-?\s*for\s+([\w-]+)\s+in\s+([\w.-]+)/g;

/** The names of `{% for … in … %}`, of lists whose type is known. */
function loopsOf(text: string, scope: Scope): Record<string, ValueType> {
  const loops: Record<string, ValueType> = {};
  for (const [, name, path] of text.matchAll(loop)) {
    const found = typeAt({ ...scope, ...loops }, path.split('.'));
    const list = 'type' in found ? found.type : 'dyn';
    loops[name] =
      typeof list === 'object' && 'list' in list ? list.list : 'dyn';
  }
  return loops;
}

function offsetOf(text: string, { location: { row, col } }: Variable): number {
  const before = text.split('\n').slice(0, row - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + col - 1;
}
