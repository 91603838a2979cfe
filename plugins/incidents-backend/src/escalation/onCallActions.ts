import { namedRefSchema } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { RoomAction, roomAction } from '../platform/roomAction';
import { OnCallFinding, whoseShape } from './OnCallFinding';

/** What plays may ask of who is on call. */
export const onCallActions = (
  finding: OnCallFinding,
): readonly RoomAction[] => [
  roomAction({
    id: 'on-call.look-up@1',
    title: 'Look up who is on call',
    description:
      'Looks up who is on call now, for an entity by its escalation policy, or by a schedule. It changes nothing.',
    input: z.strictObject(whoseShape),
    output: z.object({
      people: z.array(namedRefSchema),
      by: z.string().describe('The policy or the schedule that says so'),
      until: z
        .string()
        .nullable()
        .describe('By a schedule: when they change next, in UTC'),
    }),
    reversible: true,
    readOnly: true,
    plan: async (whose, context) => {
      const { people, by, until } = await finding.onCallFor(whose, context);
      return {
        lines: [
          `Looks up who is on call by ${by}: ${people.map(({ name }) => name).join(', ') || 'nobody'}`,
        ],
        apply: async () => ({
          people: [...people],
          by,
          until: until?.toISOString() ?? null,
        }),
      };
    },
  }),
];
