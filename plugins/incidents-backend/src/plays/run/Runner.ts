import { LoggerService } from '@backstage/backend-plugin-api';
import { addSeconds, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { looksOf } from '../context/looks';
import {
  ActionCatalog,
  ContextReader,
  PlayContext,
  PlayLanguage,
  PlayShelf,
  PlayVersionRecord,
} from '../ports';
import { decide } from './decide/decide';
import { withCallEnded, withDeath } from './decide/facts';
import { StepRecord, StepRecords, World } from './decide/records';
import { Caller } from './Caller';
import { Doing, Done } from './Doing';
import { findRun, overdueRuns, RunRecord, runs, standingsOf } from './runStore';
import { advanceJob, advanceKind, RunWriter } from './RunWriter';
import { endAttempt, readSteps, runsWithLostLeases } from './stepStore';
import { Versions } from './Versions';

/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;
const sweepLimit = 200;
/** While all automation is paused, runs look this often whether it still is. */
const pausedSeconds = 30;
/** Between two looks at a run others may have moved it; that often in a row is left to the next wake-up. */
const mostRaces = 20;

/** What the runner needs. */
export interface RunnerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly shelf: Pick<PlayShelf, 'paused'>;
  readonly versions: Versions;
  readonly language: PlayLanguage;
  readonly context: ContextReader;
  readonly actions: ActionCatalog;
  readonly writer: RunWriter;
  readonly doing: Doing;
  readonly caller: Caller;
  /** Tells browsers. */
  readonly changed: () => void;
}

/** A run as it was read, with all that a decision needs. */
export interface SeenRun {
  readonly run: RunRecord;
  readonly play: PlayVersionRecord;
  /** As they are stored. */
  readonly before: StepRecords;
  /** With what has become known since. */
  readonly steps: StepRecords;
  readonly world: World;
}

/**
 * Goes on with runs. It reads a run, decides outside of any transaction what comes next, does at most one thing within the
 * transaction that also writes the decision, and begins anew; so a process may die anywhere. Whoever was quicker wins: what was
 * decided on an older revision of the run is thrown away.
 */
