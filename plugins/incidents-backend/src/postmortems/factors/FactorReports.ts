import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  Caller,
  ReportedFactor,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentAccess, whereAllowed } from '../../incidents/service';
import { Database, iso, isoOrNull } from '../../platform/database';
import { postmortemName } from '../model';
import { PostmortemGate } from '../ports';
import { findFactor } from './factorStore';
import {
  countOpenFollowUps,
  FactorQuery,
  listFactors,
  Narrow,
  readSeen,
} from './recurrenceStore';

/** Who asks. */
export interface Asker {
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** What telling of factors needs. */
export interface ReportsOptions {
  readonly database: Database;
  readonly gate: Pick<PostmortemGate, 'whereReadable'>;
  readonly access: IncidentAccess;
}

/** Factors across postmortems: which recur, and where each was seen. One that stands only where the asker may not read is not told of. */
export class FactorReports {
  readonly #options: ReportsOptions;

  constructor(options: ReportsOptions) {
    this.#options = options;
  }

  /** Factors by how often they recur. */
  async list(query: FactorQuery, asker: Asker): Promise<ReportedFactor[]> {
    const narrow = await this.#narrow(asker);
    if (!narrow) return [];
    const { knex } = this.#options.database;
    const found = await listFactors(knex, query, narrow);
    const ids = found.map(({ id }) => id);
    const open = query.followUps
      ? await countOpenFollowUps(knex, ids, query, narrow)
      : undefined;
    return found.map(({ id, name, count, lastAt }) => ({
      id,
      name,
      postmortems: count,
      lastAt: isoOrNull(lastAt),
      openFollowUps: open ? (open.get(id) ?? 0) : null,
    }));
  }

  /** One, with the published postmortems that name it, newest first. @throws NotFoundError */
  async get(id: string, asker: Asker) {
    const { knex } = this.#options.database;
    const [factor, narrow] = await Promise.all([
      findFactor(knex, id),
      this.#narrow(asker),
    ]);
    const found = factor && narrow ? await readSeen(knex, id, narrow) : [];
    if (!factor || found.length === 0) {
      throw new NotFoundError(
        `There is no factor ${id} in a postmortem that is open to you`,
      );
    }
    const seen = found.filter(({ isPublished }) => isPublished);
    return {
      ...factor,
      postmortems: new Set(seen.map(one => one.id)).size,
      seen: seen.map(({ id: number, title, entity, occurredAt, text }) => ({
        postmortem: { id: number, name: postmortemName(number), title },
        entity,
        occurredAt: iso(occurredAt),
        text,
      })),
    };
  }

  /** Undefined when the portal's policy lets the asker read none. */
  async #narrow({ caller, credentials }: Asker): Promise<Narrow | undefined> {
    const { gate, access } = this.#options;
    const criteria = await access.readable(credentials);
    if (criteria === 'none') return undefined;
    return query => {
      gate.whereReadable(query, caller);
      if (criteria) whereAllowed(query, criteria);
    };
  }
}
