// An independent reader of RFC 5545: the calendar is written with another library.
import ICAL from 'ical.js';
import {
  alwaysInForce,
  onCallAt,
  scheduleInputSchema,
  shiftsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { windowAt } from './CalendarReader';
import { calendarText } from './calendarText';

const zurich = scheduleInputSchema.parse({
  name: 'Payments; primary, \\ “night”',
  ownerRef: 'group:payments',
  timezone: 'Europe/Zurich',
  layers: [
    {
      name: 'Nights',
      rotation: {
        unit: 'day',
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '09:00',
        participants: ['user:ana', ['user:ben', 'user:carla'], []],
      },
      restrictions: [
        { days: ['fri', 'sat', 'sun'], start: '22:00', end: '02:30' },
      ],
    },
    {
      name: 'Rest',
      rotation: {
        unit: 'week',
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '09:00',
        participants: ['user:dora', []],
      },
      timezone: 'America/New_York',
    },
  ],
});
const rules = alwaysInForce(zurich, {
  overrides: [
    {
      kind: 'cover',
      personRef: 'user:default/eve',
      replacesRef: 'user:default/dora',
      start: '2026-03-28T23:30:00.000Z',
      end: '2026-03-29T04:00:00.000Z',
      reason: '',
    },
  ],
});
const [from, to] = [new Date('2026-03-08'), new Date('2026-04-05')];
const minute = 60_000;

const write = (shown = shiftsBetween(rules, from, to)) =>
  calendarText(
    shown.map(({ person, start, end }) => ({
      schedule: { id: 's1', name: zurich.name },
      person: { ref: person, name: person.toUpperCase() },
      start,
      end,
      changedAt: new Date('2026-03-01T10:00:00Z'),
    })),
    {
      name: zurich.name,
      whose: 'everybody',
      urlOf: id => `https://portal.test/incidents/on-call/${id}`,
    },
  );

function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar
    .getAllSubcomponents('vevent')
    .map(component => new ICAL.Event(component));
  return { calendar, events };
}

describe('shifts as iCalendar', () => {
  it('say of every moment what onCallAt says, over both changes of the clock', () => {
    const spans = read(write()).events.map(event => ({
      person: decodeURIComponent(event.uid.split('-')[1]),
      start: event.startDate.toJSDate().getTime(),
      end: event.endDate.toJSDate().getTime(),
    }));
    const atHours = Array.from(
      { length: (to.getTime() - from.getTime()) / (60 * minute) },
      (_, hour) => from.getTime() + hour * 60 * minute,
    );
    const aroundEnds = spans.flatMap(({ start, end }) =>
      [start, end].flatMap(at => [at - minute, at, at + minute]),
    );
    const atMinutes = ['2026-03-08', '2026-03-29'].flatMap(day =>
      Array.from(
        { length: 24 * 60 },
        (_, index) => Date.parse(day) + index * minute,
      ),
    );
    const inRange = [...atHours, ...aroundEnds, ...atMinutes].filter(
      at => at >= from.getTime() && at < to.getTime(),
    );
    const differences = inRange.filter(at => {
      const people = spans
        .filter(({ start, end }) => start <= at && at < end)
        .map(({ person }) => person)
        .sort();
      return people.join() !== onCallAt(rules, new Date(at)).people.join();
    });
    expect(inRange.length).toBeGreaterThan(3000);
    expect(differences.map(at => new Date(at))).toEqual([]);
  });

  it('keep their identity, and are in words that survive', () => {
    const { calendar, events } = read(write());
    const [first] = events;
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(zurich.name);
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe(
      'PT15M',
    );
    expect(first).toMatchObject({
      summary: `USER:DEFAULT/DORA on call: ${zurich.name}`,
      description: expect.stringContaining(
        '\nhttps://portal.test/incidents/on-call/s1',
      ),
    });
    expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
    expect(write()).toBe(write());
    // Somebody else's shift is another event; what stays is the same one.
    const later = read(write(shiftsBetween(rules, new Date('2026-03-15'), to)));
    const uids = new Set(events.map(({ uid }) => uid));
    expect(later.events.slice(2).every(({ uid }) => uids.has(uid))).toBe(true);
  });

  it('begin at whole days and quarters, so that a text stays the same until it must not', () => {
    expect(windowAt(new Date('2026-05-10T23:59:00Z'))).toEqual({
      from: new Date('2026-04-10'),
      to: new Date('2026-11-07'),
      since: new Date('2026-01-01'),
    });
  });
});
