/** What JSON can say. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A place in a JSON value: the names and indices that lead to it. */
export type Place = readonly (string | number)[];

/** Nobody looks deeper: a value may be nested deeper than the stack is. */
const deepest = 12;

/** The places in a value, itself (the empty one) first. */
export function placesIn(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null || at.length === deepest) {
    return [at];
  }
  return [
    at,
    ...Object.entries(value).flatMap(([name, inner]) =>
      placesIn(inner, [...at, name]),
    ),
  ];
}

/** The value with another one at a place; `undefined` takes it out. */
export function withValueAt(
  value: Json,
  [name, ...rest]: Place,
  replacement: Json | undefined,
): Json {
  if (name === undefined) return replacement ?? null;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(
    ([key, inner]): [string, Json][] => {
      if (key !== String(name)) return [[key, inner]];
      if (rest.length === 0 && replacement === undefined) return [];
      return [[key, withValueAt(inner, rest, replacement)]];
    },
  );
  return Array.isArray(value)
    ? entries.map(([, inner]) => inner)
    : // Not an assignment: `__proto__` must become a field like any other.
      Object.fromEntries(entries);
}

/** The value with one more field (or item) at a place that can have one. */
export function withFieldAt(
  value: Json,
  place: Place,
  name: string,
  field: Json,
): Json {
  const inner = valueAt(value, place);
  if (typeof inner !== 'object' || inner === null) return value;
  return withValueAt(
    value,
    place,
    Array.isArray(inner)
      ? [...inner, field]
      : Object.fromEntries([...Object.entries(inner), [name, field]]),
  );
}

const valueAt = (value: Json, place: Place): Json =>
  place.reduce<Json>((inner, name) => {
    const found =
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([key]) => key === String(name))
        : undefined;
    return found ? found[1] : null;
  }, value);
