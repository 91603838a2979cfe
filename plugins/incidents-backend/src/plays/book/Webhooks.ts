import { ConflictError } from '@backstage/errors';
import { createHash, randomBytes } from 'node:crypto';
import { Database } from '../../platform/database';
import { Safe } from '../../platform/Safe';
import { getPlay, lockPlay, plays, updatePlay } from './playStore';
import { findVersion } from './versionStore';

/** 256 bits of randomness, of characters that fit into an address and a header. */
const newSecret = (): string => randomBytes(32).toString('base64url');

const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/** Addresses and secrets of webhooks. The token is kept as a hash; the secret is sealed, since signatures are made of it again. */
export class Webhooks {
  readonly #database: Database;
  readonly #safe: Safe;
  readonly #publicUrl: string;

  constructor(options: {
    database: Database;
    keys: readonly string[];
    /** Address of `/api/incidents/public` from outside. */
    publicUrl: string;
  }) {
    this.#database = options.database;
    this.#safe = new Safe(options.keys, 'muster.plays.webhooks');
    this.#publicUrl = options.publicUrl;
  }

  /**
   * A new address and secret, in this answer and nowhere else; those before end.
   *
   * @throws ConflictError for a play that no webhook starts
   */
  async make(playId: string): Promise<{ url: string; secret: string }> {
    const { knex } = this.#database;
    const { version, name } = await getPlay(knex, playId);
    const newest = await findVersion(knex, playId, version);
    if (!newest?.document.on.some(({ event }) => event === 'webhook')) {
      throw new ConflictError(
        `No webhook starts “${name}”: write “- event: webhook” under “on”, and save it first`,
      );
    }
    const token = newSecret();
    const secret = newSecret();
    await this.#database.transaction(async tx => {
      await lockPlay(this.#database, tx, playId);
      await updatePlay(tx, playId, {
        webhook_token_hash: hashOf(token),
        webhook_secret: this.#safe.seal(secret, playId),
      });
    });
    return { url: `${this.#publicUrl}/plays/${token}`, secret };
  }

  /** Which play has an address, and by which secret its calls are signed; undefined for an address that nobody has. */
  async find(
    token: string,
  ): Promise<{ playId: string; secret: string } | undefined> {
    const row = await plays(this.#database.knex)
      .where({ webhook_token_hash: hashOf(token) })
      .first('id', 'webhook_secret');
    if (!row?.webhook_secret) return undefined;
    const secret = this.#safe.open(row.webhook_secret, row.id);
    return secret === undefined ? undefined : { playId: row.id, secret };
  }
}
