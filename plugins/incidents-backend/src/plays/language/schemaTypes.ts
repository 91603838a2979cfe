import { field, fields, listOf, ValueType } from '../context/valueTypes';
import { isPlain } from './celData';

const simple: Readonly<Record<string, ValueType>> = {
  string: 'string',
  integer: 'int',
  number: 'double',
  boolean: 'bool',
};

/** The type of what fits a JSON schema; `dyn` where it may be several things. */
export function typeOfSchema(schema: unknown): ValueType {
  if (!isPlain(schema)) return 'dyn';
  const { type, properties, items } = schema;
  if (typeof type === 'string' && Object.hasOwn(simple, type)) {
    return simple[type];
  }
  if (type === 'array') return listOf(typeOfSchema(items));
  if (type !== 'object' || !isPlain(properties)) return 'dyn';
  return fields(
    Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [
        name,
        field(typeOfSchema(each)),
      ]),
    ),
  );
}
