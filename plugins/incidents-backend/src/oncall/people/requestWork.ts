import { NotificationService } from '@backstage/plugin-notifications-node';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import { CoverRequestRecord, expiryOf, RequestState, stateAt } from './model';
import { ScheduleBook } from '../service';
import { spanInWords } from '../timesInWords';
import {
  closeRequest,
  lockRequest,
  markTold,
  requestsDue,
  toldStateOf,
} from './requestStore';

const kind = 'oncall.cover-request';
const lateSeconds = 2;
const sweepLimit = 200;

/** Wakes whatever a request needs next: somebody to be told, or its end when its time comes. */
export const followRequest = (
  work: WorkQueue,
  tx: Tx,
  id: string,
  runAt?: Date,
): Promise<void> =>
  work.enqueue(tx, { kind, key: `${kind}:${id}`, data: { id }, runAt });

/** Tells people of requests and answers, and lets requests expire. Before the queue starts. */
export function registerRequestWork(options: {
  database: Database;
  clock: Clock;
  work: WorkQueue;
  directory: Directory;
  book: ScheduleBook;
  notifications: NotificationService;
}): void {
  const { book, clock, database, directory, notifications, work } = options;

  work.handle(kind, async data => {
    const id = String(data.id);
    const now = clock.now();
    const request = await database.transaction(async tx => {
      const found = await lockRequest(database, tx, id);
      if (found?.state !== 'open' || stateAt(found, now) === 'open') {
        return found;
      }
      await closeRequest(tx, id, 'expired', now);
      return { ...found, state: 'expired' as const };
    });
    if (!request) return;
    const told = await toldStateOf(database.knex, id);
    if (told !== request.state) {
      const { content } = await book.ruled(request.scheduleId);
      const [asker, asked] = await directory.named([
        request.askerRef,
        request.askedRef,
      ]);
      const { person, title } = newsOf(request, asker, asked);
      await notifications.send({
        recipients: { type: 'entity', entityRef: person.ref },
        payload: {
          title,
          description: [
            `${content.name}: ${spanInWords(request, content.timezone)}`,
            request.inReturn &&
              `In return: ${spanInWords(request.inReturn, content.timezone)}`,
            request.reason,
          ]
            .filter(Boolean)
            .join('\n'),
          link: '/incidents/me',
          severity: 'normal',
          topic: 'incidents',
          // One line per request and person: news replace what was said before.
          scope: `incidents:cover:${id}:${person.ref}`,
        },
      });
    }
    const next = request.state === 'open' ? expiryOf(request) : null;
    await database.transaction(async tx => {
      // Answered meanwhile: then that answer's own wake-up must not be moved.
      const stands = await markTold(tx, id, request.state, next);
      if (stands && next) await followRequest(work, tx, id, next);
    });
  });

  work.sweep('cover requests', async () => {
    const before = addSeconds(clock.now(), -lateSeconds);
    const lost = await requestsDue(database.knex, before, sweepLimit);
    if (lost.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of lost) await followRequest(work, tx, id);
    });
    return lost.length;
  });
}

/** Whom a request's state is news to, and in which words. */
function newsOf(
  { state, inReturn }: CoverRequestRecord,
  asker: NamedRef,
  asked: NamedRef,
): { person: NamedRef; title: string } {
  const titles: Record<RequestState, string> = {
    open: inReturn
      ? `${asker.name} asks to swap duty with you`
      : `${asker.name} asks you to cover a part of their duty`,
    accepted: `${asked.name} covers for you`,
    declined: `${asked.name} cannot cover for you`,
    withdrawn: `${asker.name} no longer needs you to cover`,
    expired: `Your request to ${asked.name} has expired: nobody covers for you`,
  };
  const toAsked = state === 'open' || state === 'withdrawn';
  return { person: toAsked ? asked : asker, title: titles[state] };
}
