import { EvaluationError, ParseError, TypeError } from '@marcbachmann/cel-js';

/** CEL's names of types, and ours of the context. */
const types: readonly (readonly [RegExp, string])[] = [
  [/dyn<([^<>]+)>/g, '$1'],
  [/google\.protobuf\.Timestamp/g, 'an instant'],
  [/google\.protobuf\.Duration/g, 'a duration'],
  [/list<[^()]*>|\blist\b/g, 'a list'],
  [/map<[^()]*>|\bmap\b/g, 'fields with values'],
  [/\bnull\b/g, 'nothing'],
  [/\bstring\b/g, 'a text'],
  [/\b(int|double|uint)\b/g, 'a number'],
  [/\bbool\b/g, 'yes or no'],
  [/\bdyn\b/g, 'a value'],
  [/\$[\w.$]+/g, 'fields with values'],
];

const named = (text: string): string =>
  types.reduce((words, [pattern, word]) => words.replace(pattern, word), text);

/** What is wrong with an expression, in words, and where: characters from its start. */
export interface ExpressionFault {
  readonly offset: number;
  readonly message: string;
}

/** An error of the expression library, in words. Rethrows what is none. */
export function expressionFault(error: unknown): ExpressionFault {
  if (!(
    error instanceof ParseError ||
    error instanceof TypeError ||
    error instanceof EvaluationError
  )) {
    // What our own functions throw, and RE2 about a pattern.
    return {
      offset: 0,
      message: error instanceof Error ? error.message : String(error),
    };
  }
  return { offset: error.range?.start ?? 0, message: wordsOf(error) };
}

function wordsOf({ code, summary }: ParseError | TypeError | EvaluationError) {
  const what = summary.replace(/^[^:]*: /, '');
  switch (code) {
    case 'unknown_variable':
      return `there is no ${what} here`;
    case 'no_such_key':
      return summary.includes('out of bounds')
        ? `the list is too short for this (${what})`
        : `there is no field ${what}`;
    case 'no_such_overload': {
      const [, left, sign, right] = /^(.*?) (\S+) (.*)$/.exec(what) ?? [];
      return sign
        ? `${sign} does not go with ${named(left)} and ${named(right)}`
        : `${what.charAt(0)} does not go with ${named(what.slice(1))}`;
    }
    case 'no_matching_overload': {
      const call = /'(.*)'/.exec(summary)?.[1] ?? '';
      const [, receiver, name, args] =
        /^(?:(.*)\.)?([\w]+)\((.*)\)$/.exec(call) ?? [];
      const of = receiver ? ` of ${named(receiver)}` : '';
      return `there is no function ${name}${of} that takes ${args ? named(args) : 'nothing'}`.replace(
        'matchesInLinearTime',
        'matches',
      );
    }
    case 'index_out_of_bounds':
      return 'the list is too short for this: look first whether size(…) > 0';
    case 'cannot_index_type':
      return `${named(/'(.*)'/.exec(summary)?.[1] ?? '')} has no fields`;
    case 'invalid_logical_operand':
      return `and, or and not (&&, ||, !) go with yes or no, not with ${named(/got '(.*)'/.exec(summary)?.[1] ?? 'this')}`;
    case 'unexpected_character':
      return what === '='
        ? 'to compare, write == and not ='
        : `${what} is not expected here`;
    case 'unexpected_token':
      return what === 'EOF'
        ? 'it ends too early'
        : `${what} is not expected here`;
    default:
      return named(summary);
  }
}
