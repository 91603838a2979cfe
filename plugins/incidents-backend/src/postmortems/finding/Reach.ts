import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Caller } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import {
  IncidentAccess,
  IncidentCriteria,
  whereAllowed,
} from '../../incidents/service';
import { Queryable } from '../../platform/database';
import { PostmortemGate } from '../ports';
import { PostmortemRow } from '../store';

/** Who looks for postmortems. */
export interface Reader {
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** Begins a query over the postmortems that a reader may read. */
export interface Readable {
  (db: Queryable): Knex.QueryBuilder<PostmortemRow>;
  /** Whether the portal's policy narrows what the floor opens. */
  readonly isNarrowed: boolean;
}

/** What a reader can reach: what the floor opens, narrowed by the portal's policy about incidents. */
export class Reach {
  readonly #gate: Pick<PostmortemGate, 'whereReadable'>;
  readonly #access: Pick<IncidentAccess, 'readable'>;

  constructor(options: {
    gate: Pick<PostmortemGate, 'whereReadable'>;
    access: Pick<IncidentAccess, 'readable'>;
  }) {
    this.#gate = options.gate;
    this.#access = options.access;
  }

  /**
   * Begins queries over the postmortems that a reader may read.
   *
   * @returns undefined when the portal's policy lets them read none
   */
  async of({ caller, credentials }: Reader): Promise<Readable | undefined> {
    const criteria = await this.#access.readable(credentials);
    if (criteria === 'none') return undefined;
    return Object.assign(
      (db: Queryable) => this.#narrowed(db, caller, criteria),
      { isNarrowed: criteria !== undefined },
    );
  }

  #narrowed(
    db: Queryable,
    caller: Caller,
    criteria: IncidentCriteria | undefined,
  ): Knex.QueryBuilder<PostmortemRow> {
    const query = db<PostmortemRow>('postmortems');
    this.#gate.whereReadable(query, caller);
    return criteria ? whereAllowed(query, criteria) : query;
  }
}
