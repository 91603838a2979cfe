import { ConflictError } from '@backstage/errors';
import { Database } from './database';

/** Facts about this database, kept in it. */
export class Settings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The value of a setting, or undefined. */
  async get(name: string): Promise<string | undefined> {
    const row = await this.#database
      .knex<{ name: string; value: string }>('settings')
      .where({ name })
      .first();
    return row?.value;
  }

  /** Stores `value` unless there is one; returns what is there then. Safe on several replicas. */
  async getOrSet(name: string, value: string): Promise<string> {
    await this.#database
      .knex('settings')
      .insert({ name, value })
      .onConflict('name')
      .ignore();
    return (await this.get(name)) ?? value;
  }

  /** Stores `value` in place of what is there. */
  async replace(name: string, value: string): Promise<void> {
    await this.#database
      .knex('settings')
      .insert({ name, value })
      .onConflict('name')
      .merge();
  }
}

/**
 * Remembers whether this database belongs to a demo or to a real portal.
 *
 * @throws ConflictError when a demo starts on a database that a portal without `demo` has used
 */
export async function claimDatabase(
  settings: Settings,
  demo: boolean,
): Promise<void> {
  const owner = await settings.getOrSet('used-by', demo ? 'demo' : 'portal');
  if (demo && owner !== 'demo') {
    throw new ConflictError(
      'incidents.demo is true, but this database has been used by a portal without it. ' +
        'The demo lets anybody sign in as anybody: remove incidents.demo, or give the demo a database of its own.',
    );
  }
  if (!demo && owner === 'demo') {
    // A demo's data in a real portal is confusing, not dangerous; from now on it is a real one.
    await settings.replace('used-by', 'portal');
  }
}
