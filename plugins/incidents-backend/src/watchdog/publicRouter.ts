import {
  contract,
  WatchdogStatus,
} from '@muster/backstage-plugin-incidents-common';
import { Request, Response, Router } from 'express';
import { Clock, secondsBetween } from '../platform/clock';
import { iso } from '../platform/database';
import { WatchdogReport } from './service';

/** Without a check for so long nobody watches, in seconds. */
const silentSeconds = 180;

/** The watchdog's own heartbeat, for a monitor outside: 200 while it checks, on whichever replica, else 503. */
export function createWatchdogRouter(options: {
  watchdog: WatchdogReport;
  clock: Clock;
}): Router {
  const { watchdog, clock } = options;
  const statusNow = async (): Promise<
    WatchdogStatus & { watches: boolean }
  > => {
    const last = await watchdog.lastCheck();
    if (!last) {
      return { watches: false, checkedAt: null, incidents: 0, repaired: 0 };
    }
    const { at, incidents, repaired } = last;
    const watches = Math.abs(secondsBetween(at, clock.now())) < silentSeconds;
    return { watches, checkedAt: iso(at), incidents, repaired };
  };
  const router = Router();
  router.get(contract.watchdog.status.path, (_req: Request, res: Response) => {
    statusNow().then(
      ({ watches, ...status }) => res.status(watches ? 200 : 503).json(status),
      // Why is in the log; this page is for everybody.
      () =>
        res.status(503).json({ checkedAt: null, incidents: 0, repaired: 0 }),
    );
  });
  return router;
}
