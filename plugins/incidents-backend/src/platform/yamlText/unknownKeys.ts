import { isMap, isNode, isScalar, isSeq, Node } from 'yaml';
import { z } from 'zod';
import { suggestion } from './nearest';
import { withoutDefault } from './schemaShape';

/** A key that the schema does not have. */
export interface UnknownKey {
  readonly path: readonly PropertyKey[];
  /** Of the key in the text. */
  readonly offset: number;
  readonly message: string;
}

/**
 * Keys of a YAML node that a schema does not have. The API drops such fields silently, for newer
 * clients; in a file they are slips of the pen, and what was meant is missing.
 */
export function unknownKeys(
  node: unknown,
  schema: z.core.$ZodType,
  path: readonly PropertyKey[] = [],
): UnknownKey[] {
  const inner = withoutDefault(schema);
  if (inner instanceof z.ZodArray && isSeq(node)) {
    return node.items.flatMap((item, index) =>
      unknownKeys(item, inner.element, [...path, index]),
    );
  }
  if (!(inner instanceof z.ZodObject) || !isMap(node)) return [];
  const fields: Record<string, z.core.$ZodType> = inner.shape;
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    if (Object.hasOwn(fields, name)) {
      return unknownKeys(value, fields[name], [...path, name]);
    }
    return [
      {
        path: [...path, name],
        offset: (isNode(key) ? offsetOf(key) : offsetOf(node)) ?? 0,
        message: `is not a field here; ${suggestion(name, Object.keys(fields))}`,
      },
    ];
  });
}

const offsetOf = (node: Node): number | undefined => node.range?.[0];
