import { Actor, RunState } from '@muster/backstage-plugin-incidents-common';
import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../../platform/database';
import { Authority, PlaySubject } from '../ports';
import { Failing, RunFacts } from './decide/records';

type At = Date | number;

/** A row of `play_runs`. */
export interface RunRow {
  id: string;
  play_id: string;
  version: number;
  play_name: string;
  owner_ref: string;
  once_key: string | null;
  state: RunState;
  incident_id: number | null;
  entity_ref: string | null;
  because: string;
  trigger: string;
  inputs: string;
  started_by: string;
  authority: string;
  chain: string;
  caller_run_id: string | null;
  caller_path: string | null;
  started_at: At;
  deadline_at: At;
  ended_at: At | null;
  due_at: At | null;
  revision: number;
  generation: number;
  failing: string | null;
  text: string;
  asking: boolean | number;
}

/** A run, without its steps. */
export interface RunRecord extends RunFacts {
  readonly id: string;
  readonly playId: string;
  readonly version: number;
  readonly playName: string;
  readonly ownerRef: string;
  readonly state: RunState;
  readonly subject: PlaySubject;
  readonly because: string;
  readonly startedBy: Actor;
  readonly authority: Authority;
  readonly chain: readonly string[];
  readonly caller: { readonly runId: string; readonly path: string } | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly dueAt: Date | null;
  /** Grows with each change. */
  readonly revision: number;
  readonly text: string;
  readonly asking: boolean;
}

/** The runs of plays. */
export const runs = (db: Queryable) => db<RunRow>('play_runs');

/** A row as a run. */
export function toRun(row: RunRow): RunRecord {
  return {
    id: row.id,
    playId: row.play_id,
    version: row.version,
    playName: row.play_name,
    ownerRef: row.owner_ref,
    state: row.state,
    subject: {
      incidentId: row.incident_id,
      entityRef: row.entity_ref,
      trigger: JSON.parse(row.trigger),
      inputs: JSON.parse(row.inputs),
    },
    because: row.because,
    startedBy: JSON.parse(row.started_by),
    authority: JSON.parse(row.authority),
    chain: JSON.parse(row.chain),
    caller:
      row.caller_run_id === null
        ? null
        : { runId: row.caller_run_id, path: row.caller_path ?? '' },
    startedAt: instant(row.started_at),
    deadlineAt: instant(row.deadline_at),
    endedAt: instantOrNull(row.ended_at),
    dueAt: instantOrNull(row.due_at),
    revision: row.revision,
    generation: row.generation,
    failing: readFailing(row.failing),
    text: row.text,
    asking: Boolean(row.asking),
  };
}

function readFailing(text: string | null): Failing | null {
  if (text === null) return null;
  const { at, because } = JSON.parse(text);
  return { at: new Date(at), because };
}

/** One run; undefined when there is none. */
export async function findRun(
  db: Queryable,
  id: string,
): Promise<RunRecord | undefined> {
  const row = await runs(db).where({ id }).first();
  return row && toRun(row);
}

/** As `findRun`, locked until the transaction ends. Lock its incident before it. */
export async function lockRun(
  database: Database,
  tx: Tx,
  id: string,
): Promise<RunRecord | undefined> {
  const [row] = await database.forUpdate(runs(tx).where({ id }));
  return row && toRun(row);
}

/** What changes of a run. Whoever saw it before looks again. */
export async function updateRun(
  tx: Tx,
  { id, revision }: Pick<RunRecord, 'id' | 'revision'>,
  change: Partial<
    Pick<
      RunRow,
      | 'state'
      | 'started_at'
      | 'deadline_at'
      | 'ended_at'
      | 'due_at'
      | 'generation'
      | 'failing'
      | 'text'
      | 'asking'
      | 'authority'
    >
  >,
): Promise<void> {
  await runs(tx)
    .where({ id })
    .update({ ...change, revision: revision + 1 });
}

/** Ids of runs that were due before an instant, the oldest first. */
export async function overdueRuns(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await runs(db)
    .where({ state: 'running' })
    .andWhere('due_at', '<', before)
    .orderBy('due_at')
    .limit(limit)
    .select('id');
  return rows.map(({ id }) => id);
}

/** Plays that have runs which wait their turn. */
export async function playsWithQueue(db: Queryable): Promise<string[]> {
  const rows = await runs(db)
    .where({ state: 'queued' })
    .distinct<{ play_id: string }[]>('play_id');
  return rows.map(({ play_id }) => play_id);
}

/** How the runs of these ids stand, by id. */
export async function standingsOf(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<RunRecord, 'state' | 'text'>>> {
  if (ids.length === 0) return new Map();
  const rows = await runs(db)
    .whereIn('id', [...ids])
    .select('id', 'state', 'text');
  return new Map(rows.map(({ id, state, text }) => [id, { state, text }]));
}
