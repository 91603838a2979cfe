import {
  customerImpactSchema,
  isWorse,
  phaseSchema,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { answerShape } from '../platform/actionShapes';
import { RoomAction, roomAction } from '../platform/roomAction';
import { commandsOf, words } from './actionCommand';
import type { Incidents } from './service';

/** What plays may change of what an incident says of itself. */
export function editActions(
  incidents: Pick<Incidents, 'nameOf' | 'within'>,
): readonly RoomAction[] {
  const { command, nameIn } = commandsOf(incidents);
  return [
    roomAction({
      id: 'incident.set-severity@1',
      title: 'Set the severity',
      description:
        'Sets the severity; a higher urgency pages again. With onlyRaise a severity that is as bad or worse stays.',
      input: z.strictObject({
        severity: severitySchema.describe(
          'SEV1 is the worst, SEV5 the mildest',
        ),
        onlyRaise: z
          .boolean()
          .default(false)
          .describe('Never makes it milder than it is'),
      }),
      output: answerShape,
      reversible: true,
      plan: async ({ severity, onlyRaise }, context) =>
        command(
          context,
          [
            `Sets the severity of ${nameIn(context)} to ${severity}${onlyRaise ? ', unless it is worse' : ''}`,
          ],
          ({ edits }, id, by) =>
            edits.change(
              id,
              (incident, name) =>
                onlyRaise && !isWorse(severity, incident.severity)
                  ? { because: `${name} is ${incident.severity} already` }
                  : { severity },
              by,
            ),
        ),
    }),
    roomAction({
      id: 'incident.set-phase@1',
      title: 'Set the phase',
      description:
        'Sets the phase in which people are told the incident to be. A resolved incident keeps its phase.',
      input: z.strictObject({
        phase: phaseSchema
          .exclude(['resolved'])
          .describe('incident.resolve makes it resolved'),
      }),
      output: answerShape,
      reversible: true,
      plan: async ({ phase }, context) =>
        command(
          context,
          [`Sets the phase of ${nameIn(context)} to ${phase}`],
          ({ edits }, id, by) =>
            edits.change(
              id,
              ({ status }, name) =>
                status === 'resolved'
                  ? { because: `${name} is already resolved` }
                  : { phase },
              by,
            ),
        ),
    }),
    roomAction({
      id: 'incident.set-field@1',
      title: 'Set title or customer impact',
      description:
        'Sets what the incident says of itself, also when it is resolved. What is left out stays as it is.',
      input: z
        .strictObject({
          title: words.max(300).optional().describe('The new title'),
          customerImpact: customerImpactSchema
            .optional()
            .describe('Whether customers are affected'),
        })
        .refine(
          ({ title, customerImpact }) =>
            title !== undefined || customerImpact !== undefined,
          'must have a title or customerImpact',
        ),
      output: answerShape,
      reversible: true,
      plan: async (fields, context) =>
        command(
          context,
          [
            `Sets of ${nameIn(context)}: ${Object.entries(fields)
              .map(([field, value]) => `${field} to “${value}”`)
              .join(', ')}`,
          ],
          ({ edits }, id, by) => edits.change(id, () => fields, by),
        ),
    }),
  ];
}
