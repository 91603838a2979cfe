import { instant, Queryable, Tx } from '../../platform/database';

type At = Date | number;

interface CodeRow {
  id: string;
  method_id: string;
  person_ref: string;
  address_hash: string;
  code_hash: string;
  tries: number;
  sent_at: At;
  expires_at: At;
}

/** A code that was sent. */
export interface SentCode {
  readonly id: string;
  readonly methodId: string;
  readonly personRef: string;
  readonly addressHash: string;
  readonly codeHash: string;
  readonly tries: number;
  readonly sentAt: Date;
  readonly expiresAt: Date;
}

const codes = (db: Queryable) => db<CodeRow>('contact_codes');

const toCode = (row: CodeRow): SentCode => ({
  id: row.id,
  methodId: row.method_id,
  personRef: row.person_ref,
  addressHash: row.address_hash,
  codeHash: row.code_hash,
  tries: row.tries,
  sentAt: instant(row.sent_at),
  expiresAt: instant(row.expires_at),
});

/** Notes a code that is about to be sent. */
export async function insertCode(tx: Tx, code: SentCode): Promise<void> {
  await codes(tx).insert({
    id: code.id,
    method_id: code.methodId,
    person_ref: code.personRef,
    address_hash: code.addressHash,
    code_hash: code.codeHash,
    tries: code.tries,
    sent_at: code.sentAt,
    expires_at: code.expiresAt,
  });
}

/** Codes that a person has had sent since then, oldest first. */
export async function codesSince(
  db: Queryable,
  personRef: string,
  since: Date,
): Promise<SentCode[]> {
  const rows = await codes(db)
    .where({ person_ref: personRef })
    .andWhere('sent_at', '>', since)
    .orderBy('sent_at');
  return rows.map(toCode);
}

/**
 * Takes one try of the newest code of a method, so that tries side by side are counted each; undefined
 * when none was sent.
 */
export async function takeTry(
  tx: Tx,
  methodId: string,
): Promise<SentCode | undefined> {
  const newest = codes(tx)
    .where({ method_id: methodId })
    .orderBy([
      { column: 'sent_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(1)
    .select('id');
  const [row] = await codes(tx)
    .where('id', 'in', newest)
    .increment('tries', 1)
    .returning('*');
  return row && toCode(row);
}

/** Forgets codes that nobody counts any more. */
export async function forgetCodes(db: Queryable, before: Date): Promise<void> {
  await codes(db).where('sent_at', '<', before).delete();
}
