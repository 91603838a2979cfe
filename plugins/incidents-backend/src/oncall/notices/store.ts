import { Queryable, Tx } from '../../platform/database';

/** A notice as it is kept. */
export interface StoredNotice {
  readonly id: string;
  readonly scheduleId: string;
  readonly recipientRef: string;
  readonly key: string;
  readonly title: string;
  readonly text: string;
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

/** Remembers a notice that is posted with the same transaction. */
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
    // The version before tells what has none.
    told_at: at,
  });
}

/** Forgets notices that are older; what they told of has passed, or is told again. */
export async function forgetBefore(db: Queryable, before: Date): Promise<void> {
  await rows(db).where('created_at', '<', before).delete();
}
