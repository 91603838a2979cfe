import { InputError, NotFoundError } from '@backstage/errors';
import { entityRefSchema } from '@muster/backstage-plugin-incidents-common';
import { createHash } from 'node:crypto';
import { Router } from 'express';
import createRouter from 'express-promise-router';
import { asUnavailable } from '../../platform/database';
import { FeedReader } from './FeedReader';

/**
 * Feeds at `/public/postmortems/feed/:token`. Needs no credentials: the token is the secret. An unknown one is told
 * nothing, not even that it was known once, nor that its query is malformed.
 */
export function createFeedRouter(
  feeds: Pick<FeedReader, 'read'> | undefined,
): Router {
  const router = createRouter();
  router.get('/public/postmortems/feed/:token', async (req, res) => {
    const [team, entity] = ['team', 'entity'].map(name => req.query[name]);
    const filter = { team: refOf(team), entity: refOf(entity) };
    let feed: Awaited<ReturnType<FeedReader['read']>>;
    try {
      feed = await feeds?.read(req.params.token, {
        team: filter.team ?? undefined,
        entity: filter.entity ?? undefined,
      });
    } catch (error) {
      res.set('Retry-After', '60');
      throw asUnavailable(error);
    }
    if (!feed) throw new NotFoundError('There is no such feed');
    const faulty = Object.entries(filter)
      .filter(([, ref]) => ref === null)
      .map(
        ([name]) =>
          `query.${name} must be a full ref, such as group:default/payments`,
      );
    if (faulty.length > 0) throw new InputError(faulty.join('; '));
    const hash = createHash('sha256').update(feed.text).digest('base64url');
    // `send` answers 304 to somebody who has this text already.
    res
      .set({
        'Content-Type': 'application/atom+xml; charset=utf-8',
        'Cache-Control': 'private, no-cache',
        ETag: `"${hash}"`,
        'Last-Modified': feed.updatedAt.toUTCString(),
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-Robots-Tag': 'noindex',
      })
      .send(feed.text);
  });
  return router;
}

/** A ref; undefined when none is given, null when it is none. */
function refOf(value: unknown): string | undefined | null {
  if (value === undefined) return undefined;
  return entityRefSchema.safeParse(value).data ?? null;
}
