// For tests only: nothing that ships imports this file, so a devDependency is right here.
// eslint-disable-next-line @backstage/no-undeclared-imports
import { TestDatabaseId } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';

/** Makes one more copy of a database. */
type Copy = () => Promise<Knex>;

/**
 * Copies of a database that is prepared once for each kind: a copy takes a tenth of the time that all migrations take,
 * and nearly every test wants one.
 */
export class DatabaseCopies {
  readonly #prepare: (id: TestDatabaseId) => Promise<Knex>;
  readonly #copies = new Map<TestDatabaseId, Promise<Copy>>();
  readonly #cleanUps: (() => Promise<unknown>)[] = [];

  /** @param prepare - makes what is copied. It is not used for anything else, and whoever made it drops it. */
  constructor(prepare: (id: TestDatabaseId) => Promise<Knex>) {
    this.#prepare = prepare;
  }

  /** One more copy, that nobody else has. */
  async open(id: TestDatabaseId): Promise<Knex> {
    const copies = this.#copies.get(id) ?? this.#start(id);
    this.#copies.set(id, copies);
    return (await copies)();
  }

  /** Closes and drops all copies. */
  async drop(): Promise<void> {
    // The connection that drops was there first.
    for (const cleanUp of this.#cleanUps.reverse()) await cleanUp();
  }

  async #start(id: TestDatabaseId): Promise<Copy> {
    const original = await this.#prepare(id);
    return original.client.config.client === 'pg'
      ? this.#ofPostgres(original)
      : this.#ofSqlite(original);
  }

  async #ofPostgres(original: Knex): Promise<Copy> {
    const { config } = original.client;
    const { connection }: { connection: Knex.PgConnectionConfig } = config;
    const template = `${connection.database}`;
    const connect = (database: string): Knex => {
      const { password } = connection; // which Knex hides from spreading
      return createKnex({
        ...config,
        connection: { ...connection, password, database },
      });
    };
    // Nobody may be connected to what is copied.
    await original.destroy();
    const admin = connect('postgres');
    this.#cleanUps.push(() => admin.destroy());
    let copies = 0;
    return async () => {
      const name = `${template}_${++copies}`;
      // As files: written through the log, a copy takes longer, and dropping it twice as long.
      await admin.raw('create database ?? template ?? strategy file_copy', [
        name,
        template,
      ]);
      const knex = connect(name);
      this.#cleanUps.push(async () => {
        await knex.destroy();
        await admin.raw('drop database ?? with (force)', [name]);
      });
      return knex;
    };
  }

  async #ofSqlite(original: Knex): Promise<Copy> {
    const connection = await original.client.acquireConnection();
    const filename: Buffer = connection.serialize(); // the driver opens such a file in memory
    await original.client.releaseConnection(connection);
    return async () => {
      const knex = createKnex({
        ...original.client.config,
        connection: { filename },
      });
      this.#cleanUps.push(() => knex.destroy());
      return knex;
    };
  }
}
