/** A JSON schema, as it comes from the server. */
export type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The alternatives of a schema, references followed; lists stand for what is in them. */
function alternatives(
  root: Schema,
  schema: Schema,
  seen = new Set<Schema>(),
): Schema[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { $ref, items } = schema;
  const inner = [schema.anyOf, schema.oneOf, schema.allOf].flatMap(list =>
    Array.isArray(list) ? list.filter(isSchema) : [],
  );
  const referred = typeof $ref === 'string' ? followed(root, $ref) : undefined;
  return [
    schema,
    ...[...inner, referred, items]
      .filter(isSchema)
      .flatMap(one => alternatives(root, one, seen)),
  ];
}

/** What `#/$defs/step` points at. */
const followed = (root: Schema, ref: string): unknown =>
  ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .reduce<unknown>(
      (at, key) =>
        isSchema(at)
          ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')]
          : undefined,
      root,
    );

/** The schemas of what stands below these keys; places in lists are left out. */
function below(root: Schema, names: readonly string[]): Schema[] {
  return names.reduce(
    (schemas, name) =>
      schemas
        .flatMap(({ properties }) =>
          isSchema(properties) ? [properties[name]] : [],
        )
        .filter(isSchema)
        .flatMap(schema => alternatives(root, schema)),
    alternatives(root, root),
  );
}

/** The keys of a map that stands below these keys. */
export function keysAt(
  root: Schema,
  names: readonly string[],
): readonly { readonly name: string; readonly about?: string }[] {
  const found = new Map<string, string | undefined>();
  for (const { properties } of below(root, names)) {
    if (!isSchema(properties)) continue;
    for (const [name, property] of Object.entries(properties)) {
      const about = isSchema(property) ? property.description : undefined;
      found.set(
        name,
        found.get(name) ?? (typeof about === 'string' ? about : undefined),
      );
    }
  }
  return [...found].map(([name, about]) => ({ name, about }));
}

/** The values that may stand below these keys, where there are only some. */
export const optionsAt = (
  root: Schema,
  names: readonly string[],
): readonly string[] => [
  ...new Set(
    below(root, names).flatMap(({ enum: options, const: only, type }) => {
      if (Array.isArray(options)) return options.map(String);
      if (typeof only === 'string') return [only];
      return type === 'boolean' ? ['true', 'false'] : [];
    }),
  ),
];

/** A field of a form for one property of an action's input. */
export interface SchemaField {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly type: 'text' | 'number' | 'yes-no' | 'choice' | 'lines' | 'other';
  readonly options: readonly string[];
}

/** The fields of an action's input, in the order of its schema. */
export function fieldsOf(root: Schema): readonly SchemaField[] {
  const required = Array.isArray(root.required) ? root.required : [];
  const properties = isSchema(root.properties) ? root.properties : {};
  return Object.entries(properties).flatMap(([name, property]) =>
    isSchema(property)
      ? [
          {
            name,
            label: typeof property.title === 'string' ? property.title : name,
            help:
              typeof property.description === 'string'
                ? property.description
                : '',
            required: required.includes(name),
            ...typeOf(root, property),
          },
        ]
      : [],
  );
}

function typeOf(
  root: Schema,
  property: Schema,
): Pick<SchemaField, 'type' | 'options'> {
  const options = property.type === 'array' ? [] : optionsOf(property);
  if (options.length > 0) return { type: 'choice', options };
  const plain = (type: SchemaField['type']) => ({ type, options: [] });
  switch (property.type) {
    case 'string':
      return plain('text');
    case 'number':
    case 'integer':
      return plain('number');
    case 'boolean':
      return plain('yes-no');
    case 'array':
      return plain(
        isSchema(property.items) &&
          alternatives(root, property.items).some(
            ({ type }) => type === 'string',
          )
          ? 'lines'
          : 'other',
      );
    default:
      return plain('other');
  }
}

const optionsOf = ({ enum: options }: Schema): readonly string[] =>
  Array.isArray(options) && options.every(option => typeof option === 'string')
    ? options
    : [];
