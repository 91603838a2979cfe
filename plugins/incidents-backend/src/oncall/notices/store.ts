import { z } from 'zod';
import { instantOrNull, Queryable, Tx } from '../../platform/database';

const textSchema = z.object({ title: z.string(), text: z.string() });

/** A notice as it is kept. */
export interface StoredNotice extends z.output<typeof textSchema> {
  readonly id: string;
  readonly scheduleId: string;
  readonly recipientRef: string;
  readonly key: string;
  /** Null until it is told. */
  readonly toldAt: Date | null;
}

interface NoticeRow {
  id: string;
  schedule_id: string;
  person_ref: string;
  key: string;
  document: string;
  created_at: Date | number;
  told_at: Date | number | null;
}

const rows = (db: Queryable) => db<NoticeRow>('schedule_notices');

export async function findNotice(
  db: Queryable,
  id: string,
): Promise<StoredNotice | undefined> {
  const row = await rows(db).where({ id }).first();
  return (
    row && {
      ...textSchema.parse(JSON.parse(row.document)),
      id: row.id,
      scheduleId: row.schedule_id,
      recipientRef: row.person_ref,
      key: row.key,
      toldAt: instantOrNull(row.told_at),
    }
  );
}

/** What was decided for a schedule, as recipient and key. */
export async function decidedFor(
  tx: Tx,
  scheduleId: string,
): Promise<ReadonlySet<string>> {
  const found = await rows(tx)
    .where({ schedule_id: scheduleId })
    .select('person_ref', 'key');
  return new Set(found.map(row => decided(row.person_ref, row.key)));
}

/** How `decidedFor` names a recipient and a key. */
export const decided = (recipientRef: string, key: string): string =>
  `${recipientRef} ${key}`;

export async function insertNotice(
  tx: Tx,
  notice: StoredNotice,
  at: Date,
): Promise<void> {
  const { title, text } = notice;
  await rows(tx).insert({
    id: notice.id,
    schedule_id: notice.scheduleId,
    person_ref: notice.recipientRef,
    key: notice.key,
    document: JSON.stringify({ title, text }),
    created_at: at,
    told_at: notice.toldAt,
  });
}

export async function markTold(
  db: Queryable,
  id: string,
  at: Date,
): Promise<void> {
  await rows(db).where({ id }).update({ told_at: at });
}

/** Ids of notices that were decided in a span and have not been told. */
export async function untold(
  db: Queryable,
  after: Date,
  before: Date,
  limit: number,
): Promise<string[]> {
  const found = await rows(db)
    .whereNull('told_at')
    .andWhere('created_at', '>', after)
    .andWhere('created_at', '<', before)
    .limit(limit)
    .select('id');
  return found.map(({ id }) => id);
}

/** Forgets notices that are older; what they told of has passed, or is told again. */
export async function forgetBefore(db: Queryable, before: Date): Promise<void> {
  await rows(db).where('created_at', '<', before).delete();
}
