import { InputError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Directory } from '../directory/service';
import { FindResponsible, Responsibility } from '../incidents/ports';
import { Incidents } from '../incidents/service';
import { OnCallAnswers, ScheduleBook, ScheduleNow } from '../oncall/service';
import { entityIn, oneRef } from '../platform/actionShapes';
import { ActionContext } from '../platform/roomAction';

/** Whose on-call person is meant: that of an entity, or of a schedule. */
export const whoseShape = {
  entity: oneRef.optional().describe('Left out: the entity of the run'),
  schedule: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(200)
    .optional()
    .describe('The id or the name of a schedule, in place of an entity'),
};

/** What finding needs. */
export interface OnCallFindingOptions {
  readonly directory: Pick<Directory, 'mustHave'>;
  readonly finder: FindResponsible;
  readonly incidents: Pick<Incidents, 'find'>;
  readonly onCall: Pick<OnCallAnswers, 'at'>;
  readonly book: Pick<ScheduleBook, 'allRuled'>;
}

/** Finds who is on call, for actions of plays. */
export class OnCallFinding {
  readonly #options: OnCallFindingOptions;

  constructor(options: OnCallFindingOptions) {
    this.#options = options;
  }

  /** Who is responsible for an entity now, by its policy, as for a new incident like that of the run. */
  async responsibleFor(
    entityRef: string,
    { incidentId }: ActionContext,
  ): Promise<Responsibility> {
    const { finder, incidents } = this.#options;
    const incident =
      incidentId === null ? undefined : await incidents.find(incidentId);
    const { severity, urgency } = incident ?? {
      severity: 'SEV2' as const,
      urgency: 'high' as const,
    };
    return finder.find({ entityRef, severity, urgency });
  }

  /**
   * Who is on call for what an input names.
   *
   * @throws InputError when there is no such entity or schedule
   */
  async onCallFor(
    whose: { readonly entity?: string; readonly schedule?: string },
    context: ActionContext,
  ): Promise<{
    readonly people: readonly NamedRef[];
    /** The policy or the schedule that says so. */
    readonly by: string;
    /** When they change next, by a schedule. */
    readonly until: Date | null;
  }> {
    if (whose.schedule !== undefined) {
      const { name, people, until } = await this.#onDuty(
        whose.schedule,
        context.at,
      );
      return { people, by: name, until };
    }
    const ref = entityIn(whose.entity, context);
    await this.#options.directory.mustHave(ref, 'with.entity');
    const { assigned, policy } = await this.responsibleFor(ref, context);
    return { people: assigned, by: policy.name, until: null };
  }

  async #onDuty(idOrName: string, at: Date): Promise<ScheduleNow> {
    const { onCall, book } = this.#options;
    const byId = (await onCall.at([idOrName], at)).get(idOrName);
    if (byId) return byId;
    const named = (await book.allRuled()).find(
      ({ content }) => content.name === idOrName,
    );
    const byName = named && (await onCall.at([named.id], at)).get(named.id);
    if (byName) return byName;
    throw new InputError(
      `with.schedule is ${idOrName}; there is no schedule with that id or name`,
    );
  }
}
