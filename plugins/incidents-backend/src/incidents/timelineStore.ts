import {
  Actor,
  TimelineEntry,
  TimelineKind,
} from '@muster/backstage-plugin-incidents-common';
import { SharedStatement } from '../platform/convoy';
import { inChunks, instant, iso, Queryable, Tx } from '../platform/database';

/** What a room writes on the timeline; plain text, a whole sentence. */
export interface NewEntry {
  readonly kind: TimelineKind;
  readonly actor: Actor;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What shows that people are at an incident. */
const activityKinds: readonly TimelineKind[] = [
  'acknowledged',
  'monitor-acknowledged',
  'reassigned',
  'joined',
  'note',
  'severity-changed',
  'field-changed',
  'phase-changed',
  'policy-reattached',
];

interface TimelineRow {
  incident_id: number;
  seq: number;
  at: Date | number;
  kind: string;
  actor: string;
  text: string;
  data: string;
}

/** Entries of one incident, in their order. */
interface NewEntries {
  readonly incidentId: number;
  readonly at: Date;
  readonly entries: readonly NewEntry[];
}

const appended = new SharedStatement<NewEntries, number>(async (db, all) => {
  const firsts = await takeNumbers(db, all);
  const rows = all.flatMap(({ incidentId, at, entries }, n) =>
    entries.map((entry, index) => ({
      incident_id: incidentId,
      seq: firsts[n] + index,
      at,
      kind: entry.kind,
      actor: written(entry.actor),
      text: entry.text.replaceAll('\u0000', ''),
      data: JSON.stringify(entry.data ?? {}),
    })),
  );
  for (const some of inChunks(rows)) {
    await db<TimelineRow>('timeline').insert(some);
  }
  return firsts;
});

/**
 * Appends entries in their order, and returns the number of the first. Taking the numbers locks the incident's row, so entries of one
 * incident are written one after the other and have no gaps.
 */
export const appendRows = (
  tx: Tx,
  incidentId: number,
  at: Date,
  entries: readonly NewEntry[],
): Promise<number> => appended.run(tx, { incidentId, at, entries });

/** Takes numbers for entries, those of as many in one statement. @returns the first of each; each is of another incident */
async function takeNumbers(
  db: Queryable,
  all: readonly NewEntries[],
): Promise<readonly number[]> {
  const firsts = new Map<number, number>();
  for (const count of new Set(all.map(({ entries }) => entries.length))) {
    const alike = all.filter(({ entries }) => entries.length === count);
    const taken = await db('incidents')
      .whereIn(
        'id',
        alike.map(({ incidentId }) => incidentId),
      )
      .update({
        last_seq: db.raw('last_seq + ?', [count]),
        updated_at: alike[0].at,
      })
      .returning<{ id: number; last_seq: number }[]>(['id', 'last_seq']);
    for (const { id, last_seq: last } of taken) {
      firsts.set(id, last - count + 1);
    }
  }
  return all.map(({ incidentId }) => {
    const first = firsts.get(incidentId);
    if (first === undefined) throw new Error(`No incident ${incidentId}`);
    return first;
  });
}

/** Its kind first: `newestActivity` looks at the beginning. */
const written = ({ kind, ref, name }: Actor): string =>
  JSON.stringify({ kind, ref, name });

/** Entries after a sequence number, oldest first. */
export async function readTimeline(
  db: Queryable,
  incidentId: number,
  afterSeq: number,
  limit: number,
): Promise<TimelineEntry[]> {
  const rows = await db<TimelineRow>('timeline')
    .where({ incident_id: incidentId })
    .andWhere('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit);
  return rows.map(toEntry);
}

/** Entries of an incident from one number to another, both included. */
export interface TimelineRange {
  readonly incidentId: number;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** The entries of each range, oldest first; what several ask for is read once. */
export async function readRanges(
  db: Queryable,
  ranges: readonly TimelineRange[],
): Promise<readonly (readonly TimelineEntry[])[]> {
  // Without any, the query would have no condition, and read everything.
  if (ranges.length === 0) return [];
  const query = db<TimelineRow>('timeline').orderBy(['incident_id', 'seq']);
  const asked = new Map(ranges.map(range => [JSON.stringify(range), range]));
  for (const { incidentId, fromSeq, toSeq } of asked.values()) {
    query.orWhere(entry =>
      entry
        .where({ incident_id: incidentId })
        .whereBetween('seq', [fromSeq, toSeq]),
    );
  }
  const rows = await query;
  return ranges.map(({ incidentId, fromSeq, toSeq }) =>
    rows
      .filter(
        row =>
          row.incident_id === incidentId &&
          row.seq >= fromSeq &&
          row.seq <= toSeq,
      )
      .map(toEntry),
  );
}

/** So many incidents are asked about at once. */
const idsAtOnce = 100;

/** Whole timelines, by incident, oldest entries first. */
export async function readTimelines(
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, TimelineEntry[]>> {
  const found = new Map<number, TimelineEntry[]>(ids.map(id => [id, []]));
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    const rows = await db<TimelineRow>('timeline')
      .whereIn('incident_id', ids.slice(start, start + idsAtOnce))
      .orderBy(['incident_id', 'seq']);
    for (const row of rows) found.get(row.incident_id)?.push(toEntry(row));
  }
  return found;
}

/** The newest entry of some kinds, for saying who changed what. */
export async function newestOf(
  db: Queryable,
  incidentId: number,
  kinds: readonly TimelineKind[],
): Promise<TimelineEntry | undefined> {
  const row = await newest(db, incidentId, kinds).first();
  return row && toEntry(row);
}

/** When people last did something about an incident; what plays do is no sign of them. */
export async function newestActivity(
  db: Queryable,
  incidentId: number,
): Promise<Date | undefined> {
  const row = await newest(db, incidentId, activityKinds)
    .andWhere('actor', 'not like', '{"kind":"play"%')
    .first('at');
  return row && instant(row.at);
}

const newest = (
  db: Queryable,
  incidentId: number,
  kinds: readonly TimelineKind[],
) =>
  db<TimelineRow>('timeline')
    .where({ incident_id: incidentId })
    .whereIn('kind', [...kinds])
    .orderBy('seq', 'desc');

const toEntry = (row: TimelineRow): TimelineEntry => ({
  seq: row.seq,
  at: iso(instant(row.at)),
  kind: row.kind,
  actor: JSON.parse(row.actor),
  text: row.text,
  data: JSON.parse(row.data),
});
