import { Clock, secondsBetween } from '../../platform/clock';
import { Database } from '../../platform/database';
import { Settings } from '../../platform/settings';

const setting = 'heartbeats.listening-at';
/** How often it is noted that somebody listens, in seconds. */
const noteSeconds = 10;
/** Without a note for so long nobody listened, or the clock was stepped. In seconds. */
const deafSeconds = 90;

/**
 * Whether any backend has listened for beats all the time. When none did, what looks like silence is
 * ours, and paging everybody for it after an outage would be false.
 */
export class Listening {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #settings: Settings;
  #notedAt: Date | undefined;

  constructor(options: {
    database: Database;
    clock: Clock;
    settings: Settings;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#settings = options.settings;
  }

  /**
   * Notes that somebody listens now.
   *
   * @param deaf - called before, when nobody did for a while; by one process only
   */
  async since(deaf: () => Promise<void>): Promise<void> {
    const now = this.#clock.now();
    if (this.#notedAt && isWithin(this.#notedAt, now, noteSeconds)) return;
    const text = await this.#settings.get(setting);
    const last = text === undefined ? now : new Date(text);
    // Before the note, so that a process that dies in between leaves it to the next.
    if (!isWithin(last, now, deafSeconds)) await deaf();
    if (text === undefined) {
      await this.#settings.getOrSet(setting, now.toISOString());
    } else {
      await this.#database
        .knex('settings')
        .where({ name: setting, value: text })
        .update({ value: now.toISOString() });
    }
    this.#notedAt = now;
  }
}

const isWithin = (before: Date, now: Date, seconds: number): boolean =>
  Math.abs(secondsBetween(before, now)) < seconds;
