import { instant, Queryable, Tx } from '../../platform/database';

/** When a play looks again whether it is to start. */
export interface Timer {
  readonly playId: string;
  /** `everyIncident`: all that are open, since the play was enabled. */
  readonly incidentId: number;
  /** Which of the play's triggers. */
  readonly trigger: number;
  readonly dueAt: Date;
}

/** In place of an incident's number. */
export const everyIncident = 0;

interface TimerRow {
  play_id: string;
  incident_id: number;
  trigger: number;
  due_at: Date | number;
}

const timers = (db: Queryable) => db<TimerRow>('play_timers');

const rowOf = ({ playId, incidentId, trigger }: Omit<Timer, 'dueAt'>) => ({
  play_id: playId,
  incident_id: incidentId,
  trigger,
});

const toTimer = (row: TimerRow): Timer => ({
  playId: row.play_id,
  incidentId: row.incident_id,
  trigger: row.trigger,
  dueAt: instant(row.due_at),
});

/** Sets a timer, in place of the one that there was. */
export async function setTimer(tx: Tx, timer: Timer): Promise<void> {
  await timers(tx)
    .insert({ ...rowOf(timer), due_at: timer.dueAt })
    .onConflict(['play_id', 'incident_id', 'trigger'])
    .merge();
}

export async function findTimer(
  db: Queryable,
  timer: Omit<Timer, 'dueAt'>,
): Promise<Timer | undefined> {
  const row = await timers(db).where(rowOf(timer)).first();
  return row && toTimer(row);
}

/** Timers of an incident, the first first. */
export async function timersOf(
  db: Queryable,
  incidentId: number,
): Promise<Timer[]> {
  const rows = await timers(db)
    .where({ incident_id: incidentId })
    .orderBy(['due_at', 'play_id']);
  return rows.map(toTimer);
}

/** Deletes a timer, unless it was set anew since it was read. */
export async function deleteTimer(tx: Tx, timer: Timer): Promise<void> {
  await timers(tx)
    .where({ ...rowOf(timer), due_at: timer.dueAt })
    .delete();
}

/** Deletes all timers of a play, or of an incident. */
export async function deleteTimers(
  tx: Tx,
  where: { readonly playId: string } | { readonly incidentId: number },
): Promise<void> {
  await timers(tx)
    .where(
      'playId' in where
        ? { play_id: where.playId }
        : { incident_id: where.incidentId },
    )
    .delete();
}

/** Timers that were due before an instant, the oldest first. */
export async function timersDue(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<Timer[]> {
  const rows = await timers(db)
    .where('due_at', '<', before)
    .orderBy('due_at')
    .limit(limit);
  return rows.map(toTimer);
}
