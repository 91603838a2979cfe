import { schedule, turnRows, window } from './__testUtils__/schedules';
import { onCallAt } from './schedule';
import { Restriction } from '../api/oncall';

const restricted = (zone: string, ...restrictions: Restriction[]) =>
  schedule(zone, {
    startDate: '2000-01-01',
    participants: ['ana'],
    restrictions,
  });
const times = (
  zone: string,
  range: string,
  ...restrictions: Restriction[]
): string[] =>
  turnRows(restricted(zone, ...restrictions), range).map(([, start, end]) =>
    [start.slice(5), end.slice(5)].join(' to '),
  );

describe('restrictions', () => {
  it.each([
    [
      'a window begins on the days named',
      'UTC',
      '2026-03-06T00:00Z/2026-03-10T00:00Z',
      [window('09:00', '17:00', { days: ['mon', 'fri'] })],
      ['03-06T09:00 to 03-06T17:00', '03-09T09:00 to 03-09T17:00'],
    ],
    [
      'a window that ends at night belongs to the day on which it begins',
      'UTC',
      '2026-03-06T00:00Z/2026-03-09T00:00Z',
      [window('22:00', '06:00', { days: ['fri'] })],
      ['03-06T22:00 to 03-07T06:00'],
    ],
    [
      'equal times make a whole day, and whole days touch',
      'UTC',
      '2026-03-06T00:00Z/2026-03-12T00:00Z',
      [window('08:00', '08:00', { days: ['sat', 'sun'] })],
      ['03-07T08:00 to 03-09T08:00'],
    ],
    [
      'several windows are a union',
      'UTC',
      '2026-03-06T00:00Z/2026-03-07T00:00Z',
      [
        window('09:00', '12:00'),
        window('11:00', '14:00'),
        window('14:00', '15:00'),
      ],
      ['03-06T09:00 to 03-06T15:00'],
    ],
    [
      'a window of its own zone',
      'Europe/Zurich',
      '2026-03-06T00:00Z/2026-03-07T00:00Z',
      [window('09:00', '17:00', { timezone: 'America/New_York' })],
      ['03-06T14:00 to 03-06T22:00'],
    ],
    [
      'a window whose start is skipped opens after the gap',
      'Europe/Zurich',
      '2026-03-29T00:00Z/2026-03-29T12:00Z',
      [window('02:15', '05:00')],
      ['03-29T01:00 to 03-29T03:00'],
    ],
    [
      'a window whose end is skipped closes after the gap',
      'Europe/Zurich',
      '2026-03-29T00:00Z/2026-03-29T12:00Z',
      [window('01:30', '02:15')],
      ['03-29T00:30 to 03-29T01:00'],
    ],
    [
      'a window that is skipped altogether never opens',
      'Europe/Zurich',
      '2026-03-28T02:00Z/2026-03-30T02:00Z',
      [window('02:15', '02:45')],
      ['03-30T00:15 to 03-30T00:45'],
    ],
    [
      'a window in a repeated hour opens the first time and closes the second time',
      'Europe/Zurich',
      '2026-10-25T00:00Z/2026-10-25T12:00Z',
      [window('02:15', '02:45')],
      ['10-25T00:15 to 10-25T01:45'],
    ],
    [
      'a repeat of half an hour',
      'Australia/Lord_Howe',
      '2026-04-04T12:00Z/2026-04-05T00:00Z',
      [window('01:40', '01:50')],
      ['04-04T14:40 to 04-04T15:20'],
    ],
    [
      'a night into a skipped day ends with it (Apia, 30 December 2011)',
      'Pacific/Apia',
      '2011-12-29T12:00Z/2012-01-01T00:00Z',
      [window('22:00', '06:00', { days: ['thu'] })],
      ['12-30T08:00 to 12-30T10:00'],
    ],
    [
      'a night of the skipped day begins after it',
      'Pacific/Apia',
      '2011-12-29T12:00Z/2012-01-01T00:00Z',
      [window('22:00', '06:00', { days: ['fri'] })],
      ['12-30T10:00 to 12-30T16:00'],
    ],
    [
      'a day that begins in a gap at midnight',
      'America/Havana',
      '2026-03-08T00:00Z/2026-03-09T12:00Z',
      [window('00:00', '00:00', { days: ['sun'] })],
      ['03-08T05:00 to 03-09T04:00'],
    ],
  ])('%s: %s', (_what, zone, range, restrictions, expected) => {
    expect(times(zone, range, ...restrictions)).toEqual(expected);
  });

  it('let the layer below show while they are closed', () => {
    const rules = schedule(
      'UTC',
      { participants: ['day'], restrictions: [window('09:00', '17:00')] },
      { participants: ['rest'] },
    );
    expect(turnRows(rules, '2026-03-06T00:00Z/2026-03-07T00:00Z')).toEqual([
      ['rest', '2026-03-06T00:00', '2026-03-06T09:00'],
      ['day', '2026-03-06T09:00', '2026-03-06T17:00'],
      ['rest', '2026-03-06T17:00', '2026-03-07T00:00'],
    ]);
  });

  it('that leave nothing out change nothing', () => {
    expect(
      onCallAt(
        restricted('Europe/Zurich', window('08:00', '08:00')),
        new Date('2026-03-29T01:00Z'),
      ),
    ).toEqual({ people: ['ana'], until: null });
  });

  it('bad input: one without days is never open', () => {
    expect(
      onCallAt(
        restricted('UTC', window('00:00', '00:00', { days: [] })),
        new Date('2026-03-06'),
      ),
    ).toEqual({ people: [], until: null });
  });
});
