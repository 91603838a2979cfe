import { LoggerService } from '@backstage/backend-plugin-api';
import { contract } from '@muster/backstage-plugin-incidents-common';
import express, { Request, Response, Router } from 'express';
import { isDatabaseAway } from '../platform/database';
import { Counter, Metrics } from '../platform/metrics';
import { IngestAnswer, unavailable } from './answers';
import { maxBodyBytes } from './eventsV2';
import { Ingest } from './Ingest';
import { IngestRequest } from './readRequest';

type EventAttributes = Pick<IngestRequest, 'type'> &
  Pick<IngestAnswer, 'outcome'>;

const readBody = express.raw({ type: () => true, limit: maxBodyBytes });

/**
 * The Events API v2, for monitors: no Backstage credentials, every content type, and JSON in the
 * API's own shape whatever happens, because senders read it.
 */
export function createPublicRouter(options: {
  ingest: Ingest;
  logger: LoggerService;
  metrics: Metrics;
}): Router {
  const router = express.Router();
  const events = options.metrics.createCounter<EventAttributes>(
    'incidents.events',
    { description: 'Events that monitors sent, by what became of them' },
  );
  const { enqueue, enqueueChange } = contract.alerts;
  const serve =
    (type: IngestRequest['type']) =>
    (req: Request, res: Response): void => {
      if (req.method !== 'POST') {
        res.setHeader('Allow', 'POST');
        send(res, notPost(req.method));
        return;
      }
      readBody(req, res, (fault?: unknown) => {
        take(options, events, {
          type,
          keyHeader: req.get('x-routing-key'),
          body: fault === undefined ? bodyOf(req) : unread(fault),
        }).then(answer => send(res, answer));
      });
    };
  router.all(enqueue.path, serve('alert'));
  router.all(enqueueChange.path, serve('change'));
  return router;
}

/** Never rejects: a sender gets an answer that it can act on. */
async function take(
  { ingest, logger }: { ingest: Ingest; logger: LoggerService },
  events: Counter<EventAttributes>,
  request: IngestRequest,
): Promise<IngestAnswer> {
  const answer = await answerTo(ingest, logger, request);
  events.add(1, { type: request.type, outcome: answer.outcome });
  return answer;
}

async function answerTo(
  ingest: Ingest,
  logger: LoggerService,
  request: IngestRequest,
): Promise<IngestAnswer> {
  try {
    return await ingest.take(request);
  } catch (error) {
    const level = isDatabaseAway(error) ? 'warn' : 'error';
    logger[level](
      `An event was not stored, its sender was told to retry: ${error}`,
    );
    return unavailable();
  }
}

function send(res: Response, answer: IngestAnswer): void {
  if (answer.retryAfterSeconds !== undefined) {
    res.setHeader('Retry-After', answer.retryAfterSeconds);
  }
  res.status(answer.status).json(answer.body);
}

function notPost(method: string): IngestAnswer {
  return {
    status: 405,
    outcome: 'rejected',
    body: {
      status: 'invalid event',
      message: 'Send events with POST',
      errors: [`${method} is not allowed here`],
    },
  };
}

// Bytes that are no UTF-8 become replacement characters: an event is not lost for one of them.
function bodyOf(req: Request): { text: string } {
  return {
    text: Buffer.isBuffer(req.body) ? new TextDecoder().decode(req.body) : '',
  };
}

/** Why the body was not read: too large, an unknown encoding, cut off. */
function unread(fault: unknown): { status: number; error: string } {
  const type =
    typeof fault === 'object' && fault !== null && 'type' in fault
      ? String(fault.type)
      : '';
  switch (type) {
    case 'entity.too.large':
      return {
        status: 413,
        error: `The body is larger than ${maxBodyBytes} bytes (512 KiB)`,
      };
    case 'encoding.unsupported':
      return {
        status: 415,
        error: 'Content-Encoding must be gzip, deflate or identity',
      };
    default:
      return { status: 400, error: 'The body could not be read' };
  }
}
