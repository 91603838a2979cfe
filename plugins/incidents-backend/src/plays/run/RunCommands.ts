import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  Actor,
  Caller,
  NamedRef,
  RunAnswer,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, iso, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { PlayLanguage, RunCanceller } from '../ports';
import { cancelRun } from './decide/decide';
import { answersTo, withAnswer } from './decide/facts';
import { rerun } from './decide/rerun';
import { StepRecord } from './decide/records';
import { abandonedRuns } from './abandoned';
import { findRun, RunRecord, runs, updateRun } from './runStore';
import { abandonJob, abandonKind, RunWriter } from './RunWriter';
import { deleteSteps, readSteps, writeSteps } from './stepStore';
import { Versions } from './Versions';

const sweepLimit = 200;

/** What people do about runs: answer, cancel, have them run again. */
export class RunCommands implements RunCanceller {
  readonly #options: RunCommandsOptions;

  constructor(options: RunCommandsOptions) {
    this.#options = options;
  }

  /** Registers what ends called runs, and its sweep; before the queue starts. */
  register(work: WorkQueue): void {
    const { database } = this.#options;
    work.handle(abandonKind, data => this.endAbandoned(String(data.runId)));
    work.sweep('plays-called', async waking => {
      const found = await abandonedRuns(database.knex, sweepLimit);
      if (found.length === 0) return 0;
      await database.transaction(async tx => {
        for (const { id } of found) await waking.enqueue(tx, abandonJob(id));
      });
      return found.length;
    });
  }

  /**
   * Answers what a step asks.
   *
   * @throws NotFoundError when it has no such step; NotAllowedError for somebody who is not asked; ConflictError when it
   * does not ask, or asks something else
   */
  async answer(
    runId: string,
    path: string,
    given: {
      readonly answer: RunAnswer;
      readonly by: NamedRef;
      readonly note: string;
    },
    caller: Caller,
  ): Promise<void> {
    const { database, clock, versions, writer } = this.#options;
    const seen = await this.#get(runId);
    const play = await versions.of(seen);
    await database.transaction(async tx => {
      const run = await this.#hold(tx, seen);
      const steps = await readSteps(tx, runId);
      const before = steps.get(path);
      if (!before) throw new NotFoundError(`The run has no step ${path}`);
      if (!(await this.isAsked(before, caller, tx))) {
        throw new NotAllowedError(
          `Only those who are asked may answer: ${(before.data.asks?.of ?? []).join(', ') || 'nobody is'}`,
        );
      }
      const may = answersTo(before);
      if (may.length === 0) {
        const { answer } = before.data;
        // Pressed twice, or by two people who mean the same.
        if (answer?.answer === given.answer) return;
        throw new ConflictError(`${path} asks nothing now: ${before.text}`);
      }
      const now = clock.now();
      // It may stand there still, while all automation is paused.
      if (before.dueAt && before.dueAt <= now) {
        throw new ConflictError(
          `${path} could be answered until ${iso(before.dueAt)}; what comes instead follows now`,
        );
      }
      if (!may.includes(given.answer)) {
        throw new InputError(
          `body.answer is ${given.answer}; ${path} takes ${may.join(', ')}`,
        );
      }
      const generation = run.generation + 1;
      const after = withAnswer(before, given, generation, now);
      await writer.fact(tx, run, play, { before, after });
      await updateRun(
        tx,
        { id: run.id, revision: run.revision + 1 },
        {
          asking: [...steps.values()].some(
            step => step.path !== path && answersTo(step).length > 0,
          ),
          ...(given.answer === 'repeat' && { generation }),
        },
      );
    });
  }

  /** Whether a step asks this person: by themselves, through a group that they are in now, or as an admin. */
  async isAsked(
    { data }: StepRecord,
    caller: Caller,
    tx?: Tx,
  ): Promise<boolean> {
    if (caller.kind !== 'person' || !data.asks) return false;
    if (caller.isAdmin) return true;
    const { of } = data.asks;
    if (of.some(ref => caller.ownership.includes(ref))) return true;
    const behind = await this.#options.directory.peopleBehind(of, tx);
    return of.some(ref => behind.get(ref)?.includes(caller.ref));
  }