export class Runner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Registers its handler and its sweep; before the queue starts. */
  register(): void {
    const { work } = this.#options;
    work.handle(advanceKind, data => this.advance(String(data.runId)), {
      concurrency: 8,
    });
    work.sweep('plays', waking => this.#wakeOverdue(waking));
  }

  /** Goes on with a run as far as it goes now. */
  async advance(runId: string): Promise<void> {
    let races = 0;
    while (races < mostRaces) {
      const seen = await this.see(runId);
      if (!seen) return;
      if (await this.#options.shelf.paused()) {
        await this.#lookLater(seen.run);
        return;
      }
      const outcome = await this.#goOn(seen);
      if (outcome === 'still') return;
      if (outcome === 'raced') races += 1;
      else this.#options.changed();
    }
  }

  /** A run under way, with what has become known since it was written; undefined when it is not under way. */
  async see(runId: string): Promise<SeenRun | undefined> {
    const { database, clock, context, language, versions } = this.#options;
    const run = await findRun(database.knex, runId);
    if (run?.state !== 'running') return undefined;
    const now = clock.now();
    const play = await versions.of(run);
    const before = await readSteps(database.knex, runId);
    const seen = await context.read(
      run.subject,
      now,
      { id: run.id, startedBy: run.startedBy.name },
      looksOf(play.document),
    );
    const world: World = {
      now,
      incidentResolved: isResolved(seen),
      language,
      context: seen,
    };
    const steps = await this.#withNews(run, before, now);
    return { run, play, before, steps, world };
  }

  async #goOn(seen: SeenRun): Promise<'moved' | 'still' | 'raced'> {
    const { run, play, before, steps, world } = seen;
    const { doing, caller } = this.#options;
    const decision = decide(play.document, run, steps, world);
    const ready = [...decision.steps.values()].filter(
      ({ state }) => state === 'ready',
    );
    const todo = ready.map(record =>
      record.kind === 'call'
        ? caller.prepare(run, play, record, world.now)
        : doing.prepare(run, play, record, world.now),
    );
    let next: Done | undefined;
    const attempts: Done[] = [];
    for (const preparing of todo) {
      const prepared = await preparing;
      if (prepared.kind === 'outside') attempts.push(prepared);
      else next ??= prepared;
    }
    const changed = new Map(
      [...decision.steps].filter(
        ([path, record]) => before.get(path) !== record,
      ),
    );
    const isDueAlike =
      decision.run.dueAt?.getTime() === run.dueAt?.getTime() ||
      decision.run.dueAt?.getTime() === world.now.getTime();
    if (changed.size === 0 && !next && attempts.length === 0) {
      if (isDueAlike && decision.run.state === 'running') return 'still';
    }
    const result = await this.#write(seen, decision, {
      changed,
      next,
      attempts,
    });
    if (result === 'raced') return result;
    return next ? 'moved' : 'still';
  }

  async #write(
    seen: SeenRun,
    decision: ReturnType<typeof decide>,
    {
      changed,
      next,
      attempts,
    }: {
      readonly changed: Map<string, StepRecord>;
      readonly next: Done | undefined;
      readonly attempts: readonly Done[];
    },
  ): Promise<'moved' | 'raced'> {
    const { database, writer } = this.#options;
    const { run, play, before } = seen;
    let fault: unknown;
    try {
      return await database.transaction(async tx => {
        const held = await writer.hold(tx, run);
        fault = undefined;
        if (held?.revision !== run.revision) return 'raced';
        const written = new Map(changed);
        for (const record of this.#deathsAmong(changed, before)) {
          await endAttempt(tx, run.id, record, {
            at: seen.world.now,
            outcome: 'interrupted',
            detail: 'The process that ran it was cut off',
          });
        }
        if (next) {
          try {
            const record = await next.apply(tx);
            written.set(record.path, record);
          } catch (error) {
            fault = error;
            throw error;
          }
        }
        for (const attempt of attempts) await attempt.apply(tx);
        await writer.write(tx, held, play, {
          before,
          decision,
          changed: [...written.values()],
        });
        return 'moved';
      });
    } catch (error) {
      // What it would have done is rolled back, the decision with it: it has failed, and that is written instead.
      const failed = fault === undefined ? undefined : next?.failed(fault);
      if (!failed) throw error;
      return this.#write(seen, decision, { changed, next: failed, attempts });
    }
  }

  /** Steps of which it has just become known that their process died. */
  #deathsAmong(
    changed: ReadonlyMap<string, StepRecord>,
    before: StepRecords,
  ): StepRecord[] {
    return [...changed.values()].flatMap(({ path, data }) => {
      const old = before.get(path);
      const died = old?.state === 'running' && data.deaths !== old.data.deaths;
      return died ? [old] : [];
    });
  }

  /** Steps with what has happened elsewhere: processes that died, runs that were called and have ended. */
  async #withNews(
    run: RunRecord,
    steps: StepRecords,
    now: Date,
  ): Promise<StepRecords> {
    const { database, doing } = this.#options;
    const news = new Map(steps);
    const called = [...steps.values()].flatMap(({ state, data }) =>
      state === 'waiting' && data.called?.runId ? [data.called.runId] : [],
    );
    const standings = await standingsOf(database.knex, called);
    for (const [path, record] of steps) {
      const { leaseUntil, data } = record;
      if (record.state === 'running' && leaseUntil && leaseUntil <= now) {
        const again = await doing.mayRepeat(run, record);
        const asked = askedAboutDeaths(run);
        news.set(path, withDeath(record, again, asked, now));
      }
      const callee = data.called?.runId;
      const standing = callee === undefined ? undefined : standings.get(callee);
      if (callee === undefined || !standing) continue;
      const { state, text } = standing;
      if (state === 'queued' || state === 'running') continue;
      news.set(
        path,
        withCallEnded(record, { runId: callee, state, text }, now),
      );
    }
    return news;
  }

  async #lookLater({ id, revision }: RunRecord): Promise<void> {
    const { database, clock } = this.#options;
    await runs(database.knex)
      .where({ id, revision, state: 'running' })
      .update({ due_at: addSeconds(clock.now(), pausedSeconds) });
  }

  async #wakeOverdue(waking: Waking): Promise<number> {
    const { database, clock } = this.#options;
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = new Set([
      ...(await overdueRuns(database.knex, before, sweepLimit)),
      ...(await runsWithLostLeases(database.knex, before, sweepLimit)),
    ]);
    if (late.size === 0) return 0;
    await database.transaction(async tx => {
      for (const runId of late) await waking.enqueue(tx, advanceJob(runId));
    });
    return late.size;
  }
}

/** Whether the incident that a run is about has been resolved; a run about none goes on. */
const isResolved = ({ incident }: PlayContext): boolean =>
  typeof incident === 'object' &&
  incident !== null &&
  'status' in incident &&
  incident.status === 'resolved';

/** Who is asked whether an action that was cut off has had its effect: who started it, and the team of the play. */
const askedAboutDeaths = ({ authority, ownerRef }: RunRecord): string[] => [
  ...(authority.kind === 'person' ? [authority.person.ref] : []),
  ownerRef,
];
