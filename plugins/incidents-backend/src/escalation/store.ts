import { PolicySnapshot } from '@muster/backstage-plugin-incidents-common';
import { instantOrNull, Queryable, Tx } from '../platform/database';

/** `held` pages nobody yet, `running` goes on at `dueAt`, `stopped` by people, `exhausted` has paged the catch-all. */
export type EscalationState = 'held' | 'running' | 'stopped' | 'exhausted';

/** Where the escalation of an incident stands. */
export interface EscalationRecord {
  readonly incidentId: number;
  readonly policy: PolicySnapshot;
  /** The step that ran last, 0 the first; `policy.steps.length` is the catch-all. */
  readonly step: number;
  readonly loop: number;
  readonly state: EscalationState;
  readonly dueAt: Date | null;
}

interface EscalationRow {
  incident_id: number;
  policy: string;
  step: number;
  loop: number;
  state: EscalationState;
  due_at: Date | number | null;
}

const escalations = (db: Queryable) => db<EscalationRow>('escalations');

const toRecord = (row: EscalationRow): EscalationRecord => ({
  incidentId: row.incident_id,
  policy: JSON.parse(row.policy),
  step: row.step,
  loop: row.loop,
  state: row.state,
  dueAt: instantOrNull(row.due_at),
});

/** The escalation of an incident. Inside a transaction, lock the incident first. */
export async function findEscalation(
  db: Queryable,
  incidentId: number,
): Promise<EscalationRecord | undefined> {
  const row = await escalations(db).where({ incident_id: incidentId }).first();
  return row && toRecord(row);
}

export async function insertEscalation(
  tx: Tx,
  record: EscalationRecord,
): Promise<void> {
  await escalations(tx).insert({
    incident_id: record.incidentId,
    policy: JSON.stringify(record.policy),
    step: record.step,
    loop: record.loop,
    state: record.state,
    due_at: record.dueAt,
  });
}

export async function moveEscalation(
  tx: Tx,
  incidentId: number,
  to: {
    step?: number;
    loop?: number;
    state: EscalationState;
    dueAt: Date | null;
  },
): Promise<void> {
  const { dueAt, ...rest } = to;
  await escalations(tx)
    .where({ incident_id: incidentId })
    .update({ ...rest, due_at: dueAt });
}

/** Incidents whose next step was due before `before`, the oldest first. */
export async function overdue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number[]> {
  const rows = await escalations(db)
    .where({ state: 'running' })
    .andWhere('due_at', '<', before)
    .orderBy('due_at')
    .limit(limit);
  return rows.map(row => row.incident_id);
}

/** Escalations that go on after `after`, as they stand. */
export async function dueAfter(
  db: Queryable,
  after: Date,
): Promise<EscalationRecord[]> {
  const rows = await escalations(db)
    .where({ state: 'running' })
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

/** How many incidents of this owner have used the implicit policy. */
export async function turnsTaken(
  db: Queryable,
  ownerRef: string,
): Promise<number> {
  const row = await db('escalation_turns')
    .where({ owner_ref: ownerRef })
    .first('taken');
  return Number(row?.taken ?? 0);
}

/** As `turnsTaken`, of every owner. */
export async function allTurnsTaken(
  db: Queryable,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db('escalation_turns').select('owner_ref', 'taken');
  return new Map(rows.map(row => [row.owner_ref, Number(row.taken)]));
}

/** Counts one more. */
export async function takeTurn(tx: Tx, ownerRef: string): Promise<void> {
  await tx('escalation_turns')
    .insert({ owner_ref: ownerRef, taken: 1 })
    .onConflict('owner_ref')
    .merge({ taken: tx.raw('escalation_turns.taken + 1') });
}
