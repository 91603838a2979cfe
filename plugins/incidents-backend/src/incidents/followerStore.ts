import { Queryable } from '../platform/database';

/** How far the subscribers of an incident have heard. */
export interface Heard {
  /** The last entry that each has heard, by its name; left out of whoever has heard nothing. */
  readonly upTo: ReadonlyMap<string, number>;
  /** The last entry that there is; 0 without any. */
  readonly lastSeq: number;
}

/** How far the subscribers of each incident have heard, in the order of the ids. */
export async function readHeard(
  db: Queryable,
  ids: readonly number[],
): Promise<Heard[]> {
  const distinct = [...new Set(ids)];
  // The cursors first: what is written between the two is told once more, not missed.
  const cursors: { incident_id: number; subscriber: string; seq: number }[] =
    await db('incident_followers').whereIn('incident_id', distinct);
  const incidents: { id: number; last_seq: number }[] = await db('incidents')
    .whereIn('id', distinct)
    .select('id', 'last_seq');
  return ids.map(incidentId => ({
    upTo: new Map(
      cursors
        .filter(row => row.incident_id === incidentId)
        .map(({ subscriber, seq }) => [subscriber, seq]),
    ),
    lastSeq: incidents.find(({ id }) => id === incidentId)?.last_seq ?? 0,
  }));
}

/** Subscribers that have heard of an incident up to an entry. */
export interface Told {
  readonly incidentId: number;
  readonly subscribers: readonly string[];
  readonly seq: number;
}

/** Notes how far subscribers have heard; never that they have heard less than is noted already. */
export async function noteHeard(
  db: Queryable,
  told: readonly Told[],
): Promise<void> {
  // One statement must not write a row twice.
  const rows = new Map<string, object>();
  for (const { incidentId, subscribers, seq } of sortedBySeq(told)) {
    for (const subscriber of subscribers) {
      const row = { incident_id: incidentId, subscriber, seq };
      rows.set(`${incidentId} ${subscriber}`, row);
    }
  }
  if (rows.size === 0) return;
  await db('incident_followers')
    .insert([...rows.entries()].sort(byKey).map(([, row]) => row))
    .onConflict(['subscriber', 'incident_id'])
    .merge()
    .where('incident_followers.seq', '<', db.raw('excluded.seq'));
}

const sortedBySeq = (told: readonly Told[]): readonly Told[] =>
  [...told].sort((a, b) => a.seq - b.seq);

/** Two processes lock rows in the same order. */
const byKey = ([a]: [string, object], [b]: [string, object]): number =>
  a < b ? -1 : 1;
