/** Plain data as CEL takes it: whole numbers as its integers, so that they compare with those in an expression. */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(toCel);
  if (isPlain(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([name, each]) => [name, toCel(each)]),
    );
  }
  return value ?? null;
}

/** A result of CEL as plain data, such as JSON knows it: instants in ISO 8601, durations in seconds. */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map || isPlain(value)) {
    const entries =
      value instanceof Map ? [...value.entries()] : Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, each]) => [String(name), fromCel(each)]),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  // What is left are the library's unsigned integers, its durations (in milliseconds) and its types.
  const primitive: unknown = value.valueOf();
  if (typeof primitive === 'bigint') return Number(primitive);
  return typeof primitive === 'number' ? primitive / 1000 : String(value);
}

/** Whether a value is an object of plain data. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Also of another realm, such as what structuredClone makes in a test.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
