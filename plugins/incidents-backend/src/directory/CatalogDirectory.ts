import { isDeepStrictEqual } from 'node:util';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  InputError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  kindOf,
  NamedRef,
  nameOf,
} from '@muster/backstage-plugin-incidents-common';
import { Batcher } from '../platform/Batcher';
import { Clock } from '../platform/clock';
import { Database, Queryable } from '../platform/database';
import { Recent } from '../platform/Recent';
import { Settings } from '../platform/settings';
import { CatalogSnapshot } from './CatalogSnapshot';
import { factsOf, fieldsOfInterest } from './model';
import { Directory, DirectoryEntity } from './service';
import {
  allEntities,
  childGroups,
  findEntities,
  isAnyPresent,
  lastReadSetting,
  memberRefs,
  ParsedFacts,
  ReadEffect,
  readStanding,
  Standing,
  storeFacts,
  StoredEntity,
  vanishedBefore,
} from './store';

/** How long an alert about an entity that we have never seen waits for the catalog. */
const liveTimeoutMs = 2_000;
/** What another process has stored is seen so much later. */
const lookSeconds = 1;
/** Nothing is remembered for longer. Each whole read of the catalog ends it, too, also one by a replica of the version before. */
const memorySeconds = 60;
/** An entity, its owner, the owner's people: how far a single look-up follows. */
const learnRounds = 4;
/** Reads side by side, and askers of one. */
const reads = { width: 4, most: 100 };

/** One read of the whole catalog. */
export interface CatalogRead extends ReadEffect {
  /** How many entities it has. */
  readonly found: number;
}

