import { InputError } from '@backstage/errors';
import {
  entityRefSchema,
  namedRefSchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { ActionContext } from './roomAction';

// Shapes that the inputs and outputs of several actions share.

/** An entity by its ref, or as the context of plays holds it. */
export const oneRef = z.union(
  [
    entityRefSchema,
    z.object({ ref: entityRefSchema }).transform(({ ref }) => ref),
  ],
  'must be an entity ref with its kind, such as user:default/ana.ruiz',
);

/** People and groups. */
export const somePeople = z
  .array(oneRef)
  .min(1, 'must name somebody: a person or a group')
  .max(50)
  .describe(
    'People and groups by their refs, such as user:default/ana.ruiz; of a group everybody who is in it then',
  );

/** What became of it, as commands of people answer. */
export const answerShape = z.object({
  outcome: z
    .enum(['done', 'unchanged'])
    .describe(
      '`unchanged`: it was so already, or the incident is over or held; nothing was done',
    ),
  message: z.string().describe('What is true now, a sentence'),
});

/** As `answerShape`, with whom it concerned. */
export const peopleAnswerShape = answerShape.extend({
  people: z.array(namedRefSchema).describe('Whom it concerned'),
});

/** Stands for an incident that is made up; no real one has this number. */
const sample = 0;

/** The incident that an action is done to, by its number and as sentences name it. @throws InputError when there is none */
export function incidentIn(
  { incidentId, isSample }: ActionContext,
  nameOf: (id: number) => string,
): { readonly id: number; readonly name: string } {
  if (incidentId !== null) return { id: incidentId, name: nameOf(incidentId) };
  if (isSample) return { id: sample, name: 'the incident' };
  throw new InputError(
    'This can be done to an incident only, and the run is about none; open one with incident.open, or start the play from one',
  );
}

/** The entity that an action is about: the one that its input names, else that of the run. @throws InputError when there is none */
export function entityIn(
  named: string | undefined,
  { entityRef }: ActionContext,
): string {
  const ref = named ?? entityRef;
  if (ref === null) {
    throw new InputError(
      'with.entity is missing, and the run is about no entity: name one, such as component:default/checkout',
    );
  }
  return ref;
}
