import { Clock, addSeconds } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import {
  ActionCatalog,
  OutsideAction,
  OutsideResult,
  PlayShelf,
  PlayVersionRecord,
} from '../ports';
import { withAttempt, withResult } from './decide/facts';
import { StepRecord } from './decide/records';
import { actionStepAt, attemptKind, contextOf, failureOf } from './Doing';
import { findRun, lockRun, RunRecord, updateRun } from './runStore';
import { RunWriter } from './RunWriter';
import {
  endAttempt,
  findStep,
  insertAttempt,
  renewLease,
  writeSteps,
} from './stepStore';
import { Versions } from './Versions';
import { within } from './within';

/** A process that has not renewed its lease for so long is taken for dead. */
const leaseSeconds = 15;
/** Real time between two renewals. */
const renewMs = 5_000;
/** An action is told to end at its time-out, and is no longer waited for so many seconds later. */
const graceSeconds = 5;

/** What making attempts needs. */
export interface AttemptsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly shelf: Pick<PlayShelf, 'paused'>;
  readonly versions: Versions;
  readonly actions: ActionCatalog;
  readonly writer: RunWriter;
}

/**
 * Makes attempts at actions whose effect lies outside of our database. That one begins is committed before it is called, with
 * a lease; its result afterwards. So a process that dies in between leaves an attempt whose lease runs out.
 */
export class Attempts {
  readonly #options: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** Registers its handler; before the queue starts. */
  register(): void {
    this.#options.work.handle(
      attemptKind,
      data => this.attempt(String(data.runId), String(data.path)),
      { concurrency: 20 },
    );
  }

  /** Makes an attempt at a step that is ready; nothing when it is not. */
  async attempt(runId: string, path: string): Promise<void> {
    const { database, clock, shelf, versions, actions, writer } = this.#options;
    const run = await findRun(database.knex, runId);
    if (run?.state !== 'running' || (await shelf.paused())) return;
    const play = await versions.of(run);
    const step = actionStepAt(play, { path });
    const action = await actions.find(step.action);
    if (action?.kind !== 'outside') return;
    const begun = await database.transaction(tx =>
      this.#begin(tx, runId, path),
    );
    if (!begun) return;
    const result = await this.#call(run, play, begun, action, {
      timeoutSeconds: step.timeoutSeconds,
    });
    await database.transaction(async tx => {
      const held = await writer.hold(tx, run);
      const record = await findStep(tx, runId, path);
      if (!held || !record) return;
      await endAttempt(tx, runId, begun, {
        at: clock.now(),
        outcome: result.outcome,
        detail: result.outcome === 'failed' ? result.detail : '',
      });
      const isThisOne =
        record.attempt === begun.attempt &&
        record.generation === begun.generation;
      if (!isThisOne) return;
      const next = withResult(record, step, result, clock.now());
      if (next === record) return;
      await writer.fact(tx, held, play, { before: record, after: next });
    });
  }

  /** Writes that an attempt begins, unless another process was quicker or it is not wanted any more. */
  async #begin(
    tx: Tx,
    runId: string,
    path: string,
  ): Promise<StepRecord | undefined> {
    const { database, clock } = this.#options;
    const held = await lockRun(database, tx, runId);
    const record = await findStep(tx, runId, path);
    if (held?.state !== 'running' || record?.state !== 'ready') {
      return undefined;
    }
    const now = clock.now();
    const begun = withAttempt(record, addSeconds(now, leaseSeconds));
    await insertAttempt(tx, runId, begun, now);
    await writeSteps(tx, runId, [begun]);
    await updateRun(tx, held, {});
    return begun;
  }

  async #call(
    run: RunRecord,
    play: PlayVersionRecord,
    begun: StepRecord,
    action: OutsideAction,
    { timeoutSeconds }: { readonly timeoutSeconds: number },
  ): Promise<OutsideResult> {
    const { database, clock } = this.#options;
    const unwanted = new AbortController();
    const renewal = setInterval(() => {
      const until = addSeconds(clock.now(), leaseSeconds);
      renewLease(database.knex, run.id, begun, until).then(
        isWanted => isWanted || unwanted.abort(),
        // The database is away: the lease runs out if it stays so.
        () => {},
      );
    }, renewMs);
    try {
      return await within(
        timeoutSeconds + graceSeconds,
        action.run(begun.input, {
          ...contextOf(run, play, begun, clock.now()),
          signal: AbortSignal.any([
            unwanted.signal,
            AbortSignal.timeout(timeoutSeconds * 1000),
          ]),
        }),
      );
    } catch (error) {
      return failureOf(error);
    } finally {
      clearInterval(renewal);
    }
  }
}
