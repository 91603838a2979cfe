import { addSeconds, Clock } from '../../platform/clock';
import {
  Database,
  instantOrNull,
  iso,
  Queryable,
  Tx,
} from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { firstTick } from '../cron';
import { EnabledPlay, PlayShelf } from '../ports';
import { Occasions } from './Occasions';

const tickKind = 'plays.tick';
const lateSeconds = 2;
const sweepLimit = 200;

/** Starts plays by their schedules: one run per tick, whoever sees it first; ticks that were missed come once. */
export class Ticks {
  readonly #options: TicksOptions;

  constructor(options: TicksOptions) {
    this.#options = options;
    options.work.handle(tickKind, data => this.#tick(String(data.playId)));
    options.work.sweep('plays-ticks', waking => this.#sweep(waking));
  }

  /** Wakes a play at its next tick, with the `tx` that has set it. */
  wake(tx: Tx, playId: string, at: Date): Promise<void> {
    return this.#options.work.enqueue(tx, {
      kind: tickKind,
      key: `plays:tick:${playId}`,
      data: { playId },
      runAt: at,
    });
  }

  async #tick(playId: string): Promise<void> {
    const { database, clock, shelf, occasions } = this.#options;
    const row = await database
      .knex('plays')
      .where({ id: playId })
      .first('next_tick_at');
    const due = instantOrNull(row?.next_tick_at ?? null);
    if (!due) return;
    const now = clock.now();
    if (due > now) {
      await database.transaction(tx => this.wake(tx, playId, due));
      return;
    }
    // It waits; the sweep wakes it when automation goes on.
    if ((await shelf.paused()) !== null) return;
    const play = (await shelf.enabled()).find(one => one.playId === playId);
    if (!play) return;
    await occasions.consider(occasionOf(play, due));
    await this.#moveOn(play, due, now);
  }

  /** Only after it has started: whoever dies in between starts it again, which starts nothing. */
  async #moveOn(play: EnabledPlay, due: Date, now: Date): Promise<void> {
    const { playId, document } = play;
    const next = firstTick(document.on, now);
    await this.#options.database.transaction(async tx => {
      const moved = await tx('plays')
        .where({ id: playId, next_tick_at: due })
        .update({ next_tick_at: next });
      if (moved > 0 && next) await this.wake(tx, playId, next);
    });
  }

  async #sweep(waking: Waking): Promise<number> {
    const { database, clock, shelf } = this.#options;
    if ((await shelf.paused()) !== null) return 0;
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = await ticksDue(database.knex, before, sweepLimit);
    if (late.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of late) {
        await waking.enqueue(tx, {
          kind: tickKind,
          key: `plays:tick:${id}`,
          data: { playId: id },
        });
      }
    });
    return late.length;
  }
}

/** Plays whose clock struck before an instant, the oldest first. */
export function ticksDue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  return db('plays')
    .where('next_tick_at', '<', before)
    .orderBy('next_tick_at')
    .limit(limit)
    .pluck('id');
}

/** What ticks need. */
export interface TicksOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly shelf: PlayShelf;
  readonly occasions: Occasions;
}

function occasionOf(play: EnabledPlay, due: Date) {
  return {
    play,
    happening: {
      event: 'schedule' as const,
      at: due,
      text: 'Its clock struck',
      data: {},
    },
    incidentId: null,
    entityRef: null,
    because: `its clock struck at ${iso(due).slice(0, 16).replace('T', ' ')} UTC`,
    startedBy: { kind: 'system' as const, ref: null, name: 'Muster' },
    onceKey: `tick:${iso(due)}`,
    chain: [],
  };
}
