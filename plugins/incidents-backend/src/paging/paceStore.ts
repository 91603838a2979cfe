import { SharedStatement } from '../platform/convoy';
import { instant, Queryable, Tx } from '../platform/database';
import { ChannelPace } from './channelPace';
import { fingerprintOf, isOpen, Pace } from './bundles';

interface PaceRow {
  id: string;
  recent: string;
  bundle_id: string | null;
  bundle_due_at: Date | number | null;
  updated_at: Date | number;
}

const paces = (db: Queryable) => db<PaceRow>('delivery_paces');

/** The pace of one person through one method. */
export const paceIdOf = (personRef: string, methodId: string): string =>
  fingerprintOf(personRef, methodId);

/**
 * What was sent lately, locked until `tx` ends: whoever would send to the same person through the same
 * method waits, so that each sees what the other has done. One statement makes the rows and locks them, in an
 * order of their own, so that nobody waits for each other.
 */
export async function lockPaces(
  tx: Tx,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Pace>> {
  const rows = await paces(tx)
    .insert(
      [...new Set(ids)]
        .sort()
        .map(id => ({ id, recent: '[]', updated_at: now })),
    )
    .onConflict('id')
    .merge(['updated_at'])
    .returning('*');
  return new Map(rows.map(row => [row.id, toPace(row)]));
}

const toPace = (row: PaceRow): Pace => ({
  recent: JSON.parse(row.recent),
  bundle:
    row.bundle_id !== null && row.bundle_due_at !== null
      ? { id: row.bundle_id, dueAt: instant(row.bundle_due_at) }
      : null,
});

const open = new SharedStatement<
  { readonly ids: readonly string[]; readonly now: Date },
  ReadonlyMap<string, Pace>
>(async (db, asked) => {
  const earliest = new Date(Math.min(...asked.map(({ now }) => +now)));
  const rows = await paces(db)
    .whereIn('id', [...new Set(asked.flatMap(({ ids }) => ids))])
    .andWhere('bundle_due_at', '>', earliest);
  return asked.map(
    ({ ids, now }) =>
      new Map(
        rows
          .filter(({ id }) => ids.includes(id))
          .map(row => [row.id, toPace(row)] as const)
          .filter(([, { bundle }]) => bundle && isOpen(bundle, now)),
      ),
  );
});

/** Those of some paces under which a bundle is open; without a lock, so that whoever asks waits for nobody. */
export const openPaces = (
  db: Queryable,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Pace>> => open.run(db, { ids, now });

/** As `lockPaces`, of a whole channel. */
export async function lockChannelPace(
  tx: Tx,
  channel: string,
  now: Date,
): Promise<ChannelPace> {
  const [row] = await paces(tx)
    .insert({
      id: channelPaceId(channel),
      recent: JSON.stringify({ sent: [], waiting: [] }),
      updated_at: now,
    })
    .onConflict('id')
    .merge(['updated_at'])
    .returning('recent');
  return JSON.parse(row.recent);
}

/** Keeps the pace of a channel that `tx` has locked. */
export async function saveChannelPace(
  tx: Tx,
  channel: string,
  pace: ChannelPace,
): Promise<void> {
  await paces(tx)
    .where({ id: channelPaceId(channel) })
    .update({ recent: JSON.stringify(pace) });
}

const channelPaceId = (channel: string): string => `channel:${channel}`;

/** Keeps paces that `tx` has locked. */
export async function savePaces(
  tx: Tx,
  changed: ReadonlyMap<string, Pace>,
  now: Date,
): Promise<void> {
  if (changed.size === 0) return;
  await paces(tx)
    .insert(
      [...changed].map(([id, { recent, bundle }]) => ({
        id,
        recent: JSON.stringify(recent),
        bundle_id: bundle?.id ?? null,
        bundle_due_at: bundle?.dueAt ?? null,
        updated_at: now,
      })),
    )
    .onConflict('id')
    .merge(['recent', 'bundle_id', 'bundle_due_at']);
}

/** Forgets paces that have been still since then. */
export async function forgetPaces(db: Queryable, before: Date): Promise<void> {
  await paces(db).where('updated_at', '<', before).delete();
}
