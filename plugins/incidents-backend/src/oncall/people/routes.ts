import {
  contract,
  CoverRequest,
  Feed,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { iso, isoOrNull } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { CoverRequests } from './CoverRequests';
import { CoverSuggestions } from './CoverSuggestions';
import { FeedBook, StoredFeed } from './FeedBook';
import { LeaveBook } from './LeaveBook';
import { CoverRequestRecord, mayAnswer, stateAt, TimeSpan } from './model';
import { DutySpan, MyOnCall } from './MyOnCall';
import { ScheduleBook } from '../service';

const spanOf = ({ start, end }: { start: string; end: string }): TimeSpan => ({
  start: new Date(start),
  end: new Date(end),
});
const shownSpan = ({ start, end }: TimeSpan) => ({
  start: iso(start),
  end: iso(end),
});

/** Serves what concerns one person: shifts, requests, leave, calendar addresses. */
export function mountPeople(
  server: EndpointServer,
  options: {
    clock: Clock;
    directory: Directory;
    book: ScheduleBook;
    requests: CoverRequests;
    suggestions: CoverSuggestions;
    leave: LeaveBook;
    feeds: FeedBook;
    mine: MyOnCall;
    /** Where calendar programs read; the token follows: `https://…/public/calendar/`. */
    calendarUrl: string;
  },
): void {
  const { book, clock, directory, requests, suggestions, leave, feeds, mine } =
    options;
  const api = contract.oncall;

  const scheduleOf = async (id: string) => ({
    id,
    name: (await book.ruled(id)).content.name,
  });
  const shownRequest = async (
    request: CoverRequestRecord,
    reader: string,
  ): Promise<CoverRequest> => {
    const [asker, asked] = await directory.named([
      request.askerRef,
      request.askedRef,
    ]);
    const now = clock.now();
    return {
      id: request.id,
      schedule: await scheduleOf(request.scheduleId),
      asker,
      asked,
      ...shownSpan(request),
      inReturn: request.inReturn && shownSpan(request.inReturn),
      reason: request.reason,
      state: stateAt(request, now),
      createdAt: iso(request.createdAt),
      answeredAt: isoOrNull(request.answeredAt),
      may: mayAnswer(request, reader, now),
    };
  };
  const shownFeed = async (feed: StoredFeed): Promise<Feed> => ({
    id: feed.id,
    schedule:
      feed.scheduleId === null ? null : await scheduleOf(feed.scheduleId),
    createdAt: iso(feed.createdAt),
    lastReadAt: isoOrNull(feed.lastReadAt),
  });

  server.mount(api.myOnCall, {
    handle: async ({ caller }) => {
      const person = await personOf(directory, caller);
      const own = await mine.of(person.ref);
      const shift = (span: DutySpan) => myShift(span, person);
      return {
        shifts: own.shifts.map(({ passable, ...span }) => ({
          ...shift(span),
          passable: passable && shownSpan(passable),
        })),
        load: own.load,
        requests: await Promise.all(
          (await requests.about(person.ref)).map(request =>
            shownRequest(request, person.ref),
          ),
        ),
        leave: await leave.of(person.ref),
        conflicts: own.conflicts.map(({ suggestion, ...span }) => ({
          ...shift(span),
          suggestion,
        })),
        shadowing: own.shadowing.map(shift),
      };
    },
  });

  server.mount(api.requestCover, {
    handle: async ({ params, body, caller }) => {
      const asker = await personOf(directory, caller);
      const request = await requests.ask(params.id, asker, {
        ...spanOf(body),
        askedRef: body.askedRef,
        inReturn: body.inReturn && spanOf(body.inReturn),
        reason: body.reason,
      });
      return shownRequest(request, asker.ref);
    },
  });

  server.mount(api.answerRequest, {
    handle: async ({ params, body, caller }) => {
      const person = await personOf(directory, caller);
      const request = await requests.answer(params.id, person, body.answer);
      return shownRequest(request, person.ref);
    },
  });

  server.mount(api.suggestCover, {
    handle: async ({ params, query }) => ({
      items: await suggestions.candidates(params.id, spanOf(query)),
    }),
  });

  server.mount(api.addLeave, {
    handle: async ({ body, caller }) => {
      const { ref } = await personOf(directory, caller);
      return leave.add(ref, { ...spanOf(body), note: body.note });
    },
  });

  server.mount(api.removeLeave, {
    handle: async ({ params, caller }) => {
      await leave.remove((await personOf(directory, caller)).ref, params.id);
      return {};
    },
  });

  server.mount(api.listFeeds, {
    handle: async ({ caller }) => {
      const { ref } = await personOf(directory, caller);
      return { items: await Promise.all((await feeds.of(ref)).map(shownFeed)) };
    },
  });

  server.mount(api.addFeed, {
    handle: async ({ body: { scheduleId }, caller }) => {
      const { ref } = await personOf(directory, caller);
      // Says that there is no such schedule before a secret is made for it.
      if (scheduleId !== null) await scheduleOf(scheduleId);
      const { feed, token } = await feeds.add(ref, scheduleId);
      return {
        ...(await shownFeed(feed)),
        url: `${options.calendarUrl}${token}.ics`,
      };
    },
  });

  server.mount(api.removeFeed, {
    handle: async ({ params, caller }) => {
      await feeds.remove((await personOf(directory, caller)).ref, params.id);
      return {};
    },
  });
}

const myShift = ({ schedule, ...span }: DutySpan, participant: NamedRef) => ({
  participant,
  schedule,
  ...shownSpan(span),
});
