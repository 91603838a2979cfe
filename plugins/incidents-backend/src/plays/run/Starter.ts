import { playDocumentSchema } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { hashOfOnceKey } from '../onceKey';
import { RunRefusals, RunRequest, RunStarter, StartedRun } from '../ports';
import { playsWithQueue, runs, RunRow, toRun } from './runStore';
import { admitKind, RunWriter } from './RunWriter';

/** What counts here of a play. */
const playLimits = z.object({
  limits: playDocumentSchema.shape.limits,
  deadlineMinutes: playDocumentSchema.shape.deadlineMinutes,
});

/** Plays that led to plays that led to plays: more than this many is taken for a circle. */
const longestChain = 5;

/** Begins runs, as many at a time as their plays allow; the others wait their turn. */
export class Starter implements RunStarter {
  readonly #options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly newId: () => string;
    readonly work: WorkQueue;
    readonly writer: RunWriter;
    readonly refusals: RunRefusals;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    writer: RunWriter;
    refusals: RunRefusals;
  }) {
    this.#options = options;
  }

  /** Registers its handler and its sweep; before the queue starts. */
  register(): void {
    const { work } = this.#options;
    work.handle(admitKind, data => this.admit(String(data.playId)));
    work.sweep('plays-queue', waking => this.#admitAll(waking));
  }

  async start(tx: Tx, request: RunRequest): Promise<StartedRun> {
    const { refusals, writer, clock } = this.#options;
    const { playId } = request.play;
    await writer.holdIncident(tx, request.subject.incidentId);
    const gone = await this.#holdPlay(tx, playId);
    const onceKey =
      request.onceKey === null ? null : hashOfOnceKey(request.onceKey);
    if (onceKey !== null) {
      const earlier = await runs(tx)
        .where({ play_id: playId, once_key: onceKey })
        .first('id');
      if (earlier) return { runId: earlier.id, started: false };
    }
    if (gone !== undefined) {
      return { runId: null, started: false, refused: gone };
    }
    const because = await this.#whyNot(tx, request);
    if (because !== undefined) {
      await refusals.refuse(tx, request, because);
      return { runId: null, started: false, refused: because };
    }
    const { atOnce } = request.play.document.limits;
    const mustWait = (await this.#countRunning(tx, playId, atOnce)) >= atOnce;
    const row = this.#rowOf(request, onceKey, mustWait, clock.now());
    await runs(tx).insert(row);
    await writer.started(tx, toRun(row));
    if (!mustWait) await writer.wake(tx, row.id, undefined, true);
    return { runId: row.id, started: true };
  }

  /** Lets as many runs of a play begin as there is room for, the oldest first. */
  async admit(playId: string): Promise<void> {
    const { database, clock, writer } = this.#options;
    await database.transaction(async tx => {
      await this.#holdPlay(tx, playId);
      const waiting = await runs(tx)
        .join('play_versions as v', on => {
          on.on('v.play_id', 'play_runs.play_id').andOn(
            'v.version',
            'play_runs.version',
          );
        })
        .where({ 'play_runs.play_id': playId, state: 'queued' })
        .orderBy(['started_at', 'id'])
        .limit(100)
        .select<
          (Pick<RunRow, 'id' | 'version' | 'revision'> & { document: string })[]
        >('play_runs.id', 'play_runs.version', 'revision', 'v.document');
      const limitsOf = ({ document }: { document: string }) =>
        playLimits.parse(JSON.parse(document));
      const newest = waiting.reduce<(typeof waiting)[number] | undefined>(
        (one, other) => (one && one.version >= other.version ? one : other),
        undefined,
      );
      if (!newest) return;
      const { atOnce } = limitsOf(newest).limits;
      const room = atOnce - (await this.#countRunning(tx, playId, atOnce));
      const now = clock.now();
      for (const row of waiting.slice(0, Math.max(0, room))) {
        // Its time begins now; and it may have been cancelled since it was read.
        const admitted = await runs(tx)
          .where({ id: row.id, state: 'queued', revision: row.revision })
          .update({
            state: 'running',
            due_at: now,
            deadline_at: addMinutes(now, limitsOf(row).deadlineMinutes),
            text: 'Begins',
            revision: row.revision + 1,
          });
        if (admitted === 1) await writer.wake(tx, row.id);
      }
    });
  }

  /**
   * Starts of a play come one after another, so that its limits hold. Answers why none may start any more: who asks may have
   * seen the play a second ago.
   */
  async #holdPlay(tx: Tx, playId: string): Promise<string | undefined> {
    const [play] = await this.#options.database.forUpdate(
      tx<{ id: string; name: string | null; state: string }>('plays')
        .where({ id: playId })
        .select('name', 'state'),
    );
    if (!play || play.name === null) return 'The play was removed';
    return play.state === 'enabled' ? undefined : 'The play is not enabled';
  }

  async #whyNot(tx: Tx, request: RunRequest): Promise<string | undefined> {
    const { play, chain } = request;
    if (chain.length > longestChain) {
      return `${chain.length} plays have led to it one after another, which looks like a circle; at most ${longestChain} may`;
    }
    const { perHour } = play.document.limits;
    const since = addMinutes(this.#options.clock.now(), -60);
    const [{ count }] = await runs(tx)
      .where({ play_id: play.playId })
      .andWhere('started_at', '>', since)
      // Those that were refused ended where they began.
      .andWhereRaw('deadline_at > started_at')
      .count<{ count: number | string }[]>({ count: '*' });
    return Number(count) < perHour
      ? undefined
      : `It has begun ${count} times within an hour, and may ${perHour} times (limits.perHour)`;
  }

  async #countRunning(tx: Tx, playId: string, most: number): Promise<number> {
    const running = await runs(tx)
      .where({ play_id: playId, state: 'running' })
      .limit(most)
      .select('id');
    return running.length;
  }

  #rowOf(
    request: RunRequest,
    onceKey: string | null,
    mustWait: boolean,
    now: Date,
  ): RunRow {
    const { play, subject, caller } = request;
    const { document } = play;
    return {
      id: this.#options.newId(),
      play_id: play.playId,
      version: play.version,
      play_name: document.name,
      owner_ref: document.ownerRef,
      once_key: onceKey,
      state: mustWait ? 'queued' : 'running',
      incident_id: subject.incidentId,
      entity_ref: subject.entityRef,
      because: request.because.replaceAll('\u0000', ''),
      trigger: JSON.stringify(subject.trigger),
      inputs: JSON.stringify(subject.inputs),
      started_by: JSON.stringify(request.startedBy),
      authority: JSON.stringify(request.authority),
      chain: JSON.stringify(request.chain),
      caller_run_id: caller?.runId ?? null,
      caller_path: caller?.path ?? null,
      started_at: now,
      deadline_at: addMinutes(now, document.deadlineMinutes),
      ended_at: null,
      due_at: now,
      revision: 0,
      generation: 0,
      failing: null,
      text: mustWait
        ? `Waits its turn: ${document.limits.atOnce} runs of it are under way`
        : 'Begins',
      asking: false,
    };
  }

  async #admitAll(waking: Waking): Promise<number> {
    const { database } = this.#options;
    const waiting = await playsWithQueue(database.knex);
    if (waiting.length === 0) return 0;
    await database.transaction(async tx => {
      for (const playId of waiting) {
        await waking.enqueue(tx, {
          kind: admitKind,
          key: `plays:admit:${playId}`,
          data: { playId },
        });
      }
    });
    // They may all have to wait on: that is no repair.
    return 0;
  }
}
