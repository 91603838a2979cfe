import { LoggerService } from '@backstage/backend-plugin-api';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Request, Response, Router } from 'express';
import { Clock } from '../../platform/clock';
import { isDatabaseAway } from '../../platform/database';
import { RateLimit } from '../../platform/rateLimit';
import { hashOfKey } from '../routingKey';
import { Heartbeats } from './Heartbeats';

/** As for events: after this many seconds a sender may try again. */
const unavailableSeconds = 5;

/**
 * Beats at `/public/heartbeat/:token`, by GET, HEAD or POST, since cron jobs have curl and little else. The
 * token is the secret; of an unknown one nothing is told, not even that it was known once.
 */
export function createHeartbeatRouter(options: {
  heartbeats: Pick<Heartbeats, 'beat'>;
  clock: Clock;
  logger: LoggerService;
  /** Beats a minute of one token, and of all unknown ones together, in this process. */
  eventsPerMinutePerKey: number;
}): Router {
  const { heartbeats, clock, logger } = options;
  const limit = new RateLimit(options.eventsPerMinutePerKey);
  const known = new Set<string>();

  const take = async (token: string, res: Response): Promise<void> => {
    const hash = hashOfKey(token);
    const { allowed, retryAfterSeconds } = limit.take(
      known.has(hash) ? hash : '',
      clock.now(),
    );
    if (!allowed) {
      answer(
        res,
        429,
        'Too many beats. Please retry later.',
        retryAfterSeconds,
      );
      return;
    }
    if (await heartbeats.beat(token)) {
      known.add(hash);
      res.status(200).json({ status: 'ok' });
      return;
    }
    known.delete(hash);
    answer(res, 404, 'There is no such heartbeat');
  };

  const serve = (req: Request<{ token: string }>, res: Response): void => {
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    take(req.params.token, res).catch(error => {
      const level = isDatabaseAway(error) ? 'warn' : 'error';
      logger[level](
        `A beat was not stored, its sender was told to retry: ${error}`,
      );
      answer(
        res,
        503,
        'The beat was not stored. Please retry.',
        unavailableSeconds,
      );
    });
  };

  const router = Router();
  const { path } = contract.alerts.beat;
  router.get(path, serve);
  router.post(path, serve);
  router.all(path, (req, res) => {
    res.set('Allow', 'GET, HEAD, POST');
    answer(
      res,
      405,
      `${req.method} is not allowed here; beat with POST or GET`,
    );
  });
  return router;
}

const names: Readonly<Record<number, string>> = {
  404: 'NotFoundError',
  405: 'MethodNotAllowedError',
  429: 'TooManyRequestsError',
  503: 'ServiceUnavailableError',
};

/** An error in Backstage's shape, without the address: its last part is the secret. */
function answer(
  res: Response,
  status: number,
  message: string,
  retryAfterSeconds?: number,
): void {
  if (retryAfterSeconds !== undefined) {
    res.set('Retry-After', String(retryAfterSeconds));
  }
  res.status(status).json({
    error: { name: names[status], message },
    response: { statusCode: status },
  });
}
