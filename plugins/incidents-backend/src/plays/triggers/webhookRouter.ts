import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import express, { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { RateLimit } from '../../platform/rateLimit';
import { PlayShelf } from '../ports';
import { chainOfRun } from './chains';
import { Occasions } from './Occasions';
import { faultOfSignature } from './signature';

/** 256 KiB. */
const maxBodyBytes = 262_144;
/** Of one address, in this process. */
const callsPerMinute = 60;
/** Of an idempotency key. */
const keyLength = { min: 8, max: 200 };

const readBody = express.raw({ type: () => true, limit: maxBodyBytes });

/** Signed calls from outside that start plays: `POST /public/plays/:token`, without any credentials of Backstage. */
export function createWebhookRouter(options: {
  database: Database;
  clock: Clock;
  shelf: PlayShelf;
  occasions: Occasions;
  webhooks: {
    find(
      token: string,
    ): Promise<{ playId: string; secret: string } | undefined>;
  };
}): Router {
  const { database, clock, shelf, occasions, webhooks } = options;
  const limit = new RateLimit(callsPerMinute);
  const router = PromiseRouter();
  router.post('/public/plays/:token', readBody, async (req, res) => {
    const webhook = await webhooks.find(req.params.token);
    if (!webhook) {
      throw new NotFoundError(
        'No play has this address; make a new one where the play is shown',
      );
    }
    const { playId, secret } = webhook;
    const taken = limit.take(playId, clock.now());
    if (!taken.allowed) {
      res.setHeader('Retry-After', taken.retryAfterSeconds);
      res.status(429).json({
        error: {
          name: 'TooManyRequests',
          message: `At most ${callsPerMinute} calls a minute; come back in ${taken.retryAfterSeconds} s`,
        },
      });
      return;
    }
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const signature = req.get('x-muster-signature');
    const fault = faultOfSignature({
      secret,
      timestamp: req.get('x-muster-timestamp'),
      signature,
      body,
      now: clock.now(),
    });
    if (fault) throw new AuthenticationError(fault);
    const content = contentOf(body);
    const onceKey = keyOf(req);
    const paused = await shelf.paused();
    if (paused !== null) throw new ConflictError(paused);
    const play = await shelf.startable(playId);
    if (!play?.document.on.some(({ event }) => event === 'webhook')) {
      throw new ConflictError(
        'The play is not enabled, or no webhook starts the version that is',
      );
    }
    const result = await occasions.consider({
      play,
      happening: {
        event: 'webhook',
        at: clock.now(),
        text: 'Its webhook was called',
        data: { body: content },
      },
      incidentId: null,
      entityRef: null,
      because: 'its webhook was called',
      startedBy: { kind: 'integration', ref: null, name: 'Webhook' },
      onceKey,
      chain: await chainOfRun(database.knex, req.get('x-muster-run')),
      // Only the moment and the body are signed: another key does not make another call of it.
      call: { signature: String(signature), at: clock.now() },
      inputs: inputsOf(content),
    });
    res.status(202).json(result);
  });
  return router;
}

/** @throws InputError for what is no JSON */
function contentOf(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new InputError('body must be JSON');
  }
}

/** By its own key, calls that are signed anew start one run however many they are. */
function keyOf(req: Request): string | null {
  const key = req.get('idempotency-key');
  if (key === undefined) return null;
  if (key.length < keyLength.min || key.length > keyLength.max) {
    throw new InputError(
      `Idempotency-Key must have ${keyLength.min} to ${keyLength.max} characters`,
    );
  }
  return `webhook:key:${key}`;
}

/** What the call brings for the play's inputs: the object `inputs` of its body. */
const inputsOf = (content: unknown): Readonly<Record<string, unknown>> =>
  typeof content === 'object' &&
  content !== null &&
  'inputs' in content &&
  typeof content.inputs === 'object' &&
  content.inputs !== null
    ? { ...content.inputs }
    : {};
