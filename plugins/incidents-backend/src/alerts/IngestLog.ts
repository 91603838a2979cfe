import { InputError } from '@backstage/errors';
import { IngestEntry } from '@muster/backstage-plugin-incidents-common';
import { addMinutes, addSeconds, Clock } from '../platform/clock';
import { SharedStatement } from '../platform/convoy';
import { Database, isTransaction, Queryable, Tx } from '../platform/database';
import {
  deleteIngestEntriesBefore,
  insertIngestEntries,
  listIngestEntries,
  NewIngestEntry,
  trimUnknownKeys,
} from './ingestStore';
import { touchIntegrations, touchSeconds } from './integrationStore';

/** Raw requests are kept to this many characters. */
const maxPayload = 65_536;
/** Requests with unknown keys are anybody's: less of each is kept. */
const maxUnknownPayload = 4_096;
/** What came with unknown keys is a ring of the newest. */
export const maxUnknownEntries = 1_000;
/** How long entries are kept (domain.md, "Secrets, privacy and keeping"). */
const keptDays = 30;

/** One entry, without what the log itself adds. */
export type IngestDraft = Omit<NewIngestEntry, 'at' | 'integrationId'>;

/** What the log says of a request, before its outcome is known. */
export type LogBase = Pick<
  IngestDraft,
  'type' | 'action' | 'summary' | 'warnings' | 'payload'
>;

/** What became of an event. */
export type Outcome = Pick<IngestDraft, 'outcome' | 'dedupKey'> &
  Partial<Pick<IngestDraft, 'reason' | 'incidentId'>>;

/** An event of an integration, and what became of it. */
interface EventOutcome {
  readonly integrationId: string;
  readonly base: LogBase;
  readonly outcome: Outcome;
}

/** The log of what came in and what became of it. */
export class IngestLog {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #touched = new Map<string, Date>();
  readonly #outcomes = new SharedStatement<EventOutcome, void>(
    async (db, events) => {
      await this.writeOutcomes(db, events);
      return events.map(() => {});
    },
    4,
  );
  #unknownSinceTrim = 0;

  constructor(options: { database: Database; clock: Clock }) {
    this.#database = options.database;
    this.#clock = options.clock;
  }

  /** Writes an entry of an integration and remembers that it was heard of. */
  write(
    db: Queryable,
    integrationId: string,
    draft: IngestDraft,
  ): Promise<void> {
    return this.#write(db, [{ integrationId, draft }]);
  }

  /** Writes what became of an event, with the transaction that did it. */
  writeOutcome(
    tx: Tx,
    integrationId: string,
    base: LogBase,
    outcome: Outcome,
  ): Promise<void> {
    return this.#outcomes.run(tx, { integrationId, base, outcome });
  }

  /** Writes what became of events, with the transaction that did it. */
  writeOutcomes(db: Queryable, events: readonly EventOutcome[]): Promise<void> {
    return this.#write(
      db,
      events.map(({ integrationId, base, outcome }) => ({
        integrationId,
        draft: {
          ...base,
          reason: null,
          incidentId: null,
          errors: [],
          ...outcome,
        },
      })),
    );
  }

  async #write(
    db: Queryable,
    entries: readonly {
      readonly integrationId: string;
      readonly draft: IngestDraft;
    }[],
  ): Promise<void> {
    const at = this.#clock.now();
    await insertIngestEntries(
      db,
      entries.map(({ integrationId, draft }) => ({
        ...draft,
        at,
        integrationId,
        payload: cut(draft.payload, maxPayload),
      })),
    );
    const heardOf = new Set(entries.map(({ integrationId }) => integrationId));
    const due = [...heardOf].filter(id => {
      const last = this.#touched.get(id);
      return !last || at >= addSeconds(last, touchSeconds);
    });
    if (due.length === 0) return;
    await touchIntegrations(db, due, at);
    const remember = () => {
      for (const id of due) this.#touched.set(id, at);
    };
    if (isTransaction(db)) db.executionPromise.then(remember, () => {});
    else remember();
  }

  /** Writes an entry of a key that nobody has; only the newest 1,000 stay. */
  async writeUnknown(draft: IngestDraft): Promise<void> {
    const { knex } = this.#database;
    await insertIngestEntries(knex, [
      {
        ...draft,
        at: this.#clock.now(),
        integrationId: null,
        payload: cut(draft.payload, maxUnknownPayload),
      },
    ]);
    // The first one trims too, since a process may not live to see a hundred.
    if (this.#unknownSinceTrim++ % 100 === 0) {
      await trimUnknownKeys(knex, maxUnknownEntries);
    }
  }

  /** Entries of an integration, newest first. */
  ofIntegration(
    id: string,
    page: { limit: number; cursor?: string },
  ): Promise<IngestPage> {
    return this.#page(id, page.limit, page.cursor);
  }

  /** What came with unknown keys, newest first: never more than the ring holds. */
  async ofUnknownKeys(page: {
    limit: number;
    cursor?: string;
  }): Promise<IngestPage> {
    await trimUnknownKeys(this.#database.knex, maxUnknownEntries);
    return this.#page(null, page.limit, page.cursor);
  }

  /** Deletes what is older than 30 days; returns how many entries went. */
  purge(): Promise<number> {
    return deleteIngestEntriesBefore(
      this.#database.knex,
      addMinutes(this.#clock.now(), -keptDays * 24 * 60),
    );
  }

  async #page(
    integrationId: string | null,
    limit: number,
    cursor: string | undefined,
  ): Promise<IngestPage> {
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
      throw new InputError(
        'query.cursor must be the nextCursor of the page before',
      );
    }
    const rows = await listIngestEntries(this.#database.knex, integrationId, {
      limit: limit + 1,
      before: cursor,
    });
    const items = rows.slice(0, limit);
    return {
      items,
      nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  }
}

/** A page of the log. */
export interface IngestPage {
  readonly items: IngestEntry[];
  readonly nextCursor: string | null;
}

// A NUL in a body that is no JSON could not be stored.
function cut(payload: string, max: number): string {
  const text = payload.replaceAll('\u0000', '');
  return text.length <= max
    ? text
    : `${text.slice(0, max)}… (${text.length - max} more characters were not kept)`;
}
