import { Environment, ParseResult } from '@marcbachmann/cel-js';
import { PlayContext } from '../ports';
import { fromCel, toCel } from './celData';
import { celEnvironment } from './celFunctions';
import { leadPatterns } from './celPatterns';
import { expressionFault } from './celWords';

const environment: Environment = celEnvironment(true);

/** Expressions that were parsed already; a backtest asks the same one a thousand times. */
const parsed = new Map<string, ParseResult>();
const mostParsed = 1000;

function parse(expression: string): ParseResult {
  const known = parsed.get(expression);
  if (known) return known;
  const result = environment.parse(expression);
  leadPatterns(result.ast);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(expression, result);
  return result;
}

/** Values as CEL takes them; the same ones are asked about for many conditions. */
const converted = new WeakMap<object, unknown>();

function celOnce(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return toCel(value);
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = toCel(value);
  converted.set(value, made);
  return made;
}

const contextOf = (context: PlayContext): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(context).map(([name, value]) => [name, celOnce(value)]),
  );

function evaluate(expression: string, context: PlayContext): unknown {
  try {
    return parse(expression)(contextOf(context));
  } catch (error) {
    throw new Error(
      `The expression ${expression} cannot be evaluated: ${expressionFault(error).message}`,
    );
  }
}

/** `PlayLanguage.value` */
export const value = (expression: string, context: PlayContext): unknown =>
  fromCel(evaluate(expression, context));

/** `PlayLanguage.holds` */
export function holds(expression: string, context: PlayContext): boolean {
  const result = evaluate(expression, context);
  if (typeof result === 'boolean') return result;
  throw new Error(
    `The condition ${expression} comes to ${JSON.stringify(fromCel(result)) ?? 'nothing'}, which is neither yes nor no`,
  );
}
