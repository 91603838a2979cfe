import {
  layer,
  override,
  rowsOf,
  schedule,
  shiftRows,
  turnRows,
  window,
} from './__testUtils__/schedules';
import {
  coverageGaps,
  layerTurnsBetween,
  nextHandoff,
  onCallAt,
  turnsBetween,
} from './schedule';

describe('a calendar', () => {
  it('joins spans of the same people across hand-offs and layers', () => {
    const rules = schedule(
      'UTC',
      { startDate: '2026-05-03', participants: ['ana', 'ana', 'ben'] },
      { startDate: '2026-05-02', participants: ['ana'] },
    );
    expect(turnRows(rules, '2026-05-01T00:00Z/2026-05-07T00:00Z')).toEqual([
      ['ana', '2026-05-02T09:00', '2026-05-05T09:00'],
      ['ben', '2026-05-05T09:00', '2026-05-06T09:00'],
      ['ana', '2026-05-06T09:00', '2026-05-07T00:00'],
    ]);
    expect(onCallAt(rules, new Date('2026-05-02T10:00Z')).until).toEqual(
      new Date('2026-05-05T09:00Z'),
    );
  });

  it('lists the shifts of each person by start and then by person', () => {
    const rules = schedule('UTC', {
      startDate: '2026-05-01',
      participants: [
        ['cai', 'ana'],
        ['ben', 'ana'],
      ],
    });
    expect(shiftRows(rules, '2026-05-01T00:00Z/2026-05-04T00:00Z')).toEqual([
      ['ana', '2026-05-01T09:00', '2026-05-04T00:00'],
      ['cai', '2026-05-01T09:00', '2026-05-02T09:00'],
      ['ben', '2026-05-02T09:00', '2026-05-03T09:00'],
      ['cai', '2026-05-03T09:00', '2026-05-04T00:00'],
    ]);
  });

  it('finds every gap, to the ends of the range', () => {
    const rules = schedule('Europe/Zurich', {
      restrictions: [window('09:00', '17:00', { days: ['mon'] })],
    });
    const gaps = coverageGaps(
      rules,
      new Date('2026-03-01T00:00Z'),
      new Date('2026-03-03T00:00Z'),
    );
    expect(gaps).toEqual([
      {
        start: new Date('2026-03-01T00:00Z'),
        end: new Date('2026-03-02T08:00Z'),
      },
      {
        start: new Date('2026-03-02T16:00Z'),
        end: new Date('2026-03-03T00:00Z'),
      },
    ]);
  });

  it('draws each layer by itself, without overrides', () => {
    const rules = {
      ...schedule('UTC', { participants: ['top'] }, { participants: ['low'] }),
      overrides: [override('add', '2026-05-01T00:00Z/2026-05-08T00:00Z')],
    };
    const [from, to] = [new Date('2026-05-01Z'), new Date('2026-05-08Z')];
    expect(rowsOf(layerTurnsBetween(rules, 1, from, to))).toEqual([
      ['low', '2026-05-01T00:00', '2026-05-08T00:00'],
    ]);
    expect(layerTurnsBetween(rules, 2, from, to)).toEqual([]);
  });

  it('bad input: an empty or backward range has nothing', () => {
    for (const range of [
      '2026-05-02T00:00Z/2026-05-02T00:00Z',
      '2026-05-03T00:00Z/2026-05-02T00:00Z',
    ]) {
      expect(turnRows(schedule('UTC', {}), range)).toEqual([]);
      expect(shiftRows(schedule('UTC', {}), range)).toEqual([]);
    }
  });

  it('computes a year of eight weekly layers, each restricted, well within 20 ms', () => {
    const rules = schedule(
      'America/New_York',
      ...Array.from({ length: 8 }, (_, index) => ({
        unit: 'week' as const,
        startDate: `19${70 + index}-01-05`,
        participants: Array.from({ length: 7 }, (__, n) => `p${index}-${n}`),
        restrictions: [
          window(`0${index}:30`, `1${index}:15`, {
            days: ['mon', 'tue', 'wed', 'thu', 'fri'],
          }),
        ],
      })),
    );
    const [from, to] = [new Date('2026-01-01Z'), new Date('2027-01-01Z')];
    const year = () => {
      const begin = performance.now();
      turnsBetween(rules, from, to);
      return performance.now() - begin;
    };
    // The quickest of a few: this machine may be busy with other things.
    expect(Math.min(...Array.from({ length: 7 }, year))).toBeLessThan(20);
  });
});

describe('now and next', () => {
  it('has no end where nobody else ever takes over', () => {
    const rules = schedule('Europe/Zurich', { participants: ['ana', 'ana'] });
    const at = new Date('2026-05-02T10:00Z');
    expect(onCallAt(rules, at)).toEqual({ people: ['ana'], until: null });
    expect(nextHandoff(rules, at)).toBeUndefined();
  });

  it('has no end when the next change is more than two years away', () => {
    const rules = schedule('UTC', {
      unit: 'month',
      every: 25,
      startDate: '2026-05-01',
    });
    expect(onCallAt(rules, new Date('2026-05-02')).until).toBeNull();
    expect(onCallAt(rules, new Date('2026-07-02')).until).toEqual(
      new Date('2028-06-01T09:00Z'),
    );
  });

  it('names who comes next, the first of all before the start', () => {
    const rules = schedule('UTC', { startDate: '2026-05-01' });
    expect(nextHandoff(rules, new Date('2026-04-20T00:00Z'))).toEqual({
      people: ['ana'],
      at: new Date('2026-05-01T09:00Z'),
    });
    expect(nextHandoff(rules, new Date('2026-05-01T09:00Z'))).toEqual({
      people: ['ben'],
      at: new Date('2026-05-02T09:00Z'),
    });
    expect(nextHandoff(rules, new Date('2023-05-01T09:00Z'))).toBeUndefined();
  });

  it('looks over a gap for who comes next, while `until` is where the gap begins', () => {
    const rules = schedule('UTC', {
      restrictions: [window('09:00', '17:00', { days: ['mon'] })],
    });
    const monday = new Date('2026-03-02T10:00Z');
    expect(onCallAt(rules, monday).until).toEqual(
      new Date('2026-03-02T17:00Z'),
    );
    expect(nextHandoff(rules, monday)?.at).toEqual(
      new Date('2026-03-09T09:00Z'),
    );
  });
});

it('a schedule may hand off by one zone and be open by another', () => {
  const rules = schedule('Europe/Zurich', {
    ...layer().rotation,
    startDate: '2026-07-01',
    restrictions: [window('08:00', '12:00', { timezone: 'Asia/Tokyo' })],
  });
  expect(turnRows(rules, '2026-07-02T00:00Z/2026-07-04T00:00Z')).toEqual([
    ['ana', '2026-07-02T00:00', '2026-07-02T03:00'],
    ['ben', '2026-07-02T23:00', '2026-07-03T03:00'],
    ['cai', '2026-07-03T23:00', '2026-07-04T00:00'],
  ]);
});
