import { Actor } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { answerShape, incidentIn } from '../platform/actionShapes';
import { ActionContext, ActionPlan } from '../platform/roomAction';
import type { ActingWithin, CommandAnswer, Incidents } from './service';

/** What people write in a line or a few. */
export const words = z.string().trim().min(1, 'must not be empty').max(5000);

/** Commands, as actions plan and do them. */
export const commandsOf = (
  incidents: Pick<Incidents, 'nameOf' | 'within'>,
) => ({
  /** A command on the run's incident, by whoever acts; `lines` say what it would do. */
  command(
    context: ActionContext,
    lines: readonly string[],
    run: (
      acting: ActingWithin,
      id: number,
      by: Actor,
    ) => Promise<CommandAnswer>,
  ): ActionPlan<z.input<typeof answerShape>> {
    const { id } = incidentIn(context, incidents.nameOf);
    return {
      lines,
      apply: tx => {
        const acting = incidents.within(tx, context);
        return run(acting, id, acting.by);
      },
    };
  },
  /** `INC-7`, or what stands for it in a trial. */
  nameIn: (context: ActionContext): string =>
    incidentIn(context, incidents.nameOf).name,
});
