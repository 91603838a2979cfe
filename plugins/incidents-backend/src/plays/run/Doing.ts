import { ActionStep } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../platform/clock';
import { isDatabaseAway, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import {
  ActionCatalog,
  InsideAction,
  OutsideResult,
  PlayActionContext,
  PlayVersionRecord,
} from '../ports';
import { withResult } from './decide/facts';
import { stepAt } from './decide/findStep';
import { StepRecord } from './decide/records';
import { actorOf } from './inWords';
import { RunRecord } from './runStore';
import { insertAttempt } from './stepStore';
import { within } from './within';
import { Versions } from './Versions';

/** Makes an attempt at an action outside. */
export const attemptKind = 'plays.attempt';

/** Something that is ready to be done, with what it needs. */
export interface Done {
  /** `outside`: only its worker is woken. */
  readonly kind: 'inside' | 'outside';
  /** Does it, with the `tx` that also records it; answers the step as it is then. */
  apply(tx: Tx): Promise<StepRecord>;
  /** What is to be done when `apply` threw and was rolled back; undefined when that was not the action's fault. */
  failed(error: unknown): Done | undefined;
}

/** Prepares actions whose turn has come. */
export class Doing {
  readonly #options: DoingOptions;

  constructor(options: DoingOptions) {
    this.#options = options;
  }

  /** Looks up what an action needs; outside of transactions. */
  async prepare(
    run: RunRecord,
    play: PlayVersionRecord,
    record: StepRecord,
    now: Date,
  ): Promise<Done> {
    const step = actionStepAt(play, record);
    const action = await this.#options.actions.find(step.action);
    if (!action) {
      return this.#settled(run, step, record, {
        outcome: 'failed',
        detail: `This portal does not have the action ${step.action}; install the module that brings it, or change the play`,
        retry: false,
      });
    }
    if (action.kind === 'outside') {
      return {
        kind: 'outside',
        failed: () => undefined,
        apply: async tx => {
          await this.#options.work.enqueue(tx, {
            kind: attemptKind,
            key: `plays:attempt:${run.id}:${record.path}`,
            data: { runId: run.id, path: record.path },
          });
          return record;
        },
      };
    }
    return this.#inside(run, play, { step, record, action, now });
  }

  /** Whether an action that was cut off may simply be done again. */
  async mayRepeat(run: RunRecord, record: StepRecord): Promise<boolean> {
    const { versions, actions } = this.#options;
    const step = actionStepAt(await versions.of(run), record);
    const action = await actions.find(step.action);
    if (action?.kind !== 'outside') return false;
    return action.isIdempotent?.(record.input) ?? action.info.idempotent;
  }

  async #inside(
    run: RunRecord,
    play: PlayVersionRecord,
    {
      step,
      record,
      action,
      now,
    }: {
      readonly step: ActionStep;
      readonly record: StepRecord;
      readonly action: InsideAction;
      readonly now: Date;
    },
  ): Promise<Done> {
    try {
      const context = contextOf(run, play, record, now);
      const plan = await within(
        step.timeoutSeconds,
        action.plan(record.input, context),
      );
      return {
        kind: 'inside',
        apply: async tx =>
          this.#settle(tx, run, step, record, {
            outcome: 'succeeded',
            output: await plan.apply(tx),
          }),
        failed: error => this.#failed(run, step, record, error),
      };
    } catch (error) {
      const failed = this.#failed(run, step, record, error);
      if (!failed) throw error;
      return failed;
    }
  }

  #failed(
    run: RunRecord,
    step: ActionStep,
    record: StepRecord,
    error: unknown,
  ): Done | undefined {
    // The database may be back in a second: that is the queue's to repeat.
    if (isDatabaseAway(error)) return undefined;
    return this.#settled(run, step, record, failureOf(error));
  }

  #settled(
    run: RunRecord,
    step: ActionStep,
    record: StepRecord,
    result: OutsideResult,
  ): Done {
    return {
      kind: 'inside',
      apply: tx => this.#settle(tx, run, step, record, result),
      failed: () => undefined,
    };
  }

  async #settle(
    tx: Tx,
    run: RunRecord,
    step: ActionStep,
    record: StepRecord,
    result: OutsideResult,
  ): Promise<StepRecord> {
    const at = this.#options.clock.now();
    const attempted = { ...record, attempt: record.attempt + 1 };
    await insertAttempt(tx, run.id, attempted, at, {
      at,
      outcome: result.outcome,
      detail: result.outcome === 'failed' ? result.detail : '',
    });
    return withResult(attempted, step, result, at);
  }
}

/** What doing needs. */
export interface DoingOptions {
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly actions: ActionCatalog;
  readonly versions: Versions;
}

/** Faults of what was asked for: asking again changes nothing. */
const finalErrors = ['InputError', 'NotAllowedError', 'NotFoundError'];

/** What became of an action that threw. */
export const failureOf = (error: unknown): OutsideResult => {
  const { name, message } =
    error instanceof Error ? error : new Error(String(error));
  return {
    outcome: 'failed',
    detail: message || name,
    retry: !finalErrors.includes(name),
  };
};

/** For whom a run does something. */
export const contextOf = (
  run: RunRecord,
  play: PlayVersionRecord,
  { path, generation }: StepRecord,
  at: Date,
): PlayActionContext => ({
  actor: actorOf(run),
  incidentId: run.subject.incidentId,
  entityRef: run.subject.entityRef,
  at,
  idempotencyKey: `${run.id}/${path}/${generation}`,
  authority: run.authority,
  runId: run.id,
  path,
  playName: run.playName,
  version: run.version,
  actions: play.actions,
  ownerRef: run.ownerRef,
});

/** The action at a step that is one. */
export function actionStepAt(
  play: PlayVersionRecord,
  { path }: Pick<StepRecord, 'path'>,
): ActionStep {
  const step = stepAt(play.document, path);
  if (!step || !('action' in step)) {
    throw new Error(`${path} of ${play.document.name} is no action`);
  }
  return step;
}
