import { StepKind, StepState } from '@muster/backstage-plugin-incidents-common';
import { instant, instantOrNull, Queryable, Tx } from '../../platform/database';
import { StepRecord, StepRecords } from './decide/records';

type At = Date | number;

interface StepRow {
  run_id: string;
  path: string;
  position: number;
  kind: StepKind;
  state: StepState;
  attempt: number;
  generation: number;
  started_at: At;
  ended_at: At | null;
  due_at: At | null;
  lease_until: At | null;
  text: string;
  input: string | null;
  output: string | null;
  data: string;
}

const steps = (db: Queryable) => db<StepRow>('play_steps');

const toStep = (row: StepRow): StepRecord => ({
  path: row.path,
  position: row.position,
  kind: row.kind,
  state: row.state,
  attempt: row.attempt,
  generation: row.generation,
  startedAt: instant(row.started_at),
  endedAt: instantOrNull(row.ended_at),
  dueAt: instantOrNull(row.due_at),
  leaseUntil: instantOrNull(row.lease_until),
  text: row.text,
  input: row.input === null ? null : JSON.parse(row.input),
  output: row.output === null ? null : JSON.parse(row.output),
  data: JSON.parse(row.data),
});

const stored = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

/** The steps of a run, in the order in which they began. */
export async function readSteps(
  db: Queryable,
  runId: string,
): Promise<StepRecords> {
  const rows = await steps(db).where({ run_id: runId }).orderBy('position');
  return new Map(rows.map(row => [row.path, toStep(row)]));
}

/** One step; undefined when it has not begun. */
export async function findStep(
  db: Queryable,
  runId: string,
  path: string,
): Promise<StepRecord | undefined> {
  const row = await steps(db).where({ run_id: runId, path }).first();
  return row && toStep(row);
}

/** Writes steps as they are now. */
export async function writeSteps(
  tx: Tx,
  runId: string,
  records: readonly StepRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map((record): StepRow => ({
    run_id: runId,
    path: record.path,
    position: record.position,
    kind: record.kind,
    state: record.state,
    attempt: record.attempt,
    generation: record.generation,
    started_at: record.startedAt,
    ended_at: record.endedAt,
    due_at: record.dueAt,
    lease_until: record.leaseUntil,
    text: record.text.replaceAll('\u0000', ''),
    input: stored(record.input),
    output: stored(record.output),
    data: stored(record.data) ?? '{}',
  }));
  // SQLite takes a limited number of values in a statement.
  for (let from = 0; from < rows.length; from += 50) {
    await steps(tx)
      .insert(rows.slice(from, from + 50))
      .onConflict(['run_id', 'path'])
      .merge();
  }
}

/** Forgets steps that are to begin anew. Their attempts stay. */
export async function deleteSteps(
  tx: Tx,
  runId: string,
  paths: readonly string[],
): Promise<void> {
  await steps(tx)
    .where({ run_id: runId })
    .whereIn('path', [...paths])
    .delete();
}

/** An attempt of a step. */
export type AttemptOf = Pick<StepRecord, 'path' | 'generation' | 'attempt'>;

/**
 * Renews the lease of an attempt that runs.
 *
 * @returns false when it is not wanted any more: the step was cancelled, or the process was taken for dead
 */
export async function renewLease(
  db: Queryable,
  runId: string,
  { path, generation, attempt }: AttemptOf,
  until: Date,
): Promise<boolean> {
  const renewed = await steps(db)
    .where({ run_id: runId, path, generation, attempt, state: 'running' })
    .update({ lease_until: until });
  return renewed > 0;
}

/** Ids of runs with an attempt whose process has not been heard of since an instant. */
export async function runsWithLostLeases(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await steps(db)
    .where({ state: 'running' })
    .andWhere('lease_until', '<', before)
    .orderBy('lease_until')
    .limit(limit)
    .select('run_id');
  return [...new Set(rows.map(({ run_id }) => run_id))];
}

interface AttemptRow {
  run_id: string;
  path: string;
  generation: number;
  number: number;
  started_at: At;
  ended_at: At | null;
  outcome: 'running' | 'succeeded' | 'failed' | 'interrupted';
  detail: string;
}

const attempts = (db: Queryable) => db<AttemptRow>('play_attempts');

/** An attempt as people see it. */
export interface AttemptRecord {
  readonly path: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: AttemptRow['outcome'];
  readonly detail: string;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly at: Date;
  readonly outcome: 'succeeded' | 'failed' | 'interrupted';
  readonly detail: string;
}

/** Writes that an attempt begins; and how it ended, for one that began and ended at once. */
export async function insertAttempt(
  tx: Tx,
  runId: string,
  { path, generation, attempt }: AttemptOf,
  at: Date,
  end?: AttemptEnd,
): Promise<void> {
  await attempts(tx).insert({
    run_id: runId,
    path,
    generation,
    number: attempt,
    started_at: at,
    outcome: 'running',
    detail: '',
    ...(end && toColumns(end)),
  });
}

/** Writes what became of an attempt. */
export async function endAttempt(
  tx: Tx,
  runId: string,
  { path, generation, attempt }: AttemptOf,
  end: AttemptEnd,
): Promise<void> {
  await attempts(tx)
    .where({ run_id: runId, path, generation, number: attempt })
    .update(toColumns(end));
}

const toColumns = ({ at, outcome, detail }: AttemptEnd) => ({
  ended_at: at,
  outcome,
  detail: detail.replaceAll('\u0000', '').slice(0, 2000),
});

/** All attempts of a run, of each step the first first. */
export async function readAttempts(
  db: Queryable,
  runId: string,
): Promise<AttemptRecord[]> {
  const rows = await attempts(db)
    .where({ run_id: runId })
    .orderBy(['path', 'generation', 'number']);
  return rows.map(row => ({
    path: row.path,
    startedAt: instant(row.started_at),
    endedAt: instantOrNull(row.ended_at),
    outcome: row.outcome,
    detail: row.detail,
  }));
}
