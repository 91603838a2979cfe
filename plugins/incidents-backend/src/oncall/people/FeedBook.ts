import { ConflictError, NotFoundError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, instant, instantOrNull } from '../../platform/database';

/** A calendar address as it is kept; its secret is not. */
export interface StoredFeed {
  readonly id: string;
  readonly personRef: string;
  /** Null: the person's own shifts, of all schedules. */
  readonly scheduleId: string | null;
  readonly createdAt: Date;
  readonly lastReadAt: Date | null;
}

interface FeedRow {
  id: string;
  person_ref: string;
  schedule_id: string | null;
  token_hash: string;
  created_at: Date | number;
  last_read_at: Date | number | null;
}

/** More than anybody needs; it bounds what one person can store. */
const mostPerPerson = 200;

/** What is stored in place of a token. It has too much randomness to be guessed from its hash. */
const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** Secret addresses under which calendar programs read shifts. */
export class FeedBook {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    newToken: () => string;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    /** Makes a secret that fits into an address, of 256 random bits. */
    newToken: () => string;
  }) {
    this.#options = options;
  }

  /** Somebody's addresses, the oldest first. */
  async of(personRef: string): Promise<StoredFeed[]> {
    const rows = await this.#rows()
      .where({ person_ref: personRef })
      .orderBy(['created_at', 'id']);
    return rows.map(toFeed);
  }

  /** Makes an address. The token is known only now. */
  async add(
    personRef: string,
    scheduleId: string | null,
  ): Promise<{ feed: StoredFeed; token: string }> {
    const { clock, newId, newToken } = this.#options;
    if ((await this.of(personRef)).length >= mostPerPerson) {
      throw new ConflictError(
        `You have ${mostPerPerson} calendar addresses already; revoke one first`,
      );
    }
    const token = newToken();
    const row: FeedRow = {
      id: newId(),
      person_ref: personRef,
      schedule_id: scheduleId,
      token_hash: hashOf(token),
      created_at: clock.now(),
      last_read_at: null,
    };
    await this.#rows().insert(row);
    return { feed: toFeed(row), token };
  }

  /** @throws NotFoundError for one that is not there, or somebody else's */
  async remove(personRef: string, id: string): Promise<void> {
    const removed = await this.#rows()
      .where({ id, person_ref: personRef })
      .delete();
    if (removed === 0) {
      throw new NotFoundError(
        `You have no calendar address ${id}; it may have been revoked already`,
      );
    }
  }

  async byToken(token: string): Promise<StoredFeed | undefined> {
    const row = await this.#rows()
      .where({ token_hash: hashOf(token) })
      .first();
    return row && toFeed(row);
  }

  /** Remembers that an address is in use; calendar programs ask often, so once a minute is enough. */
  async markRead({ id, lastReadAt }: StoredFeed): Promise<void> {
    const now = this.#options.clock.now();
    if (lastReadAt && addMinutes(lastReadAt, 1) > now) return;
    await this.#rows().where({ id }).update({ last_read_at: now });
  }

  #rows() {
    return this.#options.database.knex<FeedRow>('calendar_feeds');
  }
}

const toFeed = (row: FeedRow): StoredFeed => ({
  id: row.id,
  personRef: row.person_ref,
  scheduleId: row.schedule_id,
  createdAt: instant(row.created_at),
  lastReadAt: instantOrNull(row.last_read_at),
});
