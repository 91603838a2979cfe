import { contract, Readiness } from '@muster/backstage-plugin-incidents-common';
import { Request, Response, Router } from 'express';
import { Directory } from '../directory/service';
import { Clock, secondsBetween } from '../platform/clock';
import { Database } from '../platform/database';
import { WorkQueue } from '../work/service';

type Part = Readiness['parts'][number];

/** A database that takes longer than this to tell the time stores no events either. */
const databaseMs = 2000;
/** As in the portal's status: a catalog silent for this long is worth a line. */
const staleSeconds = 300;

/** Which parts of this process can do their work now. */
export async function readinessOf(rooms: {
  readonly database: Pick<Database, 'readTime'>;
  readonly clock: Clock;
  readonly work: Pick<WorkQueue, 'isWorking'>;
  readonly directory: Pick<Directory, 'asOf'>;
}): Promise<Readiness> {
  const database = await databasePart(rooms.database);
  const parts: Part[] = [
    database,
    rooms.work.isWorking()
      ? { part: 'queue', state: 'ready', detail: 'takes work' }
      : { part: 'queue', state: 'not-ready', detail: 'cannot read its work' },
    database.state === 'ready'
      ? catalogPart(await rooms.directory.asOf(), rooms.clock.now())
      : { part: 'catalog', state: 'degraded', detail: 'not known' },
  ];
  return { ready: parts.every(({ state }) => state !== 'not-ready'), parts };
}

async function databasePart(
  database: Pick<Database, 'readTime'>,
): Promise<Part> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('late')), databaseMs);
  });
  try {
    await Promise.race([database.readTime(), late]);
    return { part: 'database', state: 'ready', detail: 'answers' };
  } catch {
    // Why is in the log; this page is for everybody.
    return { part: 'database', state: 'not-ready', detail: 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}

/** Pages go on without the catalog, from what it said last: it never makes a process unready. */
function catalogPart(asOf: Date | null, now: Date): Part {
  if (!asOf)
    return { part: 'catalog', state: 'degraded', detail: 'not read yet' };
  const seconds = Math.max(0, Math.round(secondsBetween(asOf, now)));
  return {
    part: 'catalog',
    state: seconds > staleSeconds ? 'degraded' : 'ready',
    detail: `read ${seconds} s ago`,
  };
}

/** For load balancers and watchdogs: 200 or 503, and which part it is. */
export function createReadinessRouter(read: () => Promise<Readiness>): Router {
  const router = Router();
  router.get(contract.portal.ready.path, (_req: Request, res: Response) => {
    read().then(
      readiness => res.status(readiness.ready ? 200 : 503).json(readiness),
      // Of what it asks only the directory can fail, when the database goes away just now.
      () => res.status(503).json({ ready: false, parts: [] }),
    );
  });
  return router;
}
