import { z } from 'zod';
import { Directory, peopleNow } from '../directory/service';
import { Incidents } from '../incidents/service';
import { NoteBox } from '../oncall/ports';
import { peopleAnswerShape, somePeople } from '../platform/actionShapes';
import { RoomAction, roomAction } from '../platform/roomAction';
import { listed } from './sentences';

/** What plays may do to tell people. Paging by name is escalation's, which knows who has the incident. */
export function pagingActions(options: {
  readonly directory: Directory;
  readonly incidents: Incidents;
  readonly notes: NoteBox;
  /** The portal's page of incidents; an incident's is below it. */
  readonly portalUrl: string;
}): readonly RoomAction[] {
  const { directory, incidents, notes, portalUrl } = options;
  return [
    roomAction({
      id: 'people.tell@1',
      title: 'Tell people',
      description:
        'Tells people with low urgency, through every channel of theirs that takes notes (in the portal, by mail); it wakes nobody. Each run of the step tells once.',
      input: z.strictObject({
        people: somePeople,
        subject: z
          .string()
          .trim()
          .min(1, 'must not be empty')
          .max(200)
          .describe('One line'),
        text: z
          .string()
          .trim()
          .max(5000)
          .default('')
          .describe('More of it, plain text in lines'),
      }),
      output: peopleAnswerShape,
      reversible: false,
      plan: async ({ people: refs, subject, text }, context) => {
        const people = await peopleNow(directory, refs, 'with.people');
        const { incidentId } = context;
        const names = listed(people.map(({ name }) => name));
        return {
          lines: [
            `Tells ${names}, waking nobody: “${subject}”`,
            ...(text ? [text] : []),
          ],
          apply: async tx => {
            if (incidentId !== null) {
              const { by, log } = incidents.within(tx, context);
              await log.append(tx, incidentId, {
                kind: 'play-step',
                actor: by,
                text: `${by.name} told ${names}: ${subject}`,
                data: { people },
              });
            }
            for (const { ref } of people) {
              await notes.post(tx, {
                recipientRef: ref,
                about: `play ${context.idempotencyKey}`,
                subject,
                text: text || subject,
                url:
                  incidentId === null
                    ? portalUrl
                    : `${portalUrl}/${incidents.nameOf(incidentId)}`,
              });
            }
            return {
              outcome: 'done' as const,
              message: `Told ${names}`,
              people: [...people],
            };
          },
        };
      },
    }),
  ];
}
