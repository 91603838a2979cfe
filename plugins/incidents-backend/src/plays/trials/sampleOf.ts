import { isPlain } from '../language/celData';

/**
 * A value that fits a JSON schema, to go on with where an action has not been done; made up.
 *
 * @param of - named in its texts: `‹output of page›`
 */
export function sampleOf(schema: unknown, of: string): unknown {
  if (!isPlain(schema)) return null;
  const { type, properties, items } = schema;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.anyOf)) return sampleOf(schema.anyOf[0], of);
  switch (type) {
    case 'string':
      return `‹output of ${of}›`;
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return true;
    case 'array':
      return [sampleOf(items, of)];
    case 'object':
      return isPlain(properties)
        ? Object.fromEntries(
            Object.entries(properties).map(([name, each]) => [
              name,
              sampleOf(each, of),
            ]),
          )
        : {};
    default:
      return null;
  }
}
