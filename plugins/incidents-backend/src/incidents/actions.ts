import {
  customerImpactSchema,
  incidentCreatePermission,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Directory, peopleNow } from '../directory/service';
import {
  answerShape,
  entityIn,
  oneRef,
  peopleAnswerShape,
  somePeople,
} from '../platform/actionShapes';
import { RoomAction, roomAction } from '../platform/roomAction';
import { commandsOf, words } from './actionCommand';
import { editActions } from './editActions';
import { Incidents } from './service';

/** What plays may do to incidents. */
export function incidentActions(options: {
  readonly incidents: Incidents;
  readonly directory: Directory;
}): readonly RoomAction[] {
  const { incidents, directory } = options;

  const { command, nameIn } = commandsOf(incidents);
  const named = (people: readonly { readonly name: string }[]) =>
    people.map(({ name }) => name).join(', ');

  return [
    ...editActions(incidents),
    roomAction({
      id: 'incident.note@1',
      title: 'Write a note',
      description:
        'Writes a note on the timeline of the incident, also when it is resolved. Each run of the step writes one.',
      input: z.strictObject({ text: words.describe('The note, plain text') }),
      output: answerShape,
      reversible: false,
      access: 'signed-in',
      plan: async ({ text }, context) =>
        command(
          context,
          [`Notes on ${nameIn(context)}: “${text}”`],
          ({ commands }, id, by) => commands.note(id, by, text),
        ),
    }),
    roomAction({
      id: 'incident.key-moment@1',
      title: 'Mark a key moment',
      description:
        'Marks a moment on the timeline that the postmortem should tell of, also when the incident is resolved.',
      input: z.strictObject({
        text: words.max(500).describe('What happened, a sentence'),
      }),
      output: answerShape,
      reversible: false,
      access: 'signed-in',
      plan: async ({ text }, context) =>
        command(
          context,
          [`Marks a key moment on ${nameIn(context)}: “${text}”`],
          ({ commands }, id, by) => commands.markKeyMoment(id, by, text),
        ),
    }),
    roomAction({
      id: 'incident.add-responder@1',
      title: 'Add responders',
      description:
        'Adds people to those who take part in the incident. It pages nobody: page.people does. Who takes part already stays so.',
      input: z.strictObject({ people: somePeople }),
      output: peopleAnswerShape,
      reversible: true,
      plan: async ({ people: refs }, context) => {
        const people = await peopleNow(directory, refs, 'with.people');
        const plan = command(
          context,
          [`Adds ${named(people)} to ${nameIn(context)} as responders`],
          ({ commands }, id, by) => commands.addResponders(id, people, by),
        );
        return {
          ...plan,
          apply: async tx => ({
            ...(await plan.apply(tx)),
            people: [...people],
          }),
        };
      },
    }),
    roomAction({
      id: 'incident.assign@1',
      title: 'Assign',
      description:
        'Gives the incident to these people, stops what the policy has under way and pages them; the policy goes on if they do not answer. Nothing happens when they have it already, or it is resolved.',
      input: z.strictObject({ people: somePeople }),
      output: peopleAnswerShape,
      reversible: true,
      plan: async ({ people: refs }, context) => {
        const people = await peopleNow(directory, refs, 'with.people');
        const plan = command(
          context,
          [`Assigns ${nameIn(context)} to ${named(people)} and pages them`],
          ({ commands }, id, by) => commands.reassign(id, people, by),
        );
        return {
          ...plan,
          apply: async tx => ({
            ...(await plan.apply(tx)),
            people: [...people],
          }),
        };
      },
    }),
    roomAction({
      id: 'incident.escalate@1',
      title: 'Escalate now',
      description:
        'Runs the next step of the escalation policy at once; an acknowledged incident is triggered again. Nothing happens when it was escalated a few seconds ago, is held by maintenance or resolved.',
      input: z.strictObject({}),
      output: answerShape,
      reversible: false,
      plan: async (_input, context) =>
        command(
          context,
          [`Escalates ${nameIn(context)} to the next step of its policy`],
          ({ commands }, id, by) => commands.escalate(id, by),
        ),
    }),
    roomAction({
      id: 'incident.resolve@1',
      title: 'Resolve',
      description:
        'Resolves the incident and its alerts, and stops its paging. Steps after it are passed over unless they are marked evenIfResolved. Nothing happens when it is resolved already.',
      input: z.strictObject({
        note: z
          .string()
          .trim()
          .max(5000)
          .default('')
          .describe('Why it is over; written as a note before'),
      }),
      output: answerShape,
      reversible: false,
      plan: async ({ note }, context) =>
        command(
          context,
          [`Resolves ${nameIn(context)}${note && `, with the note “${note}”`}`],
          ({ commands }, id, by) => commands.resolve(id, by, note),
        ),
    }),
    roomAction({
      id: 'incident.open@1',
      title: 'Open an incident',
      description:
        'Opens an incident of an entity and pages who is responsible for it, as a person does with “Page the owner”. Each run of the step opens one.',
      input: z.strictObject({
        entity: oneRef.optional().describe('Left out: the entity of the run'),
        title: words.max(300).describe('What is wrong, in a line'),
        description: z.string().max(20_000).default('').describe('More of it'),
        severity: severitySchema.default('SEV3').describe('SEV1 is the worst'),
        customerImpact: customerImpactSchema
          .default('unknown')
          .describe('Whether customers are affected'),
      }),
      output: z.object({
        id: z.number().int(),
        name: z.string().describe('INC-7'),
        assigned: peopleAnswerShape.shape.people,
      }),
      reversible: false,
      access: 'signed-in',
      permission: incidentCreatePermission,
      entityOf: ({ entity }) => entity ?? null,
      plan: async ({ entity, ...fields }, context) => {
        const entityRef = entityIn(entity, context);
        await directory.mustHave(entityRef, 'with.entity');
        const prepared = await incidents.prepare(entityRef, fields.severity);
        const { names, responsibility } = prepared;
        return {
          lines: [
            `Opens ${fields.severity} on ${names.entity.name}: “${fields.title}”`,
            `Responsible: ${named(responsibility.assigned) || 'nobody'}, by ${responsibility.policy.name}`,
          ],
          apply: async tx => {
            const { id, assigned } = await incidents.open(tx, {
              ...fields,
              entityRef,
              openedBy: { ...context.actor, name: context.who },
              prepared,
            });
            return { id, name: incidents.nameOf(id), assigned: [...assigned] };
          },
        };
      },
    }),
  ];
}
