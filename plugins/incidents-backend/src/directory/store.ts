import { createHash } from 'node:crypto';
import { SharedStatement } from '../platform/convoy';
import { inChunks, instant, Queryable, Tx } from '../platform/database';
import { EntityFacts } from './model';

interface EntityRow {
  ref: string;
  parent_ref: string | null;
  fingerprint: string;
  facts: string;
  confirmed_at: Date | number;
  vanished_at: Date | number | null;
}

/** An entity's facts and when they were confirmed. */
export interface StoredEntity {
  readonly facts: EntityFacts;
  readonly confirmedAt: Date;
  readonly vanished: boolean;
}

const toEntity = (row: EntityRow): StoredEntity => ({
  facts: JSON.parse(row.facts),
  confirmedAt: instant(row.confirmed_at),
  vanished: row.vanished_at !== null,
});

const entities = (db: Queryable) => db<EntityRow>('directory_entities');
const members = (db: Queryable) =>
  db<{ group_ref: string; person_ref: string }>('directory_members');

/** The entities of these refs, by ref; perhaps others, too. */
export const findEntities = (
  db: Queryable,
  refs: readonly string[],
): Promise<ReadonlyMap<string, StoredEntity>> => entitiesFound.run(db, refs);

const entitiesFound = new SharedStatement<
  readonly string[],
  ReadonlyMap<string, StoredEntity>
>(async (db, lists) => {
  const all = await readEntities(db, lists.flat());
  return lists.map(() => all);
});

async function readEntities(
  db: Queryable,
  refs: readonly string[],
): Promise<ReadonlyMap<string, StoredEntity>> {
  const found = new Map<string, StoredEntity>();
  for (const some of inChunks([...new Set(refs)])) {
    for (const row of await entities(db).whereIn('ref', some)) {
      found.set(row.ref, toEntity(row));
    }
  }
  return found;
}

/** Facts that were parsed before, by ref, and whether they still hold. */
export type ParsedFacts = Map<
  string,
  { fingerprint: string; facts: EntityFacts }
>;

/**
 * Every entity that the catalog has ever told of.
 *
 * @param parsed - what earlier calls have parsed; it is kept up to date, so that only what has changed
 * since is read and parsed again
 */
export async function allEntities(
  db: Queryable,
  parsed: ParsedFacts,
): Promise<StoredEntity[]> {
  const rows = await entities(db).select(
    'ref',
    'fingerprint',
    'confirmed_at',
    'vanished_at',
  );
  const changed = rows.filter(
    ({ ref, fingerprint }) => parsed.get(ref)?.fingerprint !== fingerprint,
  );
  for (const some of inChunks(changed.map(({ ref }) => ref))) {
    const read = await entities(db)
      .whereIn('ref', some)
      .select('ref', 'fingerprint', 'facts');
    for (const { ref, fingerprint, facts } of read) {
      parsed.set(ref, { fingerprint, facts: JSON.parse(facts) });
    }
  }
  return rows.flatMap(row => {
    const facts = parsed.get(row.ref)?.facts;
    return facts
      ? [
          {
            facts,
            confirmedAt: instant(row.confirmed_at),
            vanished: row.vanished_at !== null,
          },
        ]
      : [];
  });
}

/** Whether anything is in the catalog, as far as we know. */
export async function isAnyPresent(db: Queryable): Promise<boolean> {
  const row = await entities(db).whereNull('vanished_at').first('ref');
  return row !== undefined;
}

/** Those of these refs that vanished from the catalog before an instant, and have not come back. */
export async function vanishedBefore(
  db: Queryable,
  refs: readonly string[],
  before: Date,
): Promise<string[]> {
  const gone: string[] = [];
  for (const some of inChunks(refs)) {
    const rows = await entities(db)
      .whereIn('ref', some)
      .andWhere('vanished_at', '<', before)
      .select('ref');
    gone.push(...rows.map(({ ref }) => ref));
  }
  return gone;
}

/** Child groups of each group that are still in the catalog. */
export async function childGroups(
  db: Queryable,
  refs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const children = new Map<string, string[]>(refs.map(ref => [ref, []]));
  for (const some of inChunks(refs)) {
    const rows = await entities(db)
      .whereIn('parent_ref', some)
      .whereNull('vanished_at')
      .orderBy('ref')
      .select('ref', 'parent_ref');
    for (const { ref, parent_ref: parent } of rows) {
      if (parent !== null) children.get(parent)?.push(ref);
    }
  }
  return children;
}

