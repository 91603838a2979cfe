import ICAL from 'ical.js';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  contract,
  CoverRequest,
} from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../../platform/FakeClock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

const api = contract.oncall;

// A fresh database and backend take their time on a busy machine.
jest.setTimeout(60_000);

// It is 09:00 on the 2nd. Ana has the odd days of March, Ben the even ones; each begins at midnight.
const schedule = (name: string, people = ['user:ben', 'user:ana']) => ({
  name,
  ownerRef: 'group:default/payments',
  timezone: 'UTC',
  layers: [
    {
      name: 'Days',
      rotation: {
        unit: 'day' as const,
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '00:00',
        participants: people,
      },
    },
  ],
});
const span = (day: number, from = 8, to = 12) => {
  const at = (hour: number) =>
    new Date(Date.UTC(2026, 2, day, hour)).toISOString();
  return { start: at(from), end: at(to) };
};
const [ana, ben, carla] = ['ana', 'ben', 'carla'].map(
  name => `user:default/${name}`,
);

describe.each(eachDatabase())('duty and its people, %s', id => {
  let muster: StartedIncidents;
  let count = 0;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    muster = await startIncidents({ knex, clock });
    // The catalog is read in the background; people have their names once it is.
    await until(async () => {
      const { person } = await muster.as('ana').call(contract.portal.me, {});
      return person.name === 'Ana Ruiz' || undefined;
    });
  });
  afterAll(() => muster.stop());

  const make = async (people?: string[]): Promise<string> => {
    const made = await muster.as('ana').call(api.createSchedule, {
      body: schedule(`Primary ${++count}`, people),
    });
    return made.id;
  };
  const ask = (
    scheduleId: string,
    body: Partial<{
      askedRef: string;
      start: string;
      end: string;
      inReturn: { start: string; end: string } | null;
      reason: string;
    }> = {},
    name = 'ana',
  ): Promise<CoverRequest> =>
    muster.as(name).call(api.requestCover, {
      params: { id: scheduleId },
      body: { askedRef: ben, ...span(5), ...body },
    });
  const answer = (
    name: string,
    requestId: string,
    said: 'accept' | 'decline' | 'withdraw',
  ) =>
    muster.as(name).call(api.answerRequest, {
      params: { id: requestId },
      body: { answer: said },
    });
  const onDuty = async (scheduleId: string, day: number) => {
    const { items } = await muster.as('carla').call(api.shifts, {
      params: { id: scheduleId },
      query: {
        from: span(day, 0).start,
        to: span(day, 0, 24).end,
      },
    });
    return items.map(({ participant, start, end }) =>
      [participant.name, start.slice(11, 13), end.slice(11, 13)].join(' '),
    );
  };
  /** What somebody was told of a request, the newest last; the same news may come twice, and replace each other. */
  const told = (name: string, requestId: string) =>
    muster.notifications.mock.calls
      .map(([options]) => JSON.stringify(options))
      .filter(text => text.includes(`:${requestId}:user:default/${name}`));
  const refused = (statusCode: number, message: RegExp) => ({
    statusCode,
    body: { error: { message: expect.stringMatching(message) } },
  });

  it('a cover: asked, told, accepted, and the duty is the other’s', async () => {
    const scheduleId = await make();
    const request = await ask(scheduleId, { reason: 'Dentist' });
    expect(request).toMatchObject({
      asker: { name: 'Ana Ruiz' },
      asked: { name: 'Ben Okafor' },
      ...span(5),
      state: 'open',
      may: ['withdraw'],
    });
    await until(async () => told('ben', request.id).at(0));
    expect(told('ben', request.id)[0]).toMatch(
      /Ana Ruiz asks you to cover.*Thu 5 Mar 2026, 08:00 to Thu 5 Mar 2026, 12:00 \(UTC\).*Dentist/,
    );
    const mine = await muster.as('ben').call(api.myOnCall, {});
    expect(mine.requests).toEqual([{ ...request, may: ['accept', 'decline'] }]);

    await expect(answer('ana', request.id, 'accept')).rejects.toMatchObject(
      refused(403, /Only the person who was asked may accept/),
    );
    await expect(answer('dora', request.id, 'decline')).rejects.toMatchObject(
      refused(403, /Only the person who was asked/),
    );
    const accepted = await answer('ben', request.id, 'accept');
    expect(accepted).toMatchObject({ state: 'accepted', may: [] });
    expect(await answer('ben', request.id, 'accept')).toEqual(accepted);
    await expect(answer('ana', request.id, 'withdraw')).rejects.toMatchObject(
      refused(409, /Ben Okafor has accepted this request already/),
    );
    expect(await onDuty(scheduleId, 5)).toEqual([
      'Ana Ruiz 00 08',
      'Ben Okafor 08 12',
      'Ana Ruiz 12 00',
    ]);
    const { overrides } = await muster.as('carla').call(api.calendar, {
      params: { id: scheduleId },
      query: { from: span(4).start, to: span(6).start },
    });
    expect(overrides).toMatchObject([
      { kind: 'cover', reason: 'Dentist', createdBy: { ref: ben } },
    ]);
    await until(async () => told('ana', request.id).at(0));
    expect(told('ana', request.id)[0]).toMatch(/Ben Okafor covers for you/);
  });

  it('a swap: both parts change hands at once', async () => {
    const scheduleId = await make();
    const request = await ask(scheduleId, { inReturn: span(6, 20, 24) });
    await answer('ben', request.id, 'accept');
    expect(await onDuty(scheduleId, 5)).toContain('Ben Okafor 08 12');
    expect(await onDuty(scheduleId, 6)).toEqual([
      'Ben Okafor 00 20',
      'Ana Ruiz 20 00',
    ]);
  });

  it('what no longer holds expires with the reason, and changes nothing', async () => {
    const scheduleId = await make();
    const request = await ask(scheduleId);
    await muster.as('ana').call(api.addOverride, {
      params: { id: scheduleId },
      body: {
        kind: 'cover',
        personRef: carla,
        replacesRef: ana,
        ...span(5, 10, 14),
      },
    });
    await expect(answer('ben', request.id, 'accept')).rejects.toMatchObject(
      refused(409, /no longer holds and has expired: Ana Ruiz is not on call/),
    );
    await expect(answer('ben', request.id, 'accept')).rejects.toMatchObject(
      refused(409, /has expired; ask again/),
    );
    expect(await onDuty(scheduleId, 5)).not.toContain('Ben Okafor 08 12');
  });

  it('an answer and a withdrawal at once: exactly one wins', async () => {
    const scheduleId = await make();
    for (const day of [5, 7, 9]) {
      const request = await ask(scheduleId, span(day));
      const answers = await Promise.allSettled([
        answer('ben', request.id, 'accept'),
        answer('ana', request.id, 'withdraw'),
      ]);
      const won = answers.map(({ status }) => status === 'fulfilled');
      expect(won.filter(Boolean)).toHaveLength(1);
      const covered = (await onDuty(scheduleId, day)).includes(
        'Ben Okafor 08 12',
      );
      expect(covered).toBe(won[0]);
    }
  });

  it('bad input: each part is refused with its field', async () => {
    const scheduleId = await make();
    const past = { start: '2026-03-01T08:00:00Z', end: '2026-03-01T09:00:00Z' };
    for (const [body, message] of [
      [span(5, 12, 12), /body\.end must be after body\.start/],
      [past, /body\.start has passed/],
      [{ askedRef: ana }, /body\.askedRef is you/],
      [{ askedRef: 'user:nobody' }, /body\.askedRef .*not in the catalog/],
      [{ askedRef: 'group:payments' }, /body\.askedRef .*must be a user/],
      [span(6), /body\.start: Ana Ruiz is not on call/],
      [{ inReturn: span(5, 14, 15) }, /body\.inReturn: Ben Okafor is not/],
      [{ inReturn: past }, /body\.inReturn\.start has passed/],
      [
        { ...past, askedRef: 'user:nobody', inReturn: span(6, 3, 3) },
        /body\.start has passed.*body\.inReturn\.end must be.*body\.askedRef/,
      ],
    ] as const) {
      await expect(ask(scheduleId, body)).rejects.toMatchObject(
        refused(400, message),
      );
    }
    await expect(ask('nope')).rejects.toMatchObject(
      refused(404, /no schedule/),
    );
    await ask(scheduleId);
    await expect(ask(scheduleId, span(5, 11, 13))).rejects.toMatchObject(
      refused(409, /open request for a part of that time already/),
    );
    await ask(scheduleId, span(5, 12, 13));
    await expect(answer('ben', 'nope', 'accept')).rejects.toMatchObject(
      refused(404, /no request nope/),
    );
  });

  it('leave is one’s own; duty meanwhile is a conflict with somebody who could cover', async () => {
    const scheduleId = await make();
    const mine = () => muster.as('ana').call(api.myOnCall, {});
    const leave = await muster.as('ana').call(api.addLeave, {
      body: { ...span(11, 6, 18), note: 'Surgery' },
    });
    // It overlaps the first: one absence, so one warning.
    const check = await muster.as('ana').call(api.addLeave, {
      body: { ...span(11, 8, 12), note: 'Check' },
    });
    const { conflicts, leave: own, shifts, load } = await mine();
    expect(own).toEqual([leave, check]);
    expect(
      conflicts.filter(conflict => conflict.schedule.id === scheduleId),
    ).toMatchObject([{ ...span(11, 6, 18), suggestion: { ref: ben } }]);
    expect(shifts[0]).toMatchObject({
      participant: { ref: ana },
      ...span(3, 0, 24),
      passable: span(3, 0, 24),
    });
    expect(load.ahead.hours).toBeGreaterThan(24 * 14);

    const { items } = await muster.as('carla').call(api.suggestCover, {
      params: { id: scheduleId },
      query: span(11, 10, 11),
    });
    expect(items).toMatchObject([
      { person: { ref: ben }, obstacle: null },
      {
        person: { ref: ana },
        obstacle: 'is away until Wed 11 Mar 2026, 18:00 (UTC)',
      },
    ]);
    expect(JSON.stringify(items)).not.toContain('Surgery');
    expect((await muster.as('ben').call(api.myOnCall, {})).leave).toEqual([]);

    const remove = (name: string) =>
      muster.as(name).call(api.removeLeave, { params: { id: leave.id } });
    await expect(remove('ben')).rejects.toMatchObject(refused(404, /no leave/));
    await remove('ana');
    expect((await mine()).leave).toEqual([check]);
    for (const [body, message] of [
      [span(5, 3, 3), /body\.end must be after/],
      [span(1), /body\.end has passed/],
      [{ start: span(5).start, end: '2029-01-01T00:00:00Z' }, /two years/],
    ] as const) {
      await expect(
        muster.as('ana').call(api.addLeave, { body }),
      ).rejects.toMatchObject(refused(400, message));
    }
    await expect(
      muster.as('carla').call(api.suggestCover, {
        params: { id: scheduleId },
        query: span(5, 3, 3),
      }),
    ).rejects.toMatchObject(refused(400, /query\.end must be after/));
    // What is kept about a person is given to that person.
    const { exportMe } = contract.portal;
    const kept = await muster.as('ana').call(exportMe, {});
    expect(kept.person).toEqual({ ref: 'user:default/ana', name: 'Ana Ruiz' });
    expect(kept.contacts.methods).toContainEqual(
      expect.objectContaining({
        channel: 'email',
        address: 'ana@example.test',
      }),
    );
    expect(kept.pages).toEqual([]);
    expect(kept.onCall.leave).toEqual([check]);
    expect(kept.changes.map(({ action }) => action)).toContain(
      'oncall.add-leave',
    );
    expect(JSON.stringify(kept.changes)).not.toContain('Surgery');
    const bens = await muster.as('ben').call(exportMe, {});
    expect(bens.onCall.leave).toEqual([]);
    const anas = kept.changes.map(change => change.id);
    expect(bens.changes.filter(({ id: one }) => anas.includes(one))).toEqual(
      [],
    );
  });

  it('a calendar is read by its secret alone, says what the schedule says, and can be revoked', async () => {
    const scheduleId = await make([carla]);
    await muster.as('ana').call(api.addOverride, {
      params: { id: scheduleId },
      body: { kind: 'add', personRef: ben, ...span(20) },
    });
    const { url, ...feed } = await muster.as('carla').call(api.addFeed, {
      body: { scheduleId },
    });
    const path = new URL(url).pathname;
    const read = (at = path) => muster.http.get(at);
    const listed = async () =>
      (await muster.as('carla').call(api.listFeeds, {})).items;
    expect(await listed()).toEqual([feed]);

    const { text, headers } = await read().expect(200);
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    const events = new ICAL.Component(ICAL.parse(text))
      .getAllSubcomponents('vevent')
      .map(component => new ICAL.Event(component));
    const { items } = await muster.as('carla').call(api.shifts, {
      params: { id: scheduleId },
      query: {
        from: '2026-03-02T00:00:00Z',
        to: '2026-08-30T00:00:00Z',
      },
    });
    expect(
      events.map(({ startDate, endDate }) => [
        startDate.toJSDate().toISOString(),
        endDate.toJSDate().toISOString(),
      ]),
    ).toEqual(items.map(({ start, end }) => [start, end]));
    expect(await listed()).toMatchObject([
      { lastReadAt: '2026-03-02T09:00:00.000Z' },
    ]);

    await read(path.replace('.ics', '')).expect(200);
    await read().set('If-None-Match', headers.etag).expect(304);
    const own = await muster.as('carla').call(api.addFeed, {
      body: { scheduleId: null },
    });
    expect((await read(new URL(own.url).pathname)).text).toContain(
      'X-WR-CALNAME:On call: Carla Out',
    );

    const { id: feedId } = feed;
    const revoke = (name: string) =>
      muster.as(name).call(api.removeFeed, { params: { id: feedId } });
    await expect(revoke('dora')).rejects.toMatchObject(refused(404, /address/));
    await revoke('carla');
    const gone = await read().expect(404);
    const never = await read(path.replace(/[^/]+$/, 'guess.ics')).expect(404);
    expect(gone.body.error).toEqual(never.body.error);
    await expect(
      muster.as('carla').call(api.addFeed, { body: { scheduleId: 'nope' } }),
    ).rejects.toMatchObject(refused(404, /no schedule nope/));
  });

  it('nothing of it is for services, which have no duty', async () => {
    const answered = await muster.http
      .get('/api/incidents/v1/me/on-call')
      .set('authorization', mockCredentials.service.header());
    expect(answered.status).toBe(403);
  });

  it('a request expires when its time comes, and the asker is told', async () => {
    const scheduleId = await make();
    const request = await ask(scheduleId);
    muster.clock.advanceMinutes(3 * 24 * 60);
    await expect(answer('ben', request.id, 'accept')).rejects.toMatchObject(
      refused(409, /has expired; ask again/),
    );
    await until(async () => told('ana', request.id).at(0));
    expect(told('ana', request.id)[0]).toMatch(/has expired: nobody covers/);
  });
});
