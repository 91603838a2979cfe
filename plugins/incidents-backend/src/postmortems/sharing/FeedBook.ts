import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { createHash, randomBytes } from 'node:crypto';
import { IncidentAccess, IncidentCriteria } from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, instant } from '../../platform/database';

/** A feed as it is kept; its secret is not. */
export interface StoredFeed {
  readonly personRef: string;
  /** To what the portal's policy narrowed the person when it was last asked as them; undefined when to nothing. */
  readonly criteria: IncidentCriteria | undefined;
  readonly madeAt: Date;
}

interface FeedRow {
  token_hash: string;
  person_ref: string;
  criteria: string | null;
  /** When the policy was asked. */
  asked_at: Date | number;
  made_at: Date | number;
}

/**
 * Thirty days. Only the signed-in person can ask the policy, which may have come to narrow them meanwhile.
 */
const longestUnaskedMinutes = 30 * 24 * 60;

/** Bytes of a token: too many to be guessed, so that its plain hash may be stored. */
const tokenBytes = 32;

const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** Secret addresses under which feed readers fetch postmortems, one for a person. */
export class FeedBook {
  readonly #options: {
    database: Database;
    clock: Clock;
    access: Pick<IncidentAccess, 'readable'>;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    access: Pick<IncidentAccess, 'readable'>;
  }) {
    this.#options = options;
  }

  /** Somebody's feed. What the policy narrows them to is asked anew, since only they can ask it. */
  async of(
    personRef: string,
    credentials: BackstageCredentials,
  ): Promise<StoredFeed | undefined> {
    const row = await this.#rows().where({ person_ref: personRef }).first();
    if (!row) return undefined;
    const criteria = await this.#criteriaOf(credentials);
    await this.#rows()
      .where({ person_ref: personRef })
      .update({ criteria, asked_at: this.#options.clock.now() });
    return toFeed({ ...row, criteria });
  }

  /** Makes somebody's feed in place of the one they had. @returns the token, which is known only now */
  async make(
    personRef: string,
    credentials: BackstageCredentials,
  ): Promise<string> {
    const token = randomBytes(tokenBytes).toString('base64url');
    const now = this.#options.clock.now();
    const row: FeedRow = {
      token_hash: hashOf(token),
      person_ref: personRef,
      criteria: await this.#criteriaOf(credentials),
      asked_at: now,
      made_at: now,
    };
    await this.#rows().insert(row).onConflict('person_ref').merge();
    return token;
  }

  /** Ends somebody's feed, if there is one. */
  async end(personRef: string): Promise<void> {
    await this.#rows().where({ person_ref: personRef }).delete();
  }

  /** The feed of a token; it rests once the policy was last asked too long ago to rely on. */
  async byToken(token: string): Promise<StoredFeed | undefined> {
    const row = await this.#rows()
      .where({ token_hash: hashOf(token) })
      .andWhere(
        'asked_at',
        '>',
        addMinutes(this.#options.clock.now(), -longestUnaskedMinutes),
      )
      .first();
    return row && toFeed(row);
  }

  async #criteriaOf(credentials: BackstageCredentials): Promise<string | null> {
    const criteria = await this.#options.access.readable(credentials);
    if (criteria === 'none') {
      throw new NotAllowedError(
        'Your portal’s permission policy lets you read no incidents, so there is nothing for a feed',
      );
    }
    return criteria ? JSON.stringify(criteria) : null;
  }

  #rows() {
    return this.#options.database.knex<FeedRow>('postmortem_feeds');
  }
}

const toFeed = (row: FeedRow): StoredFeed => ({
  personRef: row.person_ref,
  criteria: row.criteria === null ? undefined : JSON.parse(row.criteria),
  madeAt: instant(row.made_at),
});