  /** Ends a run; what it has done stays done. Runs that it has called end soon after. Nothing for one that has ended. */
  async cancel(runId: string, by: Actor): Promise<void> {
    const { database, clock, versions, language, writer } = this.#options;
    const seen = await this.#get(runId);
    const play = await versions.of(seen);
    await database.transaction(async tx => {
      const run = await this.#hold(tx, seen);
      if (!isUnderWay(run)) return;
      const before = await readSteps(tx, runId);
      const world = {
        now: clock.now(),
        incidentResolved: false,
        language,
        context: {},
      };
      const because = `${by.name} cancelled it`;
      const decision = cancelRun(run, before, world, because);
      await writer.write(tx, run, play, { before, decision });
    });
  }

  /** Ends a called run that its caller waits for no longer. Safe to run twice. */
  async endAbandoned(runId: string): Promise<void> {
    const { database } = this.#options;
    const [abandoned] = await abandonedRuns(database.knex, 1, runId);
    if (!abandoned) return;
    await this.cancel(runId, {
      kind: 'play',
      ref: abandoned.callerPlayId,
      name: `${abandoned.callerPlay}, which had called it and waits no longer,`,
    });
  }

  async cancelAll(playId: string, by: Actor): Promise<void> {
    const { database } = this.#options;
    const underWay = await runs(database.knex)
      .where({ play_id: playId })
      .whereIn('state', ['queued', 'running'])
      .select('id');
    for (const { id } of underWay) await this.cancel(id, by);
  }

  /**
   * Has a run go on from the step that failed; the outputs of those before it stay. One that acts as the person who started
   * it acts as this person from now on.
   *
   * @throws ConflictError for one that has not failed
   */
  async rerun(runId: string, by: NamedRef): Promise<void> {
    const { database, clock, versions, writer } = this.#options;
    const seen = await this.#get(runId);
    const play = await versions.of(seen);
    await database.transaction(async tx => {
      const run = await this.#hold(tx, seen);
      if (!mayRerun(run)) {
        throw new ConflictError(
          `Only a run that has failed or was cancelled goes on from where it was; this one: ${run.text}`,
        );
      }
      const steps = await readSteps(tx, runId);
      const { forgotten, reopened } = rerun(play.document, steps);
      const now = clock.now();
      await deleteSteps(tx, runId, forgotten);
      await writeSteps(tx, runId, reopened);
      await updateRun(tx, run, {
        state: 'running',
        generation: run.generation + 1,
        failing: null,
        ended_at: null,
        due_at: now,
        deadline_at: addMinutes(now, play.document.deadlineMinutes),
        text: `${by.name} had it go on`,
        asking: false,
        ...(run.authority.kind === 'person' && {
          authority: JSON.stringify({ kind: 'person', person: by }),
        }),
      });
      await writer.wentOn(tx, run, { kind: 'person', ...by });
      await writer.wake(tx, runId);
    });
  }

  async #get(runId: string): Promise<RunRecord> {
    const run = await findRun(this.#options.database.knex, runId);
    if (!run) throw new NotFoundError(`There is no run ${runId}`);
    return run;
  }

  async #hold(tx: Tx, seen: RunRecord): Promise<RunRecord> {
    const run = await this.#options.writer.hold(tx, seen);
    if (!run) throw new NotFoundError(`There is no run ${seen.id}`);
    return run;
  }
}

/** What the commands need. */
export interface RunCommandsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'peopleBehind'>;
  readonly language: PlayLanguage;
  readonly versions: Versions;
  readonly writer: RunWriter;
}

/** Whether a run has not ended. */
export const isUnderWay = ({ state }: Pick<RunRecord, 'state'>): boolean =>
  state === 'queued' || state === 'running';

/** Whether a run can go on from where it was. One that was refused has nowhere to go on from. */
export const mayRerun = ({
  state,
  startedAt,
  deadlineAt,
}: Pick<RunRecord, 'state' | 'startedAt' | 'deadlineAt'>): boolean =>
  (state === 'failed' || state === 'cancelled') && deadlineAt > startedAt;
