import { SharedStatement } from '../platform/convoy';
import { inChunks, Queryable, Tx } from '../platform/database';
import { insertDeliveries } from './deliveryStore';
import {
  batches,
  BatchRow,
  deliveries,
  DeliveryRecord,
  NewDeliveryRow,
  PageRecord,
  PageRow,
  pages,
  pagesWithBatch,
  toDelivery,
  toPage,
} from './rows';

/** Pages that were decided together, with their deliveries. */
export interface NewBatch {
  readonly batch: Omit<BatchRow, 'unreached_at' | 'told_at'>;
  readonly pages: readonly PageRow[];
  readonly deliveries: readonly NewDeliveryRow[];
}

const inserted = new SharedStatement<NewBatch, void>(async (db, all) => {
  await batches(db).insert(all.map(({ batch }) => batch));
  for (const rows of inChunks(all.flatMap(one => one.pages))) {
    await pages(db).insert(rows);
  }
  await insertDeliveries(
    db,
    all.flatMap(one => one.deliveries),
  );
  return all.map(() => {});
});

/** Writes pages that were decided together, with their deliveries. */
export const insertBatch = (tx: Tx, batch: NewBatch): Promise<void> =>
  inserted.run(tx, batch);

/** Pages by their ids. */
export async function findPages(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PageRecord>> {
  const rows = await pagesWithBatch(db).whereIn('pages.id', ids);
  return new Map(rows.map(row => [row.id, toPage(row)]));
}

/** A page by its id. */
export async function findPage(
  db: Queryable,
  id: string,
): Promise<PageRecord | undefined> {
  return (await findPages(db, [id])).get(id);
}

/** A page, and how many deliveries it has. */
export interface RunningPage extends PageRecord {
  readonly deliveries: number;
}

/** Pages of a person that were decided since then. */
export async function runningPages(
  db: Queryable,
  personRef: string,
  since: Date,
): Promise<RunningPage[]> {
  const rows = await pagesWithBatch(db)
    .where('pages.person_ref', personRef)
    .andWhere('page_batches.created_at', '>', since)
    .orderBy('pages.incident_id');
  if (rows.length === 0) return [];
  const counted: { page_id: string; n: number | string }[] = await deliveries(
    db,
  )
    .whereIn(
      'page_id',
      rows.map(({ id }) => id),
    )
    .groupBy('page_id')
    .select('page_id')
    .count({ n: '*' });
  const counts = new Map(counted.map(row => [row.page_id, Number(row.n)]));
  return rows.map(row => ({
    ...toPage(row),
    deliveries: counts.get(row.id) ?? 0,
  }));
}

/** Pages of a person for an incident with their deliveries, oldest first. */
export async function historyOf(
  db: Queryable,
  incidentId: number,
  personRef: string,
): Promise<{ page: PageRecord; deliveries: DeliveryRecord[] }[]> {
  const rows = await pagesWithBatch(db)
    .where('pages.incident_id', incidentId)
    .andWhere('pages.person_ref', personRef)
    .orderBy(['page_batches.created_at', 'pages.id']);
  const all = await deliveries(db)
    .whereIn(
      'page_id',
      rows.map(({ id }) => id),
    )
    .orderBy(['due_at', 'position']);
  return rows.map(toPage).map(page => ({
    page,
    deliveries: all.filter(row => row.page_id === page.id).map(toDelivery),
  }));
}
