import { PolicySnapshot } from '@muster/backstage-plugin-incidents-common';
import { SharedStatement } from '../platform/convoy';
import { Database, instantOrNull, Queryable, Tx } from '../platform/database';
import { WaitingFor } from './conditions';
import { Position } from './model';
import { readStored } from './stored';

/**
 * `held` pages nobody yet, since the severity is recorded only; `running` goes on at `dueAt`; `stopped` by
 * people; `snoozed` by people, begins anew at `dueAt`; `watching` whether the people who have it are at it, next
 * at `dueAt`; `exhausted` has paged the catch-all.
 */
export type EscalationState =
  'held' | 'running' | 'stopped' | 'snoozed' | 'watching' | 'exhausted';

/** States in which something happens at `dueAt`. */
const timedStates: EscalationState[] = ['running', 'snoozed', 'watching'];

/** Where the escalation of an incident stands. */
export interface EscalationRecord extends Position {
  readonly incidentId: number;
  readonly policy: PolicySnapshot;
  /**
   * The step that was dealt with last (paged or passed over), 0 the first; -1 before the first;
   * `policy.steps.length` is the catch-all.
   */
  readonly step: number;
  readonly loop: number;
  readonly state: EscalationState;
  readonly dueAt: Date | null;
  /**
   * What the next step waits for; `release`: it has waited for the end of maintenance; null when only a delay
   * runs.
   */
  readonly waitingFor: WaitingFor | 'release' | null;
  /** Somebody escalated now: the next step does not wait. */
  readonly forced: boolean;
  /** Maintenance holds it: no step runs. */
  readonly suspended: boolean;
  /** Maintenance has stopped pages of the step that was paged last. */
  readonly cutShort: boolean;
  /** When people were last asked whether they are at it. */
  readonly askedAt: Date | null;
  /** Since when that is unanswered. */
  readonly unansweredSince: Date | null;
}

type At = Date | number;

interface EscalationRow {
  incident_id: number;
  policy: string;
  step: number;
  loop: number;
  state: EscalationState;
  due_at: At | null;
  waiting_for: EscalationRecord['waitingFor'];
  forced: boolean | number;
  suspended: boolean | number;
  cut_short: boolean | number;
  counts_alerts: boolean | number;
  asked_at: At | null;
  unanswered_since: At | null;
}

const escalations = (db: Queryable) => db<EscalationRow>('escalations');

const toRecord = (row: EscalationRow): EscalationRecord => ({
  incidentId: row.incident_id,
  policy: readStored<PolicySnapshot>(row.policy),
  step: row.step,
  loop: row.loop,
  state: row.state,
  dueAt: instantOrNull(row.due_at),
  waitingFor: row.waiting_for,
  forced: Boolean(row.forced),
  suspended: Boolean(row.suspended),
  cutShort: Boolean(row.cut_short),
  askedAt: instantOrNull(row.asked_at),
  unansweredSince: instantOrNull(row.unanswered_since),
});

/** The escalation of an incident. Inside a transaction, lock the incident first. */
export async function findEscalation(
  db: Queryable,
  incidentId: number,
): Promise<EscalationRecord | undefined> {
  const row = await escalations(db).where({ incident_id: incidentId }).first();
  return row && toRecord(row);
}

/** Whether a step of the policy is for many alerts only. */
export const countsAlerts = ({ steps }: PolicySnapshot): boolean =>
  steps.some(({ condition }) => condition.alerts !== null);

/** An escalation that begins. */
type NewEscalation = Pick<
  EscalationRecord,
  | 'incidentId'
  | 'policy'
  | 'step'
  | 'loop'
  | 'state'
  | 'dueAt'
  | 'waitingFor'
  | 'suspended'
>;

const begun = new SharedStatement<NewEscalation, void>(async (db, records) => {
  await escalations(db).insert(
    records.map(record => ({
      incident_id: record.incidentId,
      policy: JSON.stringify(record.policy),
      step: record.step,
      loop: record.loop,
      state: record.state,
      due_at: record.dueAt,
      waiting_for: record.waitingFor,
      suspended: record.suspended,
      counts_alerts: countsAlerts(record.policy),
    })),
  );
  return records.map(() => {});
});

/** Begins an escalation. */
export const insertEscalation = (
  tx: Tx,
  record: NewEscalation,
): Promise<void> => begun.run(tx, record);

/** What a move changes; whatever is left out stays. */
export type EscalationChange = Partial<Omit<EscalationRecord, 'incidentId'>>;

/** Moves an escalation. What it waited for, and a push by somebody, end with that unless `to` says otherwise. */
export async function moveEscalation(
  tx: Tx,
  incidentId: number,
  to: EscalationChange,
): Promise<void> {
  const { policy, dueAt, waitingFor = null, forced = false, ...rest } = to;
  const { cutShort, askedAt, unansweredSince, ...plain } = rest;
  await escalations(tx)
    .where({ incident_id: incidentId })
    .update({
      ...plain,
      waiting_for: waitingFor,
      forced,
      ...(policy && {
        policy: JSON.stringify(policy),
        counts_alerts: countsAlerts(policy),
      }),
      ...(dueAt !== undefined && { due_at: dueAt }),
      ...(cutShort !== undefined && { cut_short: cutShort }),
      ...(askedAt !== undefined && { asked_at: askedAt }),
      ...(unansweredSince !== undefined && {
        unanswered_since: unansweredSince,
      }),
    });
}

/** Incidents of which something was due before `before`, the oldest first. */
export async function overdue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number[]> {
  const rows = await escalations(db)
    .whereIn('state', timedStates)
    .andWhere('suspended', false)
    .andWhere('due_at', '<', before)
    .orderBy('due_at')
    .limit(limit)
    .select('incident_id');
  return rows.map(row => row.incident_id);
}

/** Running escalations whose delay ends after `after`, as they stand. */
export async function dueAfter(
  db: Queryable,
  after: Date,
): Promise<EscalationRecord[]> {
  const rows = await escalations(db)
    .where({ state: 'running' })
    .whereNull('waiting_for')
    .andWhere('due_at', '>', after);
  return rows.map(toRecord);
}

/** Moves the due time of an escalation that goes on, unless somebody else has moved it; answers whether it did. */
export async function moveDue(
  tx: Tx,
  { incidentId, dueAt: seen }: EscalationRecord,
  dueAt: Date,
): Promise<boolean> {
  const moved = await escalations(tx)
    .where({ incident_id: incidentId, state: 'running', due_at: seen })
    .update({ due_at: dueAt });
  return moved > 0;
}

/** Escalations among these incidents that count alerts, locked; and whether one waits for them now. */
export async function lockCounting(
  database: Database,
  tx: Tx,
  incidentIds: readonly number[],
): Promise<{ incidentId: number; waits: boolean }[]> {
  const rows = await database.forUpdate(
    escalations(tx)
      .whereIn('incident_id', [...incidentIds])
      .andWhere('counts_alerts', true)
      .orderBy('incident_id')
      .select('incident_id', 'state', 'waiting_for'),
  );
  return rows.map(row => ({
    incidentId: row.incident_id,
    waits: row.state === 'running' && row.waiting_for === 'alerts',
  }));
}

/** An escalation that waits for alerts looks again now. */
export async function lookAgain(
  tx: Tx,
  incidentId: number,
  at: Date,
): Promise<void> {
  await escalations(tx)
    .where({ incident_id: incidentId })
    .update({ due_at: at });
}
