import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { CoverRequestRecord, expiryOf, RequestState, stateAt } from './model';
import { OnCallLinks } from './links';
import { NoteBox } from '../ports';
import { ScheduleBook } from '../service';
import { spanInWords } from '../timesInWords';
import {
  closeRequest,
  findRequest,
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
  work: Waking,
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
  notes: NoteBox;
  links: Pick<OnCallLinks, 'myUrl'>;
}): void {
  const { book, clock, database, directory, links, notes, work } = options;

  work.handle(kind, async data => {
    const id = String(data.id);
    const known = await findRequest(database.knex, id);
    if (!known) return;
    // Who asks whom for what never changes, so it is read before the transaction.
    const { content } = await book.ruled(known.scheduleId);
    const [asker, asked] = await directory.named([
      known.askerRef,
      known.askedRef,
    ]);
    await database.transaction(async tx => {
      const found = await lockRequest(database, tx, id);
      if (!found) return;
      const now = clock.now();
      const state = stateAt(found, now);
      if (state !== found.state) await closeRequest(tx, id, state, now);
      const request = { ...found, state };
      if ((await toldStateOf(tx, id)) !== state) {
        const { person, title } = newsOf(request, asker, asked);
        await notes.post(tx, {
          recipientRef: person.ref,
          // One line per request: news replace what was said before.
          about: `cover:${id}`,
          subject: title,
          text: inWords(request, content),
          url: links.myUrl,
        });
      }
      const next = state === 'open' ? expiryOf(request) : null;
      await markTold(tx, id, state, next);
      if (next) await followRequest(work, tx, id, next);
    });
  });

  work.sweep('cover requests', async waking => {
    const before = addSeconds(clock.now(), -lateSeconds);
    const lost = await requestsDue(database.knex, before, sweepLimit);
    if (lost.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of lost) await followRequest(waking, tx, id);
    });
    return lost.length;
  });
}

/** What is asked, in lines. */
const inWords = (
  request: CoverRequestRecord,
  { name, timezone }: { readonly name: string; readonly timezone: string },
): string =>
  [
    `${name}: ${spanInWords(request, timezone)}`,
    request.inReturn && `In return: ${spanInWords(request.inReturn, timezone)}`,
    request.reason,
  ]
    .filter(Boolean)
    .join('\n');

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
