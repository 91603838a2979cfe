import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../../directory/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { WorkQueue } from '../../work/service';
import {
  Answer,
  answererOf,
  CoverRequestRecord,
  obstacleTo,
  overlap,
  overridesOf,
  stateAfter,
  stateAt,
  TimeSpan,
} from './model';
import { ScheduleBook } from '../service';
import {
  closeRequest,
  findRequest,
  insertRequest,
  lockRequest,
  openRequestsOf,
  requestsAbout,
} from './requestStore';
import { followRequest } from './requestWork';

/** What somebody asks of a colleague. */
export interface CoverAsk extends TimeSpan {
  readonly askedRef: string;
  readonly inReturn: TimeSpan | null;
  readonly reason: string;
}

/** How long an answered request is shown. */
const shownDays = 14;

/**
 * Requests to cover or swap a part of one's duty. Accepted, a request becomes overrides in the same
 * transaction; what no longer holds by then expires instead.
 */
export class CoverRequests {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    directory: Directory;
    book: ScheduleBook;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    directory: Directory;
    book: ScheduleBook;
  }) {
    this.#options = options;
  }

  /** Open ones for and from somebody, and those answered in the last 14 days; the newest first. */
  about(personRef: string): Promise<CoverRequestRecord[]> {
    const { clock, database } = this.#options;
    return requestsAbout(
      database.knex,
      personRef,
      addMinutes(clock.now(), -shownDays * 24 * 60),
    );
  }

  /**
   * Asks a colleague.
   *
   * @throws InputError naming every field that is wrong; ConflictError while another request for a part of that time is open
   */
  async ask(
    scheduleId: string,
    asker: NamedRef,
    ask: CoverAsk,
  ): Promise<CoverRequestRecord> {
    const { book, clock, database, directory, newId, work } = this.#options;
    const { rules } = await book.ruled(scheduleId);
    const faults = [
      ...this.#faultsOfSpans(ask),
      ...(ask.askedRef === asker.ref
        ? ['body.askedRef is you; ask somebody else']
        : await faultsOfPeople(directory, [
            { field: 'body.askedRef', ref: ask.askedRef, kinds: ['user'] },
          ])),
    ];
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const [asked] = await directory.named([ask.askedRef]);
    const names = namesOf([asker, asked]);
    const fields = { ...ask, askerRef: asker.ref };
    const obstacle = obstacleTo(fields, rules, names);
    if (obstacle) {
      throw new InputError(`body.${obstacle.field}: ${obstacle.text}`);
    }
    const request: CoverRequestRecord = {
      ...fields,
      id: newId(),
      scheduleId,
      reason: ask.reason.replaceAll('\u0000', '').trim(),
      state: 'open',
      createdAt: clock.now(),
      answeredAt: null,
    };
    await database.transaction(async tx => {
      // The lock makes two requests of one person wait for each other.
      await book.lockedRules(tx, scheduleId);
      const open = await openRequestsOf(tx, scheduleId, asker.ref);
      const other = open.find(
        one => stateAt(one, clock.now()) === 'open' && overlap(one, ask),
      );
      if (other) {
        throw new ConflictError(
          'You have an open request for a part of that time already; withdraw it, or wait for its answer',
        );
      }
      await insertRequest(tx, request);
      await followRequest(work, tx, request.id);
    });
    return request;
  }

  /**
   * Answers a request. The same answer again changes nothing and is no error.
   *
   * @throws NotAllowedError for somebody whose answer it is not; ConflictError when it has been answered
   * otherwise, or no longer holds
   */
  async answer(
    id: string,
    person: NamedRef,
    answer: Answer,
  ): Promise<CoverRequestRecord> {
    const { book, database, directory, work } = this.#options;
    const { scheduleId, ...seen } = await this.#get(id);
    if (answererOf(seen, answer) !== person.ref) {
      throw new NotAllowedError(
        answer === 'withdraw'
          ? 'Only the person who asked may withdraw a request'
          : `Only the person who was asked may ${answer} a request`,
      );
    }
    const names = namesOf(
      await directory.named([seen.askerRef, seen.askedRef]),
    );
    const { request, refusal } = await database.transaction(async tx => {
      const { rules } = await book.lockedRules(tx, scheduleId);
      const found = await lockRequest(database, tx, id);
      if (!found) throw notFound(id);
      if (found.state === stateAfter[answer]) return { request: found };
      if (found.state !== 'open') {
        return { request: found, refusal: alreadyClosed(found, names) };
      }
      const now = this.#options.clock.now();
      const late = stateAt(found, now) === 'expired';
      const obstacle =
        answer === 'accept' && !late
          ? obstacleTo(found, rules, names)?.text
          : undefined;
      const state = late || obstacle ? 'expired' : stateAfter[answer];
      if (state === 'accepted') await this.#cover(tx, found, person);
      await closeRequest(tx, id, state, now);
      await followRequest(work, tx, id);
      const closed: CoverRequestRecord = { ...found, state, answeredAt: now };
      if (state !== 'expired') return { request: closed };
      return {
        request: closed,
        refusal: obstacle
          ? `The request no longer holds and has expired: ${obstacle}`
          : alreadyClosed(closed, names),
      };
    });
    // After the commit: that it expired stays written down.
    if (refusal) throw new ConflictError(refusal);
    return request;
  }

  async #get(id: string): Promise<CoverRequestRecord> {
    const found = await findRequest(this.#options.database.knex, id);
    if (!found) throw notFound(id);
    return found;
  }

  async #cover(
    tx: Tx,
    request: CoverRequestRecord,
    by: NamedRef,
  ): Promise<void> {
    for (const override of overridesOf(request)) {
      await this.#options.book.addOverride(
        tx,
        request.scheduleId,
        override,
        by,
      );
    }
  }

  #faultsOfSpans({ inReturn, ...span }: CoverAsk): string[] {
    const now = this.#options.clock.now();
    const faultsOf = (field: string, { start, end }: TimeSpan) => [
      ...(end <= start ? [`${field}end must be after ${field}start`] : []),
      ...(start <= now
        ? [`${field}start has passed; ask for time that lies ahead`]
        : []),
    ];
    return [
      ...faultsOf('body.', span),
      ...(inReturn ? faultsOf('body.inReturn.', inReturn) : []),
    ];
  }
}

const namesOf = (people: readonly NamedRef[]) => {
  const names = new Map(people.map(({ ref, name }) => [ref, name]));
  return (ref: string): string => names.get(ref) ?? ref;
};

const notFound = (id: string) =>
  new NotFoundError(`There is no request ${id}; it may never have been made`);

function alreadyClosed(
  { state, askerRef, askedRef }: CoverRequestRecord,
  nameOf: (ref: string) => string,
): string {
  switch (state) {
    case 'withdrawn':
      return `${nameOf(askerRef)} has withdrawn this request`;
    case 'expired':
      return 'This request has expired; ask again';
    default:
      return `${nameOf(askedRef)} has ${state} this request already`;
  }
}
