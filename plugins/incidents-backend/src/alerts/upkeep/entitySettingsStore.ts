import { ConflictError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { openStatuses } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { isUniqueViolation, Queryable } from '../../platform/database';

/** What owners have set for an entity. */
export interface EntitySettingsRecord {
  readonly entityRef: string;
  readonly autoResolveMinutes: number | null;
  /** 0 as long as nothing was set. */
  readonly version: number;
}

interface SettingsRow {
  entity_ref: string;
  auto_resolve_minutes: number | null;
  version: number;
  updated_at: Date | number;
  updated_by: string;
}

const settings = (db: Queryable) => db<SettingsRow>('entity_settings');

export async function findSettings(
  db: Queryable,
  entityRef: string,
): Promise<EntitySettingsRecord> {
  const row = await settings(db).where({ entity_ref: entityRef }).first();
  return {
    entityRef,
    autoResolveMinutes: row?.auto_resolve_minutes ?? null,
    version: row?.version ?? 0,
  };
}

/**
 * Saves a new version in place of the one that was seen.
 *
 * @throws ConflictError when somebody has changed it since
 */
export async function saveSettings(
  db: Queryable,
  change: EntitySettingsRecord,
  by: NamedRef,
  clock: Clock,
): Promise<void> {
  const { entityRef, version } = change;
  const columns = {
    auto_resolve_minutes: change.autoResolveMinutes,
    version: version + 1,
    updated_at: clock.now(),
    updated_by: JSON.stringify(by),
  };
  const saved =
    version === 0
      ? await insert(db, { entity_ref: entityRef, ...columns })
      : await settings(db)
          .where({ entity_ref: entityRef, version })
          .update(columns);
  if (saved === 0) throw await changedMeanwhile(db, entityRef);
}

async function insert(db: Queryable, row: SettingsRow): Promise<number> {
  try {
    await settings(db).insert(row);
    return 1;
  } catch (error) {
    if (isUniqueViolation(error)) return 0;
    throw error;
  }
}

async function changedMeanwhile(
  db: Queryable,
  entityRef: string,
): Promise<ConflictError> {
  const row = await settings(db).where({ entity_ref: entityRef }).first();
  const who: NamedRef | undefined = row && JSON.parse(row.updated_by);
  return new ConflictError(
    `${who?.name ?? 'Somebody'} changed these settings after you had opened them. Nothing of yours was saved: look at theirs, then save again.`,
  );
}

/** Entities whose incidents resolve by themselves, by the minutes without activity. */
export async function autoResolving(
  db: Queryable,
): Promise<ReadonlyMap<number, string[]>> {
  const rows = await settings(db)
    .whereNotNull('auto_resolve_minutes')
    .select('entity_ref', 'auto_resolve_minutes');
  const byMinutes = new Map<number, string[]>();
  for (const { entity_ref: ref, auto_resolve_minutes: minutes } of rows) {
    if (minutes === null) continue;
    byMinutes.set(minutes, [...(byMinutes.get(minutes) ?? []), ref]);
  }
  return byMinutes;
}

/** Entities that one statement names, below SQLite's limit of bound values. */
const chunk = 200;

/**
 * Open incidents of these entities without activity since `since`: nothing on the timeline, no alert. One
 * that is snoozed is meant to be quiet.
 */
export async function quietIncidents(
  db: Queryable,
  entityRefs: readonly string[],
  since: Date,
  limit: number,
): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < entityRefs.length && found.length < limit; i += chunk) {
    const rows = await quiet(db, since)
      .whereIn('entity_ref', entityRefs.slice(i, i + chunk))
      .limit(limit)
      .select('id');
    found.push(...rows.map(({ id }) => Number(id)));
  }
  return found.slice(0, limit);
}

/** Whether one incident is so, too. */
export async function isQuiet(
  db: Queryable,
  incidentId: number,
  since: Date,
): Promise<boolean> {
  const row = await quiet(db, since).where({ id: incidentId }).first('id');
  return row !== undefined;
}

const quiet = (db: Queryable, since: Date) =>
  db('incidents')
    .whereIn('status', openStatuses)
    .where('updated_at', '<=', since)
    .whereNull('snoozed_until')
    .whereNotExists(
      db('alerts')
        .select('id')
        .whereRaw('alerts.incident_id = incidents.id')
        .andWhere('last_at', '>', since),
    );
