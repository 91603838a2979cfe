import { Tx } from '../../platform/database';
import { Waking } from '../../work/service';

/** Looks at the incidents that a maintenance window covers. */
export const windowKind = 'alerts.maintenance';
/** Looks at the alert of a heartbeat. */
export const heartbeatKind = 'alerts.heartbeat';
/** Resolves an incident without activity. */
export const autoResolveKind = 'alerts.auto-resolve';

/** Has the incidents of a window looked at, at once or at `runAt`. */
export const settleWindow = (
  work: Waking,
  tx: Tx,
  windowId: string,
  runAt?: Date,
): Promise<void> =>
  work.enqueue(tx, {
    kind: windowKind,
    key: `${windowKind}:${windowId}`,
    data: { windowId },
    runAt,
  });

/** Has the alert of a heartbeat looked at, at once or at `runAt`. */
export const settleHeartbeat = (
  work: Waking,
  tx: Tx,
  heartbeatId: string,
  runAt?: Date,
): Promise<void> =>
  work.enqueue(tx, {
    kind: heartbeatKind,
    key: `${heartbeatKind}:${heartbeatId}`,
    data: { heartbeatId },
    runAt,
  });

/** Has an incident looked at for inactivity. */
export const autoResolve = (
  work: Waking,
  tx: Tx,
  incidentId: number,
): Promise<void> =>
  work.enqueue(tx, {
    kind: autoResolveKind,
    key: `${autoResolveKind}:${incidentId}`,
    data: { incidentId },
  });
