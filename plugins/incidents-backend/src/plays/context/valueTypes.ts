/** Kinds of values, by the names that CEL has for them; `dyn` may be anything. */
export type ValueType =
  | 'string'
  | 'int'
  | 'double'
  | 'bool'
  | 'timestamp'
  | 'dyn'
  | { readonly list: ValueType }
  | { readonly fields: Readonly<Record<string, ValueField>> };

/** A named value, and what it means. */
export interface ValueField {
  readonly type: ValueType;
  /** A sentence for whoever writes a play; empty where the name says it all. */
  readonly description: string;
}

/** A named value. */
export const field = (type: ValueType, description = ''): ValueField => ({
  type,
  description,
});

/** Several named values. */
export const fields = (
  named: Readonly<Record<string, ValueField>>,
): ValueType => ({ fields: named });

export const listOf = (type: ValueType): ValueType => ({ list: type });

/** A type as docs and completion show it: `list<{ref, name}>`. */
export function typeInWords(type: ValueType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `list<${typeInWords(type.list)}>`;
  return `{${Object.keys(type.fields).join(', ')}}`;
}

const words: Readonly<Record<Extract<ValueType, string>, string>> = {
  string: 'a text',
  int: 'a number',
  double: 'a number',
  bool: 'yes or no',
  timestamp: 'an instant',
  dyn: 'a value',
};

/** A type for people: `a text`, `a list`. */
export function kindInWords(type: ValueType): string {
  if (typeof type === 'string') return words[type];
  return 'list' in type ? 'a list' : 'fields with values';
}

/**
 * What stands at the end of a path: `['incident', 'assigned', 0, 'name']`.
 *
 * @returns the type; or the first name on the way that there is not, and what there is in its place
 */
export function typeAt(
  scope: Readonly<Record<string, ValueType>>,
  path: readonly (string | number)[],
):
  | { readonly type: ValueType }
  | {
      readonly missing: string;
      readonly after: readonly (string | number)[];
      readonly known: readonly string[];
    } {
  let type: ValueType = {
    fields: Object.fromEntries(
      Object.entries(scope).map(([name, each]) => [name, field(each)]),
    ),
  };
  for (const [index, key] of path.entries()) {
    if (type === 'dyn') return { type };
    const next = typeWithin(type, key);
    if (!next) {
      const known =
        typeof type === 'object' && 'fields' in type
          ? Object.keys(type.fields)
          : [];
      return { missing: String(key), after: path.slice(0, index), known };
    }
    type = next;
  }
  return { type };
}

/** What Liquid knows of every list, and of every text. */
const ofLists = ['first', 'last'];

function typeWithin(
  type: ValueType,
  key: string | number,
): ValueType | undefined {
  if (key === 'size' && (type === 'string' || typeof type === 'object')) {
    return 'int';
  }
  if (typeof type !== 'object') return undefined;
  if ('list' in type) {
    return typeof key === 'number' || ofLists.includes(key)
      ? type.list
      : undefined;
  }
  return Object.hasOwn(type.fields, key) ? type.fields[key].type : undefined;
}
