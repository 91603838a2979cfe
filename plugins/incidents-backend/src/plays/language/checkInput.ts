import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { faultsInWords, FaultWords } from '../../platform/yamlText/faultWords';
import { suggestion } from '../../platform/yamlText/nearest';
import { FieldPath } from '../../platform/yamlText/readYaml';
import { isPlain } from './celData';
import { celOf } from './resolveInput';
import { isTemplate } from './templates';

/** A fault of a field of an input. */
export interface InputFault {
  readonly path: FieldPath;
  readonly message: string;
  /** It is the name of the field that is wrong, not its value. */
  readonly ofName?: true;
}

/**
 * What is wrong with the input of an action, as far as that can be told before it is filled in: fields that it has not,
 * fields that are missing, values of another kind.
 */
export function checkInput(
  input: Readonly<Record<string, unknown>>,
  { id, input: schema }: PlayActionInfo,
): InputFault[] {
  const issues = zodOf(schema)?.safeParse(input).error?.issues ?? [];
  const words: FaultWords = {
    examples: {},
    nothingYet: `is empty, and ${id} needs an input`,
    unionAt: () => 'as the action takes it',
  };
  return [
    ...unknownFields(input, schema, id, []),
    ...faultsInWords(
      issues.filter(({ code }) => code !== 'unrecognized_keys'),
      input,
      words,
    ).flatMap(({ path, message }) => {
      const value = path.reduce<unknown>(
        (inner, key) =>
          isPlain(inner) || Array.isArray(inner)
            ? Reflect.get(inner, key)
            : undefined,
        input,
      );
      if (typeof value === 'string' && isTemplate(value)) {
        return message.startsWith('must be') && message.endsWith('not a text')
          ? [
              {
                path,
                message: `${message}; write { cel: … } for a value that is no text`,
              },
            ]
          : [];
      }
      return isFilledIn(value) ? [] : [{ path, message }];
    }),
  ];
}

/** Whether a value is known only when its step has its turn. */
function isFilledIn(value: unknown): boolean {
  if (typeof value === 'string') return isTemplate(value);
  if (celOf(value) !== undefined) return true;
  if (Array.isArray(value)) return value.some(isFilledIn);
  return isPlain(value) && Object.values(value).some(isFilledIn);
}

const schemas = new WeakMap<object, z.ZodType | undefined>();

/** A JSON schema as one of zod's; undefined for one with parts that zod does not know. */
function zodOf(schema: Readonly<Record<string, unknown>>) {
  if (!schemas.has(schema)) schemas.set(schema, readSchema(schema));
  return schemas.get(schema);
}

function readSchema(
  schema: Readonly<Record<string, unknown>>,
): z.ZodType | undefined {
  try {
    return z.fromJSONSchema({ ...schema });
  } catch {
    return undefined;
  }
}

function unknownFields(
  value: unknown,
  schema: unknown,
  action: string,
  path: FieldPath,
): InputFault[] {
  if (!isPlain(schema) || celOf(value) !== undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((each, index) =>
      unknownFields(each, schema.items, action, [...path, index]),
    );
  }
  const { properties, additionalProperties } = schema;
  if (!isPlain(value) || !isPlain(properties)) return [];
  const isOpen = additionalProperties === true || isPlain(additionalProperties);
  return Object.entries(value).flatMap(([name, each]) => {
    if (Object.hasOwn(properties, name)) {
      return unknownFields(each, properties[name], action, [...path, name]);
    }
    if (isOpen) return [];
    const known = Object.keys(properties);
    return [
      {
        path: [...path, name],
        message: `is no field of ${action}; ${known.length > 0 ? suggestion(name, known) : 'it takes none'}`,
        ofName: true,
      },
    ];
  });
}
