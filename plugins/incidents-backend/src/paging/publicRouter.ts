import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { Database, isDatabaseAway } from '../platform/database';
import { AcknowledgeLinks } from './AcknowledgeLinks';
import {
  awayView,
  contentSecurityPolicy,
  copyView,
  PageView,
  renderPage,
  unusableView,
  viewOf,
} from './acknowledgePage';
import { findPage } from './pageStore';
import { PageRecord } from './rows';
import { PagedIncidents, PageLinks } from './ports';

/**
 * The pages behind acknowledge links, at `/public/acknowledge/:token`. Needs no credentials: the token
 * says who and which incident. GET changes nothing, since mail scanners open links; POST acknowledges.
 */
export function createPublicRouter(options: {
  readonly database: Database;
  readonly signer: AcknowledgeLinks;
  readonly links: PageLinks;
  readonly incidents: Pick<PagedIncidents, 'describe' | 'acknowledge'>;
}): express.Router {
  const { database, signer, links, incidents } = options;
  const router = Router();

  /** The page that a token stands for, or what to say instead. */
  const pageOf = async (
    token: string,
  ): Promise<{ page: PageRecord } | { view: PageView }> => {
    const read = signer.read(token);
    if (read.state !== 'valid') {
      return { view: unusableView(read.state, links.portalUrl) };
    }
    const { incidentId, personRef, pageId } = read.claim;
    const page = await findPage(database.knex, pageId);
    // A key that also signs for another portal must not open pages of this one.
    const ours =
      page?.incidentId === incidentId && page.person.ref === personRef;
    if (!ours) return { view: unusableView('unknown', links.portalUrl) };
    // Copies are sent without a link; a token of one comes from a replica of the version before.
    return page.copyOf === null
      ? { page }
      : { view: copyView(page.copyOf, links.portalUrl) };
  };

  const answer = async (
    req: Request,
    res: Response,
    before: (page: PageRecord) => Promise<unknown>,
  ): Promise<void> => {
    let view: PageView;
    try {
      const found = await pageOf(req.params.token);
      if ('view' in found) view = found.view;
      else {
        const { page } = found;
        await before(page);
        const facts = await incidents.describe(page.incidentId);
        view = facts
          ? viewOf(facts, page.person, links.incidentUrl(facts.name))
          : unusableView('unknown', links.portalUrl);
      }
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      view = awayView(links.portalUrl);
      res.set('Retry-After', '5');
    }
    res
      .status(view.status)
      .set({
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': contentSecurityPolicy,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-Frame-Options': 'DENY',
        'X-Robots-Tag': 'noindex',
      })
      .send(renderPage(view));
  };

  router.get('/public/acknowledge/:token', (req, res) =>
    answer(req, res, async () => {}),
  );
  router.post('/public/acknowledge/:token', (req, res) =>
    answer(req, res, ({ incidentId, person }) =>
      incidents.acknowledge(incidentId, person.ref),
    ),
  );
  return router;
}
