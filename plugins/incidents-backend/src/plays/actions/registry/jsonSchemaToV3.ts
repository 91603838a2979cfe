import { z } from 'zod';
import type { AnyZodObject, z as zodV3, ZodTypeAny } from 'zod/v3';

/** The part of JSON schema that the contract's schemas come to. */
const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.string()).optional(),
  const: z.union([z.string(), z.number(), z.boolean()]).optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type Node = z.output<typeof nodeSchema>;

/**
 * A JSON schema of the contract with zod 3, in which the portal's actions registry is typed; so that nothing is declared
 * twice. It knows no more of JSON schema than the contract uses.
 *
 * @param v3 - the `z` that the registry hands over
 * @throws Error for what it does not know
 */
export function objectToV3(v3: typeof zodV3, schema: object): AnyZodObject {
  const { properties = {}, required = [] } = nodeSchema.parse(schema);
  return v3.object(
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        const node = nodeSchema.parse(property);
        const value = described(toV3(v3, node), node);
        return [
          name,
          required.includes(name) || node.default !== undefined
            ? value
            : value.optional(),
        ];
      }),
    ),
  );
}

function described(value: ZodTypeAny, node: Node): ZodTypeAny {
  const whole =
    node.default === undefined ? value : value.default(node.default);
  return node.description === undefined
    ? whole
    : whole.describe(node.description);
}

function toV3(v3: typeof zodV3, node: Node): ZodTypeAny {
  const of = (inner: unknown) => {
    const parsed = nodeSchema.parse(inner);
    return described(toV3(v3, parsed), parsed);
  };
  if (node.const !== undefined) return v3.literal(node.const);
  if (node.anyOf) return eitherOf(v3, node.anyOf.map(of));
  if (Array.isArray(node.type)) {
    const kinds = node.type.map(type => toV3(v3, { ...node, type }));
    return eitherOf(v3, kinds);
  }
  if (node.enum) {
    const [first, ...more] = node.enum;
    return v3.enum([first, ...more]);
  }
  switch (node.type) {
    case undefined:
      return v3.unknown();
    case 'null':
      return v3.null();
    case 'boolean':
      return v3.boolean();
    case 'string':
      return stringToV3(v3, node);
    case 'number':
    case 'integer':
      return numberToV3(v3, node);
    case 'array': {
      let array = v3.array(of(node.items ?? {}));
      if (node.minItems !== undefined) array = array.min(node.minItems);
      if (node.maxItems !== undefined) array = array.max(node.maxItems);
      return array;
    }
    case 'object':
      return node.properties || node.additionalProperties === false
        ? objectToV3(v3, node)
        : v3.record(of(node.additionalProperties ?? {}));
    default:
      throw new Error(`No actions registry knows the type ${node.type}`);
  }
}

function eitherOf(
  v3: typeof zodV3,
  [first, second, ...more]: ZodTypeAny[],
): ZodTypeAny {
  return second === undefined ? first : v3.union([first, second, ...more]);
}

function stringToV3(v3: typeof zodV3, node: Node): ZodTypeAny {
  let text = v3.string();
  if (node.format === 'date-time') text = text.datetime({ offset: true });
  // The pattern of an instant says the same again.
  else if (node.pattern !== undefined) {
    text = text.regex(new RegExp(node.pattern));
  }
  if (node.minLength !== undefined) text = text.min(node.minLength);
  if (node.maxLength !== undefined) text = text.max(node.maxLength);
  return text;
}

function numberToV3(v3: typeof zodV3, node: Node): ZodTypeAny {
  let number = v3.number();
  if (node.type === 'integer') number = number.int();
  if (node.minimum !== undefined) number = number.min(node.minimum);
  if (node.maximum !== undefined) number = number.max(node.maximum);
  return number;
}
