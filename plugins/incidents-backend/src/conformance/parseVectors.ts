import { z } from 'zod';
import { UsageError } from './result';

/** So many faults of a file are printed. */
const mostFaults = 5;

/**
 * A file of vectors in the shape that its runner knows.
 *
 * @param noun - what the file holds, such as `schedule vectors`
 * @throws UsageError that names the first faults
 */
export function parseVectors<T extends z.ZodType>(
  schema: T,
  file: unknown,
  noun: string,
): z.output<T> {
  const parsed = schema.safeParse(file);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, mostFaults);
  throw new UsageError(
    `The file is not of the format of ${noun}:\n${z.prettifyError({ issues })}`,
  );
}
