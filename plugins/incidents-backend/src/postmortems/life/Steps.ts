import { NotFoundError } from '@backstage/errors';
import {
  Actor,
  PostmortemStep,
} from '@muster/backstage-plugin-incidents-common';
import { MusterConfig } from '../../platform/config';
import { iso, Tx } from '../../platform/database';
import {
  isUnwritten,
  mustBeEditable,
  postmortemName,
  PostmortemRecord,
} from '../model';
import { appendEvent } from '../store';
import { dueOf } from './dueOf';
import { Holder } from './Holder';
import { StepReminders } from './StepReminders';
import { readSteps, StepRecord, writeStep } from './stepStore';

/** A step as it is configured. */
export type PlannedStep = MusterConfig['postmortems']['steps'][number];

/** Steps on the way to a postmortem: they begin with it, and people mark them as done. */
export class Steps {
  readonly #options: {
    steps: readonly PlannedStep[];
    holder: Pick<Holder, 'hold'>;
    stepReminders: StepReminders;
  };

  constructor(options: {
    steps: readonly PlannedStep[];
    holder: Pick<Holder, 'hold'>;
    stepReminders: StepReminders;
  }) {
    this.#options = options;
  }

  /** Gives a postmortem that is opened its steps, counted from the end of the incident. */
  async begin(tx: Tx, id: number, end: Date, now: Date): Promise<void> {
    const begun = this.#options.steps.map((step, index) =>
      fresh(
        {
          position: index + 1,
          title: step.title,
          role: step.by,
          dueDays: step.dueDays,
          done: null,
        },
        end,
        now,
      ),
    );
    await this.#write(tx, id, begun);
  }

  /** Counts those that are not done from now on: it is to be written after all. */
  async beginAgain(tx: Tx, id: number, now: Date): Promise<void> {
    const steps = await readSteps(tx, id);
    await this.#write(
      tx,
      id,
      steps.map(step => (step.done ? step : fresh(step, now, now))),
    );
  }

  /**
   * Marks one as done, or takes that back.
   *
   * @throws NotFoundError for a step that there is not; ConflictError unless the postmortem may be edited now
   */
  async mark(
    id: number,
    { position, done }: { readonly position: number; readonly done: boolean },
    by: Actor,
  ): Promise<void> {
    await this.#options.holder.hold(id, async ({ tx, record, now }) => {
      const steps = await readSteps(tx, id);
      const step = steps.find(one => one.position === position);
      if (!step) {
        throw new NotFoundError(
          `${postmortemName(id)} has ${steps.length === 0 ? 'no steps' : `the steps 1 to ${steps.length}`}, and no step ${position}`,
        );
      }
      if ((step.done !== null) === done) return;
      mustBeEditable(record);
      const marked = withNotice({
        ...step,
        done: done ? { at: now, by } : null,
      });
      await this.#write(
        tx,
        id,
        steps.map(one => (one === step ? marked : one)),
      );
      // Nothing of the document is another for it: whoever edits it just now goes on.
      await appendEvent(tx, id, {
        at: now,
        actor: by,
        text: done
          ? `${by.name} marked the step “${step.title}” as done`
          : `${by.name} took back that the step “${step.title}” is done`,
      });
    });
  }

  async #write(
    tx: Tx,
    id: number,
    steps: readonly StepRecord[],
  ): Promise<void> {
    for (const step of steps) await writeStep(tx, id, step);
    await this.#options.stepReminders.follow(tx, id, steps);
  }
}

/** Its people are told when it is due, unless it is done or they have been. */
const withNotice = (step: Omit<StepRecord, 'noticeAt'>): StepRecord => ({
  ...step,
  noticeAt: step.done || step.toldAt ? null : step.dueAt,
});

const fresh = (
  step: Pick<StepRecord, 'position' | 'title' | 'role' | 'dueDays' | 'done'>,
  end: Date,
  now: Date,
): StepRecord =>
  withNotice({ ...step, dueAt: dueOf(end, step.dueDays, now), toldAt: null });

/** The steps of a postmortem, as the API shows them. */
export const toSteps = (
  steps: readonly StepRecord[],
  record: Pick<PostmortemRecord, 'state'>,
  now: Date,
): PostmortemStep[] =>
  steps.map(({ position, title, role, dueAt, done }) => ({
    position,
    title,
    by: role,
    dueAt: iso(dueAt),
    overdue: isUnwritten(record) && done === null && dueAt < now,
    done: done && { at: iso(done.at), by: done.by },
  }));
