import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * One InputError that names every faulty field at once.
 *
 * @param where - `body`, `query` or `params`, written before each field
 */
function inputError(where: string, error: z.ZodError): InputError {
  return new InputError(
    error.issues
      .map(({ path, message }) => `${[where, ...path].join('.')} ${message}`)
      .join('; '),
  );
}

/**
 * Parses what came from outside.
 *
 * @throws InputError naming every faulty field
 */
export function parse<S extends z.ZodType>(
  where: string,
  schema: S,
  value: unknown,
): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw inputError(where, result.error);
  return result.data;
}
