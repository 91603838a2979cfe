import { addMinutes, addSeconds, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { Settings } from '../../platform/settings';
import { WorkQueue } from '../../work/service';
import { AlertWriter } from '../AlertWriter';
import { FollowUpWriter } from '../FollowUpWriter';
import {
  expectedHeartbeats,
  findHeartbeat,
  HeartbeatRecord,
  heartbeatsDue,
  lockHeartbeat,
  markSettled,
  updateHeartbeat,
} from './heartbeatStore';
import { Listening } from './Listening';
import { asIntegration, dedupKeyOf, logged, silenceOf } from './silence';
import { heartbeatKind, settleHeartbeat } from './wakeups';

const lateSeconds = 2;
const sweepLimit = 200;
/** A heartbeat that changes under us is looked at again at once, this often at most. */
const looks = 5;

/** Opens an alert when a heartbeat falls silent, and closes it when it beats. Before the queue starts. */
export function registerHeartbeatWork(rooms: {
  database: Database;
  clock: Clock;
  work: WorkQueue;
  settings: Settings;
  alerts: Pick<AlertWriter, 'trigger' | 'isOpen'>;
  followUps: Pick<FollowUpWriter, 'write'>;
}): {
  /** Mends what is due later than it can be, since the clock was set back; returns how many. */
  bringForward(): Promise<number>;
} {
  const { database, clock, work, alerts, followUps } = rooms;
  const listening = new Listening(rooms);

  /** Gives each heartbeat its whole interval from now on, and at most that. */
  const beginAnew = async (which: 'all' | 'too late'): Promise<number> => {
    let count = 0;
    for (const { id } of await expectedHeartbeats(database.knex)) {
      const moved = await database.transaction(async tx => {
        const now = clock.now();
        const heartbeat = await lockHeartbeat(database, tx, { id });
        if (!heartbeat?.dueAt) return false;
        const dueAt = addMinutes(now, heartbeat.everyMinutes);
        if (which === 'too late' && heartbeat.dueAt <= dueAt) return false;
        await updateHeartbeat(tx, id, { due_at: dueAt, settle_at: dueAt });
        await settleHeartbeat(work, tx, id, dueAt);
        return true;
      });
      if (moved) count += 1;
    }
    return count;
  };

  /** Silence counts only while somebody listens: after an outage of ours everything begins anew. */
  const hear = () => listening.since(async () => void (await beginAnew('all')));

  /** Notes that it is silent, if it is due; what it is then. */
  const noteSilence = (id: string): Promise<HeartbeatRecord | undefined> =>
    database.transaction(async tx => {
      const now = clock.now();
      const heartbeat = await lockHeartbeat(database, tx, { id });
      if (!heartbeat?.dueAt || heartbeat.dueAt > now) return heartbeat;
      await updateHeartbeat(tx, id, {
        silent_since: now,
        due_at: null,
        settle_at: now,
      });
      return { ...heartbeat, silentSince: now, dueAt: null };
    });

  const settle = async (id: string): Promise<void> => {
    const seen = await findHeartbeat(database.knex, id);
    if (seen?.dueAt && seen.dueAt <= clock.now()) await hear();
    for (let look = 1; look <= looks; look++) {
      const heartbeat = await noteSilence(id);
      if (!heartbeat) return;
      const monitor = asIntegration(heartbeat);
      const isOpen = await alerts.isOpen(monitor, dedupKeyOf(heartbeat));
      if (heartbeat.silentSince && !isOpen) {
        await alerts.trigger(
          monitor,
          silenceOf(heartbeat),
          logged('trigger', heartbeat),
        );
      }
      if (!heartbeat.silentSince && isOpen) {
        await followUps.write(
          monitor,
          { action: 'resolve', dedupKey: dedupKeyOf(heartbeat) },
          logged('resolve', heartbeat),
        );
      }
      // While it is silent its alert is looked at again: somebody may have resolved that too early.
      const next = heartbeat.silentSince
        ? addMinutes(clock.now(), heartbeat.everyMinutes)
        : heartbeat.dueAt;
      if (await markSettled(database.knex, heartbeat, next)) {
        if (next) await waitFor(id, next);
        return;
      }
    }
    // It changes all the time; the sweep looks again.
  };

  const waitFor = (id: string, next: Date): Promise<void> =>
    database.transaction(tx => settleHeartbeat(work, tx, id, next));

  work.handle(heartbeatKind, data => settle(String(data.heartbeatId)));
  work.sweep('heartbeats', async waking => {
    await hear();
    const before = addSeconds(clock.now(), -lateSeconds);
    const late = await heartbeatsDue(database.knex, before, sweepLimit);
    await database.transaction(async tx => {
      for (const id of late) await settleHeartbeat(waking, tx, id);
    });
    return late.length;
  });

  return { bringForward: () => beginAnew('too late') };
}
