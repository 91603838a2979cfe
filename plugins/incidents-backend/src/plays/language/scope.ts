import {
  PlayInput,
  PlayStep,
  StepKind,
  stepKindOf,
} from '@muster/backstage-plugin-incidents-common';
import { contextFields } from '../context/playContext';
import { field, fields, ValueType } from '../context/valueTypes';
import { typeOfSchema } from './schemaTypes';

/** What the expressions at a place in a play see: names with their types. */
export type Scope = Readonly<Record<string, ValueType>>;

const inputTypes: Readonly<Record<PlayInput['type'], ValueType>> = {
  text: 'string',
  number: 'double',
  'yes-no': 'bool',
  choice: 'string',
  person: 'string',
  group: 'string',
  entity: 'string',
};

/** What a play sees before its first step. */
export function scopeOfPlay(inputs: readonly PlayInput[]): Scope {
  const context = Object.fromEntries(
    Object.entries(contextFields).map(([name, { type }]) => [name, type]),
  );
  return {
    ...context,
    inputs: fields(
      Object.fromEntries(
        inputs.map(({ name, type }) => [name, field(inputTypes[type])]),
      ),
    ),
    steps: fields({}),
  };
}

const person = fields({ ref: field('string'), name: field('string') });

/** What steps leave for later ones, by their kind; that of an action is its own. */
const outputs: Readonly<Partial<Record<StepKind, ValueType>>> = {
  waitFor: fields({ happened: field('bool'), text: field('string') }),
  approve: fields({
    approved: field('bool'),
    by: field(person),
    note: field('string'),
  }),
  tickOff: fields({
    done: field('bool'),
    by: field(person),
    note: field('string'),
  }),
  parallel: fields({ branch: field('int') }),
  repeat: fields({ rounds: field('int') }),
  call: fields({
    runId: field('string'),
    state: field('string'),
    text: field('string'),
  }),
};

/** A step as later ones see it. */
export function typeOfStep(
  step: PlayStep,
  schemaOf: (actionId: string) => Readonly<Record<string, unknown>> | undefined,
): ValueType {
  const output =
    'action' in step
      ? typeOfSchema(schemaOf(step.action))
      : (outputs[stepKindOf(step) ?? 'wait'] ?? 'dyn');
  return fields({
    state: field('string'),
    output: field(output),
    text: field('string'),
  });
}

/** The same, with one more step that has gone before. */
export function withStep(scope: Scope, id: string, type: ValueType): Scope {
  const known =
    typeof scope.steps === 'object' && 'fields' in scope.steps
      ? scope.steps.fields
      : {};
  return { ...scope, steps: fields({ ...known, [id]: field(type) }) };
}

/** Within a loop; `value` is left out for a repetition. */
export const withLoop = (
  scope: Scope,
  value?: { readonly as: string; readonly type: ValueType },
): Scope => ({
  ...scope,
  ...(value && { [value.as]: value.type }),
  loop: fields({ index: field('int') }),
});
