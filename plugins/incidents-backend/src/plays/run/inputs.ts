import {
  entityRefSchema,
  PlayInput,
} from '@muster/backstage-plugin-incidents-common';

/**
 * The inputs of a run: those that were given, and defaults for the others.
 *
 * @returns all faults, each naming its field and what it must be
 */
export function inputsOf(
  inputs: readonly PlayInput[],
  given: unknown,
): {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
} {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  const fields = new Map<string, unknown>(
    typeof given === 'object' && given !== null ? Object.entries(given) : [],
  );
  for (const input of inputs) {
    const { name, required } = input;
    const value = fields.get(name) ?? input.default;
    fields.delete(name);
    if (value === null || value === '') {
      if (required) faults.push(`inputs.${name} is missing`);
      values[name] = emptyOf(input);
      continue;
    }
    const fault = faultOf(input, value);
    if (fault) faults.push(`inputs.${name} ${fault}`);
    values[name] = value;
  }
  for (const name of fields.keys()) {
    faults.push(`inputs.${name} is no input of this play`);
  }
  return { values, faults };
}

/** Nothing that conditions see is ever missing. */
const emptyOf = ({ type }: PlayInput): unknown => {
  if (type === 'number') return 0;
  return type === 'yes-no' ? false : '';
};

function faultOf(
  { type, options }: PlayInput,
  value: unknown,
): string | undefined {
  if (type === 'number') {
    return Number.isFinite(value) ? undefined : 'must be a number';
  }
  if (type === 'yes-no') {
    return typeof value === 'boolean' ? undefined : 'must be true or false';
  }
  if (typeof value !== 'string') return 'must be a text';
  if (value.length > 2000) return 'must have at most 2,000 characters';
  if (type === 'choice') {
    return options.includes(value)
      ? undefined
      : `must be one of ${options.join(', ')}`;
  }
  const isOfKind = refKinds[type];
  if (!isOfKind) return undefined;
  const { data: ref } = entityRefSchema.safeParse(value);
  return ref && isOfKind.test(ref)
    ? undefined
    : `must be the ref of a ${type}, such as ${examples[type]}`;
}

const refKinds: Partial<Record<PlayInput['type'], RegExp>> = {
  person: /^user:/,
  group: /^group:/,
  entity: /^/,
};

const examples: Partial<Record<PlayInput['type'], string>> = {
  person: 'user:default/ana.ruiz',
  group: 'group:default/team',
  entity: 'component:default/checkout',
};
