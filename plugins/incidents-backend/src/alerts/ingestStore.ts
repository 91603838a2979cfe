import { IngestEntry } from '@muster/backstage-plugin-incidents-common';
import { instant, iso, Queryable } from '../platform/database';

/** What became of one request, before it has a number. */
export type NewIngestEntry = Omit<IngestEntry, 'id' | 'at'> & {
  readonly at: Date;
  /** Null for a key that nobody has. */
  readonly integrationId: string | null;
};

interface IngestRow {
  /** A bigint: PostgreSQL's driver answers text. */
  id: string | number;
  integration_id: string | null;
  at: Date | number;
  type: IngestEntry['type'];
  action: string | null;
  outcome: IngestEntry['outcome'];
  dedup_key: string | null;
  summary: string | null;
  reason: string | null;
  errors: string;
  warnings: string;
  incident_id: number | null;
  payload: string;
}

const log = (db: Queryable) => db<IngestRow>('ingest_log');

const toEntry = (row: IngestRow): IngestEntry => ({
  id: String(row.id),
  at: iso(instant(row.at)),
  type: row.type,
  action: row.action,
  outcome: row.outcome,
  dedupKey: row.dedup_key,
  summary: row.summary,
  reason: row.reason,
  errors: JSON.parse(row.errors),
  warnings: JSON.parse(row.warnings),
  incidentId: row.incident_id,
  payload: row.payload,
});

/** Adds entries. */
export async function insertIngestEntries(
  db: Queryable,
  entries: readonly NewIngestEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await log(db).insert(
    entries.map(entry => ({
      integration_id: entry.integrationId,
      at: entry.at,
      type: entry.type,
      action: entry.action,
      outcome: entry.outcome,
      dedup_key: entry.dedupKey,
      summary: entry.summary,
      reason: entry.reason,
      errors: JSON.stringify(entry.errors),
      warnings: JSON.stringify(entry.warnings),
      incident_id: entry.incidentId,
      payload: entry.payload,
    })),
  );
}

const ofIntegration = (db: Queryable, integrationId: string | null) =>
  integrationId === null
    ? log(db).whereNull('integration_id')
    : log(db).where({ integration_id: integrationId });

/** Entries of an integration (null: of unknown keys), newest first, those before the number `before`. */
export async function listIngestEntries(
  db: Queryable,
  integrationId: string | null,
  page: { readonly limit: number; readonly before?: string },
): Promise<IngestEntry[]> {
  const select = ofIntegration(db, integrationId)
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (page.before !== undefined) select.andWhere('id', '<', page.before);
  return (await select).map(toEntry);
}

/** Deletes what came with unknown keys, but for the newest `keep` entries. */
export async function trimUnknownKeys(
  db: Queryable,
  keep: number,
): Promise<void> {
  const oldest = await ofIntegration(db, null)
    .orderBy('id', 'desc')
    .offset(keep)
    .first('id');
  if (!oldest) return;
  await ofIntegration(db, null).andWhere('id', '<=', oldest.id).delete();
}

/** Deletes entries from before an instant. Returns how many. */
export const deleteIngestEntriesBefore = (
  db: Queryable,
  at: Date,
): Promise<number> => log(db).where('at', '<', at).delete();