/** Refs of the people in each group. */
export async function memberRefs(
  db: Queryable,
  groupRefs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(groupRefs.map(ref => [ref, []]));
  for (const some of inChunks(groupRefs)) {
    const rows = await members(db)
      .whereIn('group_ref', some)
      .orderBy('person_ref');
    for (const row of rows) found.get(row.group_ref)?.push(row.person_ref);
  }
  return found;
}

/** What a read of the catalog changed. */
export interface ReadEffect {
  readonly written: number;
  readonly vanished: number;
}

/**
 * Stores what the catalog said, writing only rows that changed: a catalog of thousands is read
 * every few seconds and seldom differs.
 *
 * @param complete - the facts are the whole catalog, so everything else has vanished from it
 */
export async function storeFacts(
  tx: Tx,
  facts: readonly EntityFacts[],
  at: Date,
  complete: boolean,
): Promise<ReadEffect> {
  const before = new Map<string, { fingerprint: string; vanished: boolean }>();
  const select = entities(tx).select('ref', 'fingerprint', 'vanished_at');
  for (const row of complete
    ? await select
    : await select.whereIn(
        'ref',
        facts.map(({ ref }) => ref),
      )) {
    before.set(row.ref, {
      fingerprint: row.fingerprint,
      vanished: row.vanished_at !== null,
    });
  }
  const changed = facts
    .map(fact => ({ fact, fingerprint: fingerprintOf(fact) }))
    .filter(({ fact, fingerprint }) => {
      const old = before.get(fact.ref);
      return !complete || old?.fingerprint !== fingerprint || old.vanished;
    });
  for (const some of inChunks(changed)) {
    await entities(tx)
      .insert(
        some.map(({ fact, fingerprint }) => ({
          ref: fact.ref,
          parent_ref: fact.parentRef,
          fingerprint,
          facts: JSON.stringify(fact),
          confirmed_at: at,
          vanished_at: null,
        })),
      )
      .onConflict('ref')
      .merge();
  }
  for (const { fact } of changed.filter(c => c.fact.kind === 'group')) {
    await members(tx).where({ group_ref: fact.ref }).delete();
    for (const some of inChunks(fact.memberRefs)) {
      await members(tx).insert(
        some.map(ref => ({ group_ref: fact.ref, person_ref: ref })),
      );
    }
  }
  const vanished = complete ? await markVanished(tx, facts, before, at) : 0;
  if (changed.length + vanished > 0) {
    const fingerprints = changed.map(({ fingerprint }) => fingerprint);
    await markChanged(tx, hashOf([at, fingerprints, vanished]));
  }
  return { written: changed.length, vanished };
}

/** Set to something else with every change of the tables. */
const versionSetting = 'directory.version';
/** When the catalog was last read as a whole. */
export const lastReadSetting = 'directory.read-at';

/** How the tables stand: whoever remembers what they hold compares it with what it was then. */
export interface Standing {
  /** Undefined before the first change. */
  readonly version: string | undefined;
  /** When the catalog was last read as a whole; undefined before the first time. */
  readonly readAt: string | undefined;
}

const standing = new SharedStatement<null, Standing>(async (db, asked) => {
  const rows = await db<{ name: string; value: string }>('settings').whereIn(
    'name',
    [versionSetting, lastReadSetting],
  );
  const valueOf = (name: string) => rows.find(row => row.name === name)?.value;
  return asked.map(() => ({
    version: valueOf(versionSetting),
    readAt: valueOf(lastReadSetting),
  }));
});

/** How the tables stand now. */
export const readStanding = (db: Queryable): Promise<Standing> =>
  standing.run(db, null);

async function markChanged(tx: Tx, version: string): Promise<void> {
  await tx('settings')
    .insert({ name: versionSetting, value: version })
    .onConflict('name')
    .merge();
}

async function markVanished(
  tx: Tx,
  facts: readonly EntityFacts[],
  before: ReadonlyMap<string, { vanished: boolean }>,
  at: Date,
): Promise<number> {
  const present = new Set(facts.map(({ ref }) => ref));
  const gone = [...before]
    .filter(([ref, { vanished }]) => !vanished && !present.has(ref))
    .map(([ref]) => ref);
  for (const some of inChunks(gone)) {
    await entities(tx).whereIn('ref', some).update({ vanished_at: at });
  }
  return gone.length;
}

const fingerprintOf = (facts: EntityFacts): string => hashOf(facts);

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');
