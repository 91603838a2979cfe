import { addSeconds } from '../platform/clock';
import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../platform/database';
import { lateSeconds, longestWaitDays, Standing, toTheCatchAll } from './model';

// Its own SQL, over the tables of other rooms: whoever shares the engine's code shares its faults.

/** One look at everything. */
export interface Check {
  readonly at: Date;
  /** How many incidents nobody has acknowledged. */
  readonly incidents: number;
  readonly repaired: number;
}

const standings = (db: Queryable) =>
  db('incidents')
    .leftJoin('escalations', 'escalations.incident_id', 'incidents.id')
    .where('incidents.status', 'triggered')
    .select(
      'incidents.id',
      'incidents.severity',
      'incidents.held_until',
      'escalations.incident_id as escalation',
      'escalations.state',
      'escalations.due_at',
      'escalations.waiting_for',
      'escalations.suspended',
      'escalations.policy',
    );

type Row = Awaited<ReturnType<typeof standings>>[number];

const toStanding = (row: Row): Standing => ({
  incidentId: Number(row.id),
  severity: row.severity,
  heldUntil: instantOrNull(row.held_until),
  escalation:
    row.escalation === null
      ? null
      : {
          state: String(row.state),
          dueAt: instantOrNull(row.due_at),
          waitingFor: row.waiting_for,
          suspended: Boolean(row.suspended),
          policy: String(row.policy),
        },
});

/** How many incidents nobody has acknowledged. */
export async function countTriggered(db: Queryable): Promise<number> {
  const [row] = await db('incidents')
    .where({ status: 'triggered' })
    .count({ n: 'id' });
  return Number(row.n);
}

/** Of these, at most `limit` that do not plainly have their next step ahead of them, the oldest first. */
export async function doubtful(
  db: Queryable,
  now: Date,
  limit: number,
): Promise<Standing[]> {
  const rows = await standings(db)
    .andWhere(row =>
      row
        .whereNull('escalations.incident_id')
        .orWhereNotNull('incidents.held_until')
        .orWhereNotIn('escalations.state', ['running', 'exhausted'])
        .orWhere(running =>
          running.where('escalations.state', 'running').andWhere(fault =>
            fault
              .whereNull('escalations.due_at')
              .orWhere('escalations.suspended', true)
              .orWhere('escalations.due_at', '<', addSeconds(now, -lateSeconds))
              .orWhere(
                'escalations.due_at',
                '>',
                addSeconds(now, longestWaitDays * 24 * 60 * 60),
              ),
          ),
        ),
    )
    .orderBy('incidents.id')
    .limit(limit);
  return rows.map(toStanding);
}

/** One incident, locked; undefined when somebody has acknowledged it. */
export async function lockStanding(
  database: Database,
  tx: Tx,
  incidentId: number,
): Promise<Standing | undefined> {
  await database.forUpdate(
    tx('incidents').where({ id: incidentId }).select('id'),
  );
  const [row] = await standings(tx).andWhere('incidents.id', incidentId);
  return row && toStanding(row);
}

/** Lets the next step be due now, whatever stood in its way. */
export async function makeDue(
  tx: Tx,
  incidentId: number,
  now: Date,
): Promise<void> {
  await tx('escalations').where({ incident_id: incidentId }).update({
    state: 'running',
    due_at: now,
    waiting_for: null,
    suspended: false,
  });
  await tx('incidents')
    .where({ id: incidentId })
    .update({ held_reason: null, held_until: null });
}

/** As `makeDue`, of an escalation that is lost, or whose policy cannot be run: the catch-all is next. */
export async function giveToCatchAll(
  tx: Tx,
  incidentId: number,
  now: Date,
): Promise<void> {
  await tx('escalations').where({ incident_id: incidentId }).delete();
  await tx('escalations').insert({
    incident_id: incidentId,
    policy: JSON.stringify(toTheCatchAll),
    step: -1,
    loop: 0,
    state: 'running',
    due_at: now,
  });
}

/** A page that should have gone out long ago. */
export interface LateDelivery {
  readonly id: string;
  readonly channel: string;
  readonly bundleId: string | null;
}

/** Deliveries that have waited, or have been under way, since before `before`; the oldest first. */
export async function lateDeliveries(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<LateDelivery[]> {
  const rows = await db('deliveries')
    .where(waits =>
      waits.where('state', 'queued').andWhere('due_at', '<', before),
    )
    .orWhere(sends =>
      sends.where('state', 'sending').andWhere('sending_since', '<', before),
    )
    .orderBy('due_at')
    .limit(limit)
    .select('id', 'channel', 'bundle_id');
  return rows.map(row => ({
    id: String(row.id),
    channel: String(row.channel),
    bundleId: row.bundle_id,
  }));
}

export async function insertCheck(db: Queryable, check: Check): Promise<void> {
  await db('watchdog_checks').insert({ ...check });
}

/** Checks before `before` are forgotten. */
export async function deleteChecks(db: Queryable, before: Date): Promise<void> {
  await db('watchdog_checks').where('at', '<', before).delete();
}

/** The newest check, of whichever replica. */
export async function lastCheck(db: Queryable): Promise<Check | undefined> {
  const row = await db('watchdog_checks')
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first();
  return row && { ...row, at: instant(row.at) };
}

/** How much was repaired since an instant. */
export async function repairsSince(db: Queryable, at: Date): Promise<number> {
  const [row] = await db('watchdog_checks')
    .where('at', '>=', at)
    .sum({ n: 'repaired' });
  return Number(row.n ?? 0);
}
