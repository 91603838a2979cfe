import {
  PlayActionInfo,
  playDocumentSchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { isPlain } from './celData';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of a play, for editors: with the input of each action beside its id. It is milder than what is checked when
 * a play is saved, since it cannot know expressions.
 */
export function playJsonSchema(actions: readonly PlayActionInfo[]): JsonSchema {
  const schema = z.toJSONSchema(playDocumentSchema, { io: 'input' });
  return withInputs(schema, actions);
}

/** The same, with what follows for `with` from `action` wherever a step has one. */
function withInputs(
  schema: JsonSchema,
  actions: readonly PlayActionInfo[],
): JsonSchema {
  const { $defs, ...rest } = schema;
  const inputs = Object.fromEntries(
    actions.map(({ id, input }) => [`input-${id}`, mayBeFilledIn(input)]),
  );
  const defs = isPlain($defs) ? $defs : {};
  return {
    ...rest,
    $defs: {
      ...Object.fromEntries(
        Object.entries(defs).map(([name, def]) => [
          name,
          isPlain(def) && Array.isArray(def.anyOf)
            ? {
                ...def,
                anyOf: def.anyOf.map(step =>
                  isActionStep(step)
                    ? { ...step, allOf: rulesOf(actions) }
                    : step,
                ),
              }
            : def,
        ]),
      ),
      ...inputs,
    },
  };
}

const isActionStep = (step: unknown): step is JsonSchema =>
  isPlain(step) &&
  Array.isArray(step.required) &&
  step.required.includes('action');

const rulesOf = (actions: readonly PlayActionInfo[]) =>
  actions.map(({ id }) => ({
    if: {
      properties: { action: { enum: [id, id.replace(/@.*$/, '')] } },
      required: ['action'],
    },
    then: { properties: { with: { $ref: `#/$defs/input-${id}` } } },
  }));

/** Any value of an input may be the text of a template, or `{ cel: … }`. */
function mayBeFilledIn(schema: JsonSchema): JsonSchema {
  const { properties } = schema;
  if (!isPlain(properties)) return schema;
  return {
    ...schema,
    additionalProperties: schema.additionalProperties ?? false,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [
        name,
        isPlain(each)
          ? {
              description: each.description,
              anyOf: [each, { type: 'string', pattern: '\\{[{%]' }, filledIn],
            }
          : each,
      ]),
    ),
  };
}

const filledIn = {
  type: 'object',
  properties: { cel: { type: 'string' } },
  required: ['cel'],
  additionalProperties: false,
};
