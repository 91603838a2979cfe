import { InputError } from '@backstage/errors';
import { RunState } from '@muster/backstage-plugin-incidents-common';
import { IncidentCriteria, whereAllowed } from '../../incidents/service';
import { Queryable } from '../../platform/database';
import { RunRecord, runs, toRun } from './runStore';

/** Which runs are listed. */
export interface RunListQuery {
  readonly playId?: string;
  readonly incidentId?: number;
  readonly state?: RunState;
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string;
}

/** A page of runs, newest first, without those of incidents that the viewer may not read. */
export async function listRuns(
  db: Queryable,
  query: RunListQuery,
  readable: 'none' | IncidentCriteria | undefined,
): Promise<{
  readonly items: RunRecord[];
  readonly nextCursor: string | null;
}> {
  const select = runs(db)
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(query.limit + 1);
  if (query.playId !== undefined) select.where({ play_id: query.playId });
  if (query.state !== undefined) select.where({ state: query.state });
  if (query.incidentId !== undefined) {
    select.where({ incident_id: query.incidentId });
  }
  if (query.cursor !== undefined) {
    const { startedAt, id } = readCursor(query.cursor);
    select.whereRaw('(started_at, id) < (?, ?)', [startedAt, id]);
  }
  if (readable !== undefined) {
    select.where(allowed => {
      allowed.whereNull('incident_id');
      if (readable === 'none') return;
      const mayRead = db('incidents')
        .select(db.raw('1'))
        .whereRaw('incidents.id = play_runs.incident_id');
      allowed.orWhereExists(whereAllowed(mayRead, readable));
    });
  }
  const found = (await select).map(toRun);
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      found.length > query.limit && last
        ? `${last.startedAt.getTime()}.${last.id}`
        : null,
  };
}

function readCursor(cursor: string): { startedAt: Date; id: string } {
  const [, ms, id] = /^(\d{1,14})\.(.{1,64})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined) {
    throw new InputError('query.cursor must be the nextCursor of a page');
  }
  return { startedAt: new Date(Number(ms)), id };
}
