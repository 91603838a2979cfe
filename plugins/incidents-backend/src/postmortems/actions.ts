import {
  Actor,
  postmortemWritePermission,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { IncidentRecord, Incidents } from '../incidents/service';
import { answerShape, incidentIn } from '../platform/actionShapes';
import { Tx } from '../platform/database';
import { RoomAction, roomAction } from '../platform/roomAction';
import { postmortemName } from './model';

/** What is asked of whoever opens postmortems. */
export interface ActingOpener {
  plan(
    incident: IncidentRecord,
    by: Actor,
    templateId?: string,
  ): Promise<{
    open(
      tx: Tx,
    ): Promise<
      | { readonly record: { readonly id: number }; readonly isNew: boolean }
      | undefined
    >;
  }>;
}

/** What plays may do to postmortems. */
export function postmortemActions(options: {
  readonly incidents: Pick<Incidents, 'get' | 'nameOf'>;
  readonly opener: ActingOpener;
}): readonly RoomAction[] {
  const { incidents, opener } = options;
  return [
    roomAction({
      id: 'postmortem.open@1',
      title: 'Begin the postmortem',
      description:
        'Begins the postmortem of the incident when it is resolved, whatever the rules say; mark the step evenIfResolved. Nothing happens when it has one, or goes on.',
      input: z.strictObject({
        template: z
          .string()
          .trim()
          .min(1)
          .max(64)
          .optional()
          .describe('The id of a template; left out: the one that fits best'),
      }),
      output: answerShape.extend({
        name: z.string().nullable().describe('PM-12; null when there is none'),
      }),
      reversible: false,
      permission: postmortemWritePermission,
      plan: async ({ template }, context) => {
        const { id, name } = incidentIn(context, incidents.nameOf);
        const lines = [`Begins the postmortem of ${name}`];
        if (context.isSample) return { lines, apply: neverApplied };
        const by = { ...context.actor, name: context.who };
        const planned = await opener.plan(
          await incidents.get(id),
          by,
          template,
        );
        return {
          lines,
          apply: async tx => {
            const opened = await planned.open(tx);
            if (!opened) {
              return {
                outcome: 'unchanged' as const,
                message: `${name} is not resolved; its postmortem begins when it is over`,
                name: null,
              };
            }
            const itsName = postmortemName(opened.record.id);
            return {
              outcome: opened.isNew
                ? ('done' as const)
                : ('unchanged' as const),
              message: `${itsName} is the postmortem of ${name}`,
              name: itsName,
            };
          },
        };
      },
    }),
  ];
}

/** An incident that is made up is tried only. */
async function neverApplied(): Promise<never> {
  throw new Error('A trial for an incident that is made up is not applied');
}
