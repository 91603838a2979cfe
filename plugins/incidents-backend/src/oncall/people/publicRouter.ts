import { NotFoundError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import express from 'express';
import Router from 'express-promise-router';
import { asUnavailable } from '../../platform/database';
import { CalendarReader } from './CalendarReader';

/**
 * Calendars at `/public/calendar/:token`, with or without `.ics`. Needs no credentials: the token is the
 * secret. An unknown one is told nothing, not even that it was known once.
 */
export function createCalendarRouter(
  calendars: Pick<CalendarReader, 'read'>,
): express.Router {
  const router = Router();
  router.get('/public/calendar/:token', async (req, res) => {
    let text: string | undefined;
    try {
      text = await calendars.read(req.params.token.replace(/\.ics$/i, ''));
    } catch (error) {
      res.set('Retry-After', '60');
      throw asUnavailable(error);
    }
    if (text === undefined)
      throw new NotFoundError('There is no such calendar');
    const hash = createHash('sha256').update(text).digest('base64url');
    // `send` answers 304 to somebody who has this text already.
    res
      .set({
        'Content-Type': 'text/calendar; charset=utf-8',
        'Content-Disposition': 'inline; filename="on-call.ics"',
        'Cache-Control': 'private, no-cache',
        ETag: `"${hash}"`,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-Robots-Tag': 'noindex',
      })
      .send(text);
  });
  return router;
}
