import { layer, schedule, turnRows, window } from './__testUtils__/schedules';
import { handoffsBetween, nextHandoff, onCallAt } from './schedule';

const day = 24 * 3600 * 1000;

describe('a rotation', () => {
  it('hands off daily on the wall clock, so that the summer shift begins an hour earlier in UTC', () => {
    expect(
      turnRows(
        schedule('Europe/Zurich', { startDate: '2026-03-27' }),
        '2026-03-27T00:00Z/2026-03-31T00:00Z',
      ),
    ).toEqual([
      ['ana', '2026-03-27T08:00', '2026-03-28T08:00'],
      ['ben', '2026-03-28T08:00', '2026-03-29T07:00'],
      ['cai', '2026-03-29T07:00', '2026-03-30T07:00'],
      ['ana', '2026-03-30T07:00', '2026-03-31T00:00'],
    ]);
  });

  it('hands off weekly on the weekday of the start', () => {
    expect(
      turnRows(
        schedule('America/New_York', { unit: 'week', startDate: '2026-02-27' }),
        '2026-03-01T00:00Z/2026-03-21T00:00Z',
      ),
    ).toEqual([
      ['ana', '2026-03-01T00:00', '2026-03-06T14:00'],
      ['ben', '2026-03-06T14:00', '2026-03-13T13:00'],
      ['cai', '2026-03-13T13:00', '2026-03-20T13:00'],
      ['ana', '2026-03-20T13:00', '2026-03-21T00:00'],
    ]);
  });

  it('hands off several times a week, in the week of each hand-off', () => {
    const twice = schedule('Europe/Zurich', {
      unit: 'week',
      startDate: '2026-03-25',
      moreHandoffs: [
        { weekday: 'fri', time: '17:00' },
        // Earlier in the week than the start: it comes in the week after. And the start itself, again.
        { weekday: 'mon', time: '08:00' },
        { weekday: 'wed', time: '09:00' },
      ],
    });
    expect(turnRows(twice, '2026-03-20T00:00Z/2026-04-04T00:00Z')).toEqual([
      ['ana', '2026-03-25T08:00', '2026-03-27T16:00'],
      ['ben', '2026-03-27T16:00', '2026-03-30T06:00'],
      ['cai', '2026-03-30T06:00', '2026-04-01T07:00'],
      ['ana', '2026-04-01T07:00', '2026-04-03T15:00'],
      ['ben', '2026-04-03T15:00', '2026-04-04T00:00'],
    ]);
    const everySecondWeek = schedule('UTC', {
      unit: 'week',
      every: 2,
      startDate: '2026-03-02',
      moreHandoffs: [{ weekday: 'fri', time: '09:00' }],
    });
    expect(
      turnRows(everySecondWeek, '2026-03-02T00:00Z/2026-03-21T00:00Z'),
    ).toEqual([
      ['ana', '2026-03-02T09:00', '2026-03-06T09:00'],
      ['ben', '2026-03-06T09:00', '2026-03-16T09:00'],
      ['cai', '2026-03-16T09:00', '2026-03-20T09:00'],
      ['ana', '2026-03-20T09:00', '2026-03-21T00:00'],
    ]);
  });

  it('counts hours on the wall clock: a repeated hour lasts two, a skipped one leaves no turn', () => {
    const hourly = schedule('Europe/Zurich', {
      unit: 'hour',
      startDate: '2026-01-01',
      handoffTime: '00:00',
    });
    expect(turnRows(hourly, '2026-10-24T23:00Z/2026-10-25T03:00Z')).toEqual([
      ['ben', '2026-10-24T23:00', '2026-10-25T00:00'],
      ['cai', '2026-10-25T00:00', '2026-10-25T02:00'],
      ['ana', '2026-10-25T02:00', '2026-10-25T03:00'],
    ]);
    expect(turnRows(hourly, '2026-03-29T00:00Z/2026-03-29T03:00Z')).toEqual([
      ['ben', '2026-03-29T00:00', '2026-03-29T01:00'],
      ['ana', '2026-03-29T01:00', '2026-03-29T02:00'],
      ['ben', '2026-03-29T02:00', '2026-03-29T03:00'],
    ]);
  });

  it('clamps a monthly hand-off to a shorter month, and returns to its own day', () => {
    expect(
      turnRows(
        schedule('UTC', { unit: 'month', startDate: '2027-12-31' }),
        '2027-12-01T00:00Z/2028-05-01T00:00Z',
      ),
    ).toEqual([
      ['ana', '2027-12-31T09:00', '2028-01-31T09:00'],
      ['ben', '2028-01-31T09:00', '2028-02-29T09:00'],
      ['cai', '2028-02-29T09:00', '2028-03-31T09:00'],
      ['ana', '2028-03-31T09:00', '2028-04-30T09:00'],
      ['ben', '2028-04-30T09:00', '2028-05-01T00:00'],
    ]);
  });

  it('counts only active days, which are those on which a restriction begins', () => {
    const nights = schedule('UTC', {
      startDate: '2026-03-05',
      handoffTime: '12:00',
      every: 2,
      count: 'active-days',
      restrictions: [
        window('22:00', '06:00', { days: ['sat', 'thu'] }),
        window('22:00', '23:00', { days: ['fri'] }),
      ],
    });
    expect(turnRows(nights, '2026-03-01T00:00Z/2026-03-14T00:00Z')).toEqual([
      ['ana', '2026-03-05T22:00', '2026-03-06T06:00'],
      ['ana', '2026-03-06T22:00', '2026-03-06T23:00'],
      ['ben', '2026-03-07T22:00', '2026-03-08T06:00'],
      ['ben', '2026-03-12T22:00', '2026-03-13T06:00'],
      ['cai', '2026-03-13T22:00', '2026-03-13T23:00'],
    ]);
  });

  it('begins on the first active day when the start is none, and counts every day without restrictions', () => {
    const weekend = layer({
      startDate: '2026-03-04',
      handoffTime: '00:00',
      count: 'active-days',
      restrictions: [window('00:00', '00:00', { days: ['sat', 'sun'] })],
    });
    const range = [new Date('2026-03-01'), new Date('2026-03-15')] as const;
    expect(handoffsBetween(weekend, 'UTC', ...range)).toEqual([
      new Date('2026-03-07'),
      new Date('2026-03-08'),
      new Date('2026-03-14'),
    ]);
    expect(
      handoffsBetween({ ...weekend, restrictions: [] }, 'UTC', ...range),
    ).toHaveLength(11);
  });

  it('hands off after the gap when the hand-off time is skipped, and is back on time the next day', () => {
    expect(
      turnRows(
        schedule('Europe/Zurich', {
          startDate: '2026-03-28',
          handoffTime: '02:30',
        }),
        '2026-03-28T00:00Z/2026-03-31T00:00Z',
      ),
    ).toEqual([
      ['ana', '2026-03-28T01:30', '2026-03-29T01:00'],
      ['ben', '2026-03-29T01:00', '2026-03-30T00:30'],
      ['cai', '2026-03-30T00:30', '2026-03-31T00:00'],
    ]);
  });

  it('hands off at the first of two equal times, and not again at the second', () => {
    const rules = schedule('Europe/Zurich', {
      startDate: '2026-10-24',
      handoffTime: '02:30',
    });
    expect(turnRows(rules, '2026-10-24T12:00Z/2026-10-26T12:00Z')).toEqual([
      ['ana', '2026-10-24T12:00', '2026-10-25T00:30'],
      ['ben', '2026-10-25T00:30', '2026-10-26T01:30'],
      ['cai', '2026-10-26T01:30', '2026-10-26T12:00'],
    ]);
    expect(onCallAt(rules, new Date('2026-10-25T01:15Z'))).toEqual({
      people: ['ben'],
      until: new Date('2026-10-26T01:30Z'),
    });
  });

  it('moves a hand-off of a skipped day to the day after it (Apia, 30 December 2011)', () => {
    expect(
      turnRows(
        schedule('Pacific/Apia', { startDate: '2011-12-28' }),
        '2011-12-28T00:00Z/2012-01-01T00:00Z',
      ),
    ).toEqual([
      ['ana', '2011-12-28T19:00', '2011-12-29T19:00'],
      ['ben', '2011-12-29T19:00', '2011-12-30T10:00'],
      ['cai', '2011-12-30T10:00', '2011-12-30T19:00'],
      ['ana', '2011-12-30T19:00', '2011-12-31T19:00'],
      ['ben', '2011-12-31T19:00', '2012-01-01T00:00'],
    ]);
  });

  it('passes over the slot that a skipped day leaves empty', () => {
    expect(
      turnRows(
        schedule('Pacific/Apia', {
          startDate: '2011-12-28',
          handoffTime: '00:00',
        }),
        '2011-12-28T10:00Z/2012-01-01T10:00Z',
      ),
    ).toEqual([
      ['ana', '2011-12-28T10:00', '2011-12-29T10:00'],
      ['ben', '2011-12-29T10:00', '2011-12-30T10:00'],
      ['ana', '2011-12-30T10:00', '2011-12-31T10:00'],
      ['ben', '2011-12-31T10:00', '2012-01-01T10:00'],
    ]);
  });

  it('does not drift in a thousand years, and answers as quickly as for tomorrow', () => {
    const rules = schedule('America/New_York', { startDate: '1990-06-01' });
    const next = nextHandoff(rules, new Date('2999-06-01T00:00Z'));
    expect(next?.at).toEqual(new Date('2999-06-01T13:00Z'));
    const days = (Date.UTC(2999, 5, 1) - Date.UTC(1990, 5, 1)) / day;
    expect(next?.people).toEqual([['ana', 'ben', 'cai'][days % 3]]);

    const hourly = schedule('UTC', { unit: 'hour', startDate: '1900-01-01' });
    const begin = performance.now();
    for (let year = 2000; year < 2999; year++) {
      onCallAt(hourly, new Date(Date.UTC(year, 0)));
    }
    // Walking there hour by hour would take minutes.
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('has nobody before the start, unless it extends before it', () => {
    const rules = schedule('UTC', { startDate: '2026-05-01' });
    const start = new Date('2026-05-01T09:00Z');
    expect(onCallAt(rules, new Date('2026-05-01T08:59:59Z'))).toEqual({
      people: [],
      until: start,
    });
    expect(onCallAt(rules, start)).toEqual({
      people: ['ana'],
      until: new Date('2026-05-02T09:00Z'),
    });
    expect(turnRows(rules, '2026-04-01T00:00Z/2026-05-01T09:00Z')).toEqual([]);
    const extended = schedule('UTC', {
      startDate: '2026-05-01',
      extendsBefore: true,
    });
    expect(turnRows(extended, '2026-04-29T09:00Z/2026-05-02T09:00Z')).toEqual([
      ['ben', '2026-04-29T09:00', '2026-04-30T09:00'],
      ['cai', '2026-04-30T09:00', '2026-05-01T09:00'],
      ['ana', '2026-05-01T09:00', '2026-05-02T09:00'],
    ]);
  });

  it('has nobody in an empty slot, and several in a slot of several', () => {
    const rules = schedule('UTC', {
      startDate: '2026-05-01',
      participants: [['cai', 'ana', 'cai'], [], 'ana'],
    });
    expect(turnRows(rules, '2026-05-01T00:00Z/2026-05-05T00:00Z')).toEqual([
      ['ana+cai', '2026-05-01T09:00', '2026-05-02T09:00'],
      ['ana', '2026-05-03T09:00', '2026-05-04T09:00'],
      ['ana+cai', '2026-05-04T09:00', '2026-05-05T00:00'],
    ]);
  });

  it('lists its hand-offs, an hour that a change skips only once', () => {
    const hourly = layer({ unit: 'hour', every: 1, handoffTime: '00:00' });
    expect(
      handoffsBetween(
        hourly,
        'America/Chicago',
        new Date('2026-03-08T07:00Z'),
        new Date('2026-03-08T10:00Z'),
      ),
    ).toEqual([
      new Date('2026-03-08T07:00Z'),
      new Date('2026-03-08T08:00Z'),
      new Date('2026-03-08T09:00Z'),
    ]);
  });

  it('bad input: a rotation without participants, or without active days, has nobody', () => {
    const at = new Date('2026-05-01T10:00Z');
    const nobody = { people: [], until: null };
    expect(onCallAt(schedule('UTC', { participants: [] }), at)).toEqual(nobody);
    const never = window('09:00', '17:00', { days: [] });
    const inactive = schedule('UTC', {
      count: 'active-days',
      restrictions: [never],
    });
    expect(onCallAt(inactive, at)).toEqual(nobody);
    expect(
      onCallAt(
        schedule('UTC', { participants: [] }, { participants: ['low'] }),
        at,
      ).people,
    ).toEqual(['low']);
  });
});