/** The directory over the catalog, with the last known good answer in our own tables. */
export class CatalogDirectory implements Directory {
  readonly #options: {
    database: Database;
    clock: Clock;
    catalog: CatalogService;
    auth: AuthService;
    settings: Settings;
    logger: LoggerService;
  };
  readonly #entities: Recent<StoredEntity>;
  readonly #members: Recent<readonly string[]>;
  /** What is asked outside a transaction in one turn, by the many events of a storm, is read once. */
  readonly #reads = new Batcher<
    readonly string[],
    ReadonlyMap<string, StoredEntity>
  >(async lists => {
    const all = await findEntities(this.#options.database.knex, lists.flat());
    return lists.map(() => all);
  }, reads);
  readonly #parsed: ParsedFacts = new Map();
  /** Of what is remembered. */
  #standing: Standing | undefined;
  #lookedAt = 0;

  constructor(options: {
    database: Database;
    clock: Clock;
    catalog: CatalogService;
    auth: AuthService;
    settings: Settings;
    logger: LoggerService;
  }) {
    this.#options = options;
    this.#entities = new Recent(options.clock, memorySeconds);
    this.#members = new Recent(options.clock, memorySeconds);
  }

  async asOf(): Promise<Date | null> {
    await this.#lookForChanges(this.#options.database.knex);
    const text = this.#standing?.readAt;
    return text === undefined ? null : new Date(text);
  }

  async known(ref: string): Promise<DirectoryEntity | undefined> {
    const stored = (await this.#find([ref])).get(ref);
    return stored && toDirectoryEntity(stored, await this.asOf());
  }

  async entity(ref: string): Promise<DirectoryEntity | undefined> {
    const known = await this.known(ref);
    if (known) return known;
    await this.#learn(ref);
    return this.known(ref);
  }

  async mustHave(ref: string, field: string): Promise<DirectoryEntity> {
    const entity = await this.entity(ref);
    if (!entity) {
      throw new InputError(
        `${field} names ${ref}, which is not in the catalog; check its spelling on the entity's page`,
      );
    }
    return entity;
  }

  async membersOf(ref: string): Promise<readonly NamedRef[]> {
    if (kindOf(ref) === 'user') return this.named([ref]);
    const people = await this.#peopleOfGroups([ref], {
      db: this.#options.database.knex,
      withLeavers: true,
    });
    return this.named(people.get(ref) ?? []);
  }

  async peopleBehind(
    refs: readonly string[],
    db: Queryable = this.#options.database.knex,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const isGroup = (ref: string) => kindOf(ref) !== 'user';
    const people = await this.#peopleOfGroups(refs.filter(isGroup), {
      db,
      withLeavers: false,
    });
    const found = await this.#find(
      refs.filter(ref => !isGroup(ref)),
      db,
    );
    const personAt = (ref: string) => (found.get(ref)?.vanished ? [] : [ref]);
    return new Map(refs.map(ref => [ref, people.get(ref) ?? personAt(ref)]));
  }

  async placesOf(
    refs: readonly string[],
    db: Queryable = this.#options.database.knex,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const above = new Map<string, readonly string[]>();
    for (let level = [...new Set(refs)]; level.length > 0;) {
      const found = await this.#find(level, db);
      for (const ref of level) {
        const { systemRef = null, domainRef = null } =
          found.get(ref)?.facts ?? {};
        above.set(
          ref,
          [systemRef, domainRef].filter(place => place !== null),
        );
      }
      level = [...new Set(level.flatMap(ref => above.get(ref) ?? []))].filter(
        ref => !above.has(ref),
      );
    }
    const climb = (ref: string, seen: Set<string>): Set<string> => {
      if (!seen.has(ref)) {
        seen.add(ref);
        for (const place of above.get(ref) ?? []) climb(place, seen);
      }
      return seen;
    };
    return new Map(refs.map(ref => [ref, [...climb(ref, new Set())]]));
  }

  async circleOf(groupRef: string): Promise<readonly NamedRef[] | undefined> {
    const path = [groupRef];
    for (;;) {
      const above = (await this.#find(path)).get(path[path.length - 1]);
      const parent = above?.facts.parentRef;
      if (!parent) return undefined;
      if (parent === groupRef) return this.named([...path, groupRef]);
      // A circle further up is not this group's.
      if (path.includes(parent)) return undefined;
      path.push(parent);
    }
  }

  async named(
    refs: readonly string[],
    db?: Queryable,
  ): Promise<readonly NamedRef[]> {
    const found = await this.#find(refs, db);
    return refs.map(ref => ({
      ref,
      name: found.get(ref)?.facts.title ?? nameOf(ref),
    }));
  }

  async emailsOf(
    db: Queryable,
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const emails = new Map<string, string>();
    for (const [ref, { facts }] of await this.#find(refs, db)) {
      if (facts.email !== null) emails.set(ref, facts.email);
    }
    return emails;
  }

  leftBefore(
    refs: readonly string[],
    before: Date,
  ): Promise<readonly string[]> {
    return vanishedBefore(this.#options.database.knex, refs, before);
  }

  async snapshot(): Promise<CatalogSnapshot> {
    const { knex } = this.#options.database;
    const readAt = await this.asOf();
    const stored = (await allEntities(knex, this.#parsed)).map(entity =>
      toDirectoryEntity(entity, readAt),
    );
    const groups = stored.filter(({ kind }) => kind === 'group');
    const people = await this.#peopleOfGroups(
      groups.map(({ ref }) => ref),
      { db: knex, withLeavers: true },
    );
    return new CatalogSnapshot(stored, people);
  }

  /**
   * Reads the whole catalog and stores what changed. Run on a schedule; when it fails the tables keep
   * the last good answer.
   */
  async refresh(): Promise<CatalogRead> {
    const { catalog, auth, clock, database, settings, logger } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const at = clock.now();
    const entities: Entity[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, fields: fieldsOfInterest, limit: 500 }
          : { fields: fieldsOfInterest, limit: 500 },
        { credentials },
      );
      entities.push(...page.items);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    // A catalog that is starting anew has nobody in it yet. To take that for an answer would take everybody
    // off duty.
    if (entities.length === 0 && (await isAnyPresent(database.knex))) {
      throw new ServiceUnavailableError(
        'The catalog answers that it is empty, which it was not before; what it said last is kept',
      );
    }
    const effect = await database.transaction(tx =>
      storeFacts(tx, entities.map(factsOf), at, true),
    );
    await settings.replace(lastReadSetting, at.toISOString());
    this.#forget();
    if (effect.written + effect.vanished > 0) {
      logger.info(
        `Directory: ${effect.written} of ${entities.length} entities changed, ${effect.vanished} vanished`,
      );
    }
    return { ...effect, found: entities.length };
  }

  async #find(
    refs: readonly string[],
    db: Queryable = this.#options.database.knex,
  ): Promise<ReadonlyMap<string, StoredEntity>> {
    await this.#lookForChanges(db);
    return this.#entities.get(refs, missing =>
      db === this.#options.database.knex
        ? // What has failed for many is tried again for each.
          this.#reads.run(missing).catch(() => findEntities(db, missing))
        : findEntities(db, missing),
    );
  }

  async #membersOfGroups(
    refs: readonly string[],
    db: Queryable,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.#lookForChanges(db);
    return this.#members.get(refs, missing => memberRefs(db, missing));
  }

  /**
   * A storm asks for the same entities again and again, and they seldom change: what is remembered holds until somebody has
   * stored something else, which is looked for once a second.
   */
  async #lookForChanges(db: Queryable): Promise<void> {
    const now = this.#options.clock.now().getTime();
    const age = now - this.#lookedAt;
    // A clock that was set back must not make it remember for longer.
    if (age >= 0 && age < lookSeconds * 1000) return;
    const standing = await readStanding(db);
    if (!isDeepStrictEqual(standing, this.#standing)) this.#forget();
    this.#standing = standing;
    // Not before: who asks meanwhile looks, too, in place of being answered from what is perhaps out of date.
    this.#lookedAt = now;
  }

  #forget(): void {
    this.#entities.forget();
    this.#members.forget();
    this.#lookedAt = 0;
  }

  /**
   * People of each group, and of its child groups where it has none of its own. Read level by level, and
   * each group once, so that groups that form a circle come to an end.
   */
  async #peopleOfGroups(
    refs: readonly string[],
    { db, withLeavers }: { db: Queryable; withLeavers: boolean },
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const own = new Map<string, readonly string[]>();
    const below = new Map<string, readonly string[]>();
    for (let level = [...new Set(refs)]; level.length > 0;) {
      const members = await this.#membersOfGroups(level, db);
      const vanished = withLeavers
        ? new Set<string>()
        : await this.#vanishedAmong(
            [...level, ...[...members.values()].flat()],
            db,
          );
      for (const ref of level) {
        const people = members.get(ref) ?? [];
        own.set(
          ref,
          vanished.has(ref) ? [] : people.filter(one => !vanished.has(one)),
        );
      }
      const empty = level.filter(ref => own.get(ref)?.length === 0);
      const children =
        empty.length > 0 ? await childGroups(db, empty) : new Map();
      for (const [ref, groups] of children) below.set(ref, groups);
      level = [...new Set([...children.values()].flat())].filter(
        ref => !own.has(ref),
      );
    }
    const peopleOf = (ref: string, seen: Set<string>): readonly string[] => {
      if (seen.has(ref)) return [];
      seen.add(ref);
      const people = own.get(ref) ?? [];
      if (people.length > 0) return people;
      return (below.get(ref) ?? []).flatMap(child => peopleOf(child, seen));
    };
    return new Map(
      refs.map(ref => [ref, [...new Set(peopleOf(ref, new Set()))]]),
    );
  }

  async #vanishedAmong(
    refs: readonly string[],
    db: Queryable,
  ): Promise<ReadonlySet<string>> {
    const found = await this.#find(refs, db);
    return new Set(
      [...found].filter(([, { vanished }]) => vanished).map(([ref]) => ref),
    );
  }

  /** Asks the catalog for one entity, and for the owner and people that an incident of it needs. */
  async #learn(ref: string): Promise<void> {
    const { catalog, auth, clock, database } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    let wanted = [ref];
    for (let round = 0; round < learnRounds && wanted.length > 0; round++) {
      const { items } = await withinTime(
        catalog.getEntitiesByRefs(
          { entityRefs: wanted, fields: fieldsOfInterest },
          { credentials },
        ),
        ref,
      );
      const facts = items.filter(item => item !== undefined).map(factsOf);
      const at = clock.now();
      await database.transaction(tx => storeFacts(tx, facts, at, false));
      this.#forget();
      const named = facts.flatMap(fact => [
        ...[
          fact.ownerRef,
          fact.systemRef,
          fact.domainRef,
          fact.parentRef,
        ].filter(target => target !== null),
        ...fact.memberRefs,
      ]);
      const have = await findEntities(database.knex, named);
      wanted = [...new Set(named)].filter(target => !have.has(target));
    }
  }
}

async function withinTime<T>(answer: Promise<T>, ref: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${liveTimeoutMs} ms`)),
      liveTimeoutMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    throw new ServiceUnavailableError(
      `${ref} is not known here yet and the catalog does not answer (${isError(error) ? error.message : error}). Try again in a minute.`,
    );
  } finally {
    clearTimeout(timer);
  }
}

function toDirectoryEntity(
  { facts, confirmedAt, vanished }: StoredEntity,
  readAt: Date | null,
): DirectoryEntity {
  const { memberRefs: _members, ...rest } = facts;
  return {
    ...rest,
    // A whole read confirms everything that is still there without touching its row.
    confirmedAt:
      !vanished && readAt && readAt > confirmedAt ? readAt : confirmedAt,
    vanished,
  };
}
