import { PlayContext } from '../ports';
import { isPlain } from './celData';
import { value } from './conditions';
import { fill } from './templates';

/** As long as an input may become, as JSON. */
const mostCharacters = 1_000_000;

/** The expression of an input that is written as `{ cel: … }`; undefined for any other. */
export const celOf = (input: unknown): string | undefined =>
  isPlain(input) &&
  typeof input.cel === 'string' &&
  Object.keys(input).length === 1
    ? input.cel
    : undefined;

/** `PlayLanguage.resolve` */
export function resolve(input: unknown, context: PlayContext): unknown {
  const resolved = resolveAt(input, context, '');
  if ((JSON.stringify(resolved) ?? '').length > mostCharacters) {
    throw new Error(
      'The input becomes longer than 1,000,000 characters; give it less to fill in',
    );
  }
  return resolved;
}

function resolveAt(
  input: unknown,
  context: PlayContext,
  field: string,
): unknown {
  const expression = celOf(input);
  if (expression !== undefined) {
    return naming(field, () => value(expression, context));
  }
  if (typeof input === 'string') {
    return naming(field, () => fill(input, context));
  }
  if (Array.isArray(input)) {
    return input.map((each, index) =>
      resolveAt(each, context, `${field}[${index}]`),
    );
  }
  if (!isPlain(input)) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, each]) => [
      name,
      resolveAt(each, context, field ? `${field}.${name}` : name),
    ]),
  );
}

function naming<T>(field: string, resolveField: () => T): T {
  try {
    return resolveField();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(field ? `${field}: ${message}` : message);
  }
}
