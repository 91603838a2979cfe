import { ChangeEvent } from '@muster/backstage-plugin-incidents-common';
import { instant, iso, Queryable, Tx } from '../platform/database';

interface ChangeRow {
  id: string;
  integration_id: string;
  entity_ref: string;
  entity_name: string;
  at: Date | number;
  summary: string;
  source: string | null;
  links: string;
  details: string;
}

/** A change event, and the way it came in by. */
export type ChangeRecord = Omit<ChangeEvent, 'at'> & {
  readonly integrationId: string;
  readonly at: Date;
};

const toEvent = (row: ChangeRow): ChangeEvent => ({
  id: row.id,
  entity: { ref: row.entity_ref, name: row.entity_name },
  at: iso(instant(row.at)),
  summary: row.summary,
  source: row.source,
  links: JSON.parse(row.links),
  details: JSON.parse(row.details),
});

/** Inserts a change event. */
export async function insertChange(
  tx: Tx,
  change: ChangeRecord,
): Promise<void> {
  await tx<ChangeRow>('change_events').insert({
    id: change.id,
    integration_id: change.integrationId,
    entity_ref: change.entity.ref,
    entity_name: change.entity.name,
    at: change.at,
    summary: change.summary,
    source: change.source,
    links: JSON.stringify(change.links),
    details: JSON.stringify(change.details),
  });
}

/** Changes of an entity, or of several, newest first. `from` counts, `to` does not. */
export async function listChanges(
  db: Queryable,
  query: {
    entityRef: string | readonly string[];
    from?: Date;
    to?: Date;
    limit: number;
  },
): Promise<ChangeEvent[]> {
  const select = db<ChangeRow>('change_events')
    .whereIn('entity_ref', [query.entityRef].flat())
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(query.limit);
  if (query.from) select.andWhere('at', '>=', query.from);
  if (query.to) select.andWhere('at', '<', query.to);
  return (await select).map(toEvent);
}

/** The newest changes of each entity since then, newest first, by entity; in one statement. */
export async function newestChangesOf(
  db: Queryable,
  entityRefs: readonly string[],
  since: Date,
  limitOfEach: number,
): Promise<ReadonlyMap<string, readonly ChangeEvent[]>> {
  const ranked = db<ChangeRow>('change_events')
    .whereIn('entity_ref', [...entityRefs])
    .andWhere('at', '>=', since)
    .select('*')
    .rowNumber('place', row =>
      row.partitionBy('entity_ref').orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]),
    )
    .as('ranked');
  const rows: ChangeRow[] = await db
    .from(ranked)
    .where('place', '<=', limitOfEach)
    .orderBy(['entity_ref', 'place']);
  return new Map(
    entityRefs.map(ref => [
      ref,
      rows.filter(row => row.entity_ref === ref).map(toEvent),
    ]),
  );
}

/** One change event, or undefined. */
export async function findChange(
  db: Queryable,
  id: string,
): Promise<ChangeEvent | undefined> {
  const row = await db<ChangeRow>('change_events').where({ id }).first();
  return row && toEvent(row);
}
