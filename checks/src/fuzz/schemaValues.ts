import fc from 'fast-check';
import { z } from 'zod';
import { Json } from './json';

/** The JSON Schema of a zod schema: what a caller may send. */
export type Schema = z.core.JSONSchema.BaseSchema;

/** What a caller may send, as JSON Schema. */
export const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/**
 * Knows what a schema cannot say: which text a field of this name takes.
 *
 * @returns undefined for a field in which any text will do
 */
export type Meaning = (field: string) => fc.Arbitrary<string> | undefined;

/**
 * Values that a schema allows; optional fields are there or not.
 *
 * @throws Error for a schema that says something which is not understood here, so that no part of the
 *   contract is left out unnoticed
 */
export function allowedBy(
  schema: Schema,
  meaning: Meaning,
  field: string = '',
): fc.Arbitrary<Json> {
  const of = (inner: Schema, name = field) => allowedBy(inner, meaning, name);
  if (schema.const !== undefined) return fc.constant(scalar(schema.const));
  if (schema.enum) return fc.constantFrom(...schema.enum.map(scalar));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(choice => of(schemaIn(choice))));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map(type => of({ ...schema, type })));
  }
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      return fc.record(
        Object.fromEntries(
          properties.map(([name, inner]) => [name, of(schemaIn(inner), name)]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    }
    case 'array':
      return fc.array(of(itemsOf(schema)), {
        minLength: schema.minItems ?? 0,
        // Few are enough: the limits are looked for by the hostile values.
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'string':
      return meaning(field) ?? text(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -(2 ** 31)),
        max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1),
      });
    case 'number':
      return fc.nat({ max: 1000 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(
        `The fuzzer does not know the schema of '${field}': ${JSON.stringify(schema)}. Teach schemaValues.ts.`,
      );
  }
}

function text({
  format,
  pattern,
  minLength = 1,
  maxLength = 60,
}: Schema): fc.Arbitrary<string> {
  const date = fc
    .date({
      min: new Date('1901-01-01T00:00:00Z'),
      max: new Date('2998-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    .map(at => at.toISOString());
  if (format === 'date-time') return date;
  if (format === 'date') return date.map(iso => iso.slice(0, 10));
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  return fc.string({
    unit: 'grapheme',
    minLength,
    maxLength: Math.min(maxLength, 60),
  });
}

const scalar = (value: unknown): Json => z.json().parse(value);

/** The items of a list; everything else would be a tuple, which the contract has none of. */
const itemsOf = ({ items }: Schema): Schema => {
  if (typeof items !== 'object' || Array.isArray(items)) {
    throw new Error('The fuzzer knows lists of one schema only');
  }
  return items;
};

const schemaIn = (inner: Schema | boolean): Schema =>
  typeof inner === 'boolean' ? {} : inner;
