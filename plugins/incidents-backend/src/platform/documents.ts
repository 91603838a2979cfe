import { ConflictError, NotFoundError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Clock } from './clock';
import { instant, isUniqueViolation, iso, Queryable, Tx } from './database';

/** A named, owned, versioned document: a schedule, a policy. */
export interface StoredDocument<Content> {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly updatedBy: NamedRef;
  readonly content: Content;
}

/** A row of such a table; a table may have more columns. */
export interface DocumentRow {
  id: string;
  name: string;
  owner_ref: string;
  document: string;
  version: number;
  updated_at: Date | number;
  updated_by: string;
}

/** What every document has. */
export interface DocumentContent {
  readonly name: string;
  readonly ownerRef: string;
}

/**
 * A table of named, owned, versioned documents. Whoever saves an old version is told who changed it
 * since, and nothing of theirs or of the others is lost.
 */
export class DocumentTable<Content extends DocumentContent> {
  readonly #table: string;
  readonly #noun: string;
  readonly #clock: Clock;
  readonly #read: (document: string) => Content;

  /**
   * @param options - `noun` names one document in messages: `schedule`; `read` takes a stored document,
   * where one of an older version of this plugin must be completed; `JSON.parse` when left out
   */
  constructor(options: {
    table: string;
    noun: string;
    clock: Clock;
    read?: (document: string) => Content;
  }) {
    this.#table = options.table;
    this.#noun = options.noun;
    this.#clock = options.clock;
    this.#read = options.read ?? JSON.parse;
  }

  async list(db: Queryable): Promise<StoredDocument<Content>[]> {
    const rows = await db<DocumentRow>(this.#table).orderBy('name');
    return rows.map(row => this.toDocument(row));
  }

  async find(
    db: Queryable,
    id: string,
  ): Promise<StoredDocument<Content> | undefined> {
    const row = await db<DocumentRow>(this.#table).where({ id }).first();
    return row && this.toDocument(row);
  }

  /** Those of these ids that there are, by id. */
  async findAll(
    db: Queryable,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, StoredDocument<Content>>> {
    if (ids.length === 0) return new Map();
    const rows = await db<DocumentRow>(this.#table).whereIn('id', [
      ...new Set(ids),
    ]);
    return new Map(rows.map(row => [row.id, this.toDocument(row)]));
  }

  async findByName(
    db: Queryable,
    name: string,
  ): Promise<StoredDocument<Content> | undefined> {
    const row = await db<DocumentRow>(this.#table).where({ name }).first();
    return row && this.toDocument(row);
  }

  /** @throws NotFoundError */
  async get(db: Queryable, id: string): Promise<StoredDocument<Content>> {
    const found = await this.find(db, id);
    if (!found) {
      throw new NotFoundError(
        `There is no ${this.#noun} ${id}; it may have been removed`,
      );
    }
    return found;
  }

  /** @throws ConflictError when the name is taken */
  async insert(
    tx: Tx,
    id: string,
    content: Content,
    by: NamedRef,
  ): Promise<void> {
    await this.#named(content.name, () =>
      tx<DocumentRow>(this.#table).insert({
        id,
        ...this.#columns(content, by),
        version: 1,
      }),
    );
  }

  /**
   * Saves a new version in place of the one that was seen.
   *
   * @throws ConflictError when it has been changed since, or the name is taken
   */
  async update(
    tx: Tx,
    id: string,
    seenVersion: number,
    content: Content,
    by: NamedRef,
  ): Promise<void> {
    const changed = await this.#named(content.name, () =>
      tx<DocumentRow>(this.#table)
        .where({ id, version: seenVersion })
        .update({ ...this.#columns(content, by), version: seenVersion + 1 }),
    );
    if (changed === 1) return;
    const now = await this.get(tx, id);
    throw new ConflictError(
      `${now.updatedBy.name} changed the ${this.#noun} “${now.content.name}” at ${iso(now.updatedAt)}, after you had opened it. Nothing of yours was saved: look at theirs, then save again.`,
    );
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await this.get(tx, id);
    await tx<DocumentRow>(this.#table).where({ id }).delete();
  }

  /** A row as a document. */
  toDocument(row: DocumentRow): StoredDocument<Content> {
    return {
      id: row.id,
      version: row.version,
      updatedAt: instant(row.updated_at),
      updatedBy: JSON.parse(row.updated_by),
      content: this.#read(row.document),
    };
  }

  #columns(content: Content, by: NamedRef) {
    return {
      name: content.name,
      owner_ref: content.ownerRef,
      document: JSON.stringify(content),
      updated_at: this.#clock.now(),
      updated_by: JSON.stringify(by),
    };
  }

  async #named<T>(name: string, write: () => PromiseLike<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConflictError(
        `name: there is a ${this.#noun} called “${name}” already; choose another name`,
      );
    }
  }
}
