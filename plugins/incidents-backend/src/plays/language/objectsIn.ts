/** The fields of an object within a document. */
export type Fields = ReadonlyMap<string, unknown>;

/**
 * Every object within a value, at every depth, outermost first.
 *
 * @param except - what stands under this key is not looked into: what is handed to actions and plays (`with`) is data,
 *   whatever it looks like
 */
export function objectsIn(value: unknown, except?: string): readonly Fields[] {
  if (Array.isArray(value)) {
    return value.flatMap(item => objectsIn(item, except));
  }
  if (typeof value !== 'object' || value === null) return [];
  const fields = new Map<string, unknown>(Object.entries(value));
  const within = [...fields].flatMap(([key, inner]) =>
    key === except ? [] : objectsIn(inner, except),
  );
  return [fields, ...within];
}
