import { AlertSeverity } from '@muster/backstage-plugin-incidents-common';
import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../platform/database';
import { TriggerEvent } from './eventsV2';
import { AlertRecord } from './model';

/** A row of `alerts`. */
export interface AlertRow {
  id: string;
  incident_id: number;
  integration_id: string;
  entity_ref: string;
  entity_name: string;
  dedup_key: string;
  status: AlertRecord['status'];
  severity: AlertSeverity;
  summary: string;
  source: string;
  component: string | null;
  group: string | null;
  class: string | null;
  client: string | null;
  client_url: string | null;
  links: string;
  images: string;
  details: string;
  occurred_at: Date | number;
  first_at: Date | number;
  last_at: Date | number;
  count: number;
  resolved_at: Date | number | null;
}

/** Everything about alerts is asked of this. */
export const alerts = (db: Queryable) => db<AlertRow>('alerts');

const toRecord = (row: AlertRow): AlertRecord => ({
  id: row.id,
  incidentId: row.incident_id,
  integrationId: row.integration_id,
  entity: { ref: row.entity_ref, name: row.entity_name },
  dedupKey: row.dedup_key,
  status: row.status,
  severity: row.severity,
  summary: row.summary,
  source: row.source,
  component: row.component,
  group: row.group,
  class: row.class,
  client: row.client,
  clientUrl: row.client_url,
  links: JSON.parse(row.links),
  images: JSON.parse(row.images),
  details: JSON.parse(row.details),
  occurredAt: instant(row.occurred_at),
  firstAt: instant(row.first_at),
  lastAt: instant(row.last_at),
  count: row.count,
  resolvedAt: instantOrNull(row.resolved_at),
});

/** What every event with the alert's key replaces. */
export const shownColumns = (event: TriggerEvent) => ({
  source: event.source,
  component: event.component,
  group: event.group,
  class: event.class,
  client: event.client,
  client_url: event.clientUrl,
  links: JSON.stringify(event.links),
  images: JSON.stringify(event.images),
  details: JSON.stringify(event.details),
});

/** Of which integration an alert is, and the key that its monitor gave it. */
export interface AlertName {
  readonly integrationId: string;
  readonly dedupKey: string;
}

/** The open alerts of these names, in their order; undefined where there is none. */
export async function findOpenAlerts(
  db: Queryable,
  names: readonly AlertName[],
): Promise<(AlertRecord | undefined)[]> {
  const rows = await alerts(db)
    .where({ status: 'open' })
    .whereIn(
      ['integration_id', 'dedup_key'],
      names.map(({ integrationId, dedupKey }) => [integrationId, dedupKey]),
    );
  const found = rows.map(toRecord);
  return names.map(name =>
    found.find(
      ({ integrationId, dedupKey }) =>
        integrationId === name.integrationId && dedupKey === name.dedupKey,
    ),
  );
}

/** The open alert of a name. */
export async function findOpenAlert(
  db: Queryable,
  name: AlertName,
): Promise<AlertRecord | undefined> {
  return (await findOpenAlerts(db, [name]))[0];
}

/** An alert, if it is open still, locked until the transaction ends. */
export async function lockOpenAlert(
  database: Database,
  tx: Tx,
  id: string,
): Promise<AlertRecord | undefined> {
  const [row] = await database.forUpdate(
    alerts(tx).where({ id, status: 'open' }),
  );
  return row && toRecord(row);
}

/**
 * Counts repeats that change neither severity nor summary, of which `event` is the last to be shown, if any
 * is. False when the alert is not as it was read: it has closed, or another repeat has changed it.
 */
export async function countRepeats(
  tx: Tx,
  seen: AlertRecord,
  event: TriggerEvent | null,
  times: number,
  at: Date,
): Promise<boolean> {
  const { id, severity, summary } = seen;
  const changed = await alerts(tx)
    .where({ id, severity, summary, status: 'open' })
    .update({
      ...(event && shownColumns(event)),
      count: tx.raw('count + ?', [times]),
      last_at: at,
    });
  return changed > 0;
}

/** Counts a repeat and gives the alert a new severity and summary. It must be locked. */
export async function changeAlert(
  tx: Tx,
  id: string,
  event: TriggerEvent,
  severity: AlertSeverity,
  at: Date,
): Promise<void> {
  await alerts(tx)
    .where({ id })
    .update({
      ...shownColumns(event),
      severity,
      summary: event.summary,
      count: tx.raw('count + 1'),
      last_at: at,
    });
}

/** Closes an alert. */
export async function resolveAlert(
  tx: Tx,
  id: string,
  at: Date,
): Promise<void> {
  await alerts(tx)
    .where({ id })
    .update({ status: 'resolved', resolved_at: at });
}

/** Closes every open alert of an incident. */
export async function resolveOpenAlerts(
  tx: Tx,
  incidentId: number,
  at: Date,
): Promise<void> {
  await alerts(tx)
    .where({ incident_id: incidentId, status: 'open' })
    .update({ status: 'resolved', resolved_at: at });
}

/** Whether an incident has an open alert. */
export async function hasOpenAlert(
  tx: Tx,
  incidentId: number,
): Promise<boolean> {
  const row = await alerts(tx)
    .where({ incident_id: incidentId, status: 'open' })
    .first('id');
  return row !== undefined;
}

/** Alerts of an incident: open ones first, then by when they came. */
export async function alertsOfIncident(
  db: Queryable,
  incidentId: number,
): Promise<AlertRecord[]> {
  const rows = await alerts(db)
    .where({ incident_id: incidentId })
    .orderBy(['status', 'first_at', 'id']);
  return rows.map(toRecord);
}

/** The newest alert of an incident, and how many it has; undefined without any. */
export async function newestAlertOf(
  db: Queryable,
  incidentId: number,
): Promise<
  { readonly alert: AlertRecord; readonly count: number } | undefined
> {
  const ofIncident = () => alerts(db).where({ incident_id: incidentId });
  const newest = await ofIncident()
    .orderBy([
      { column: 'first_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
  if (!newest) return undefined;
  const [{ count }] = await ofIncident().count({ count: '*' });
  return { alert: toRecord(newest), count: Number(count) };
}

/** When an alert came and went, without what its monitor said in detail. */
export type AlertTimes = Pick<
  AlertRecord,
  | 'id'
  | 'integrationId'
  | 'entity'
  | 'severity'
  | 'summary'
  | 'source'
  | 'occurredAt'
  | 'firstAt'
  | 'lastAt'
  | 'count'
  | 'resolvedAt'
>;

/** The first alerts of an incident, in the order in which they came. */
export async function alertTimesOf(
  db: Queryable,
  incidentId: number,
  limit: number,
): Promise<AlertTimes[]> {
  const rows = await alerts(db)
    .where({ incident_id: incidentId })
    .orderBy(['first_at', 'id'])
    .limit(limit)
    .select(
      'id',
      'integration_id',
      'entity_ref',
      'entity_name',
      'severity',
      'summary',
      'source',
      'occurred_at',
      'first_at',
      'last_at',
      'count',
      'resolved_at',
    );
  return rows.map(row => ({
    id: row.id,
    integrationId: row.integration_id,
    entity: { ref: row.entity_ref, name: row.entity_name },
    severity: row.severity,
    summary: row.summary,
    source: row.source,
    occurredAt: instant(row.occurred_at),
    firstAt: instant(row.first_at),
    lastAt: instant(row.last_at),
    count: row.count,
    resolvedAt: instantOrNull(row.resolved_at),
  }));
}
