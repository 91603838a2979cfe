import { layer, override, schedule, window } from './__testUtils__/schedules';
import { explain } from './explain';
import { explanationLines } from './explanationLines';
import { ScheduleRules } from './rules';

const names: Record<string, string> = { ana: 'Ana Ruiz', ben: 'Ben Okafor' };
const lines = (rules: ScheduleRules, at: string): string[] =>
  explanationLines(explain(rules, new Date(at)), ref => names[ref] ?? ref);

const base = schedule(
  'Europe/Zurich',
  {
    name: 'Office hours',
    startDate: '2026-03-02',
    participants: ['ana', ['ana', 'ben']],
    restrictions: [window('09:00', '17:00', { days: ['mon', 'tue'] })],
  },
  { name: 'Early birds', startDate: '2026-04-01', besideAbove: true },
  {
    name: 'Rest',
    unit: 'week',
    startDate: '2026-03-02',
    participants: ['ben', []],
  },
);

describe('why somebody is on call', () => {
  it('because of a layer; those above say why not, those below say nothing', () => {
    expect(lines(base, '2026-03-02T08:00Z')).toEqual([
      'Layer “Office hours” has Ana Ruiz: turn 1 of 2, next hand-off on Tue 3 Mar 2026, 09:00.',
      'Layer “Early birds” begins on Wed 1 Apr 2026, 09:00.',
    ]);
    expect(lines(base, '2026-03-03T08:00Z')[0]).toBe(
      'Layer “Office hours” has Ana Ruiz, Ben Okafor: turn 2 of 2, next hand-off on Wed 4 Mar 2026, 09:00.',
    );
    expect(lines(base, '2026-03-04T08:00Z')).toEqual([
      'Layer “Rest” has Ben Okafor: turn 1 of 2, next hand-off on Mon 9 Mar 2026, 09:00.',
      'Layer “Office hours” is closed until Mon 9 Mar 2026, 09:00.',
      'Layer “Early birds” begins on Wed 1 Apr 2026, 09:00.',
    ]);
  });

  it('nobody, because the turn belongs to nobody', () => {
    expect(lines(base, '2026-03-12T08:00Z')).toEqual([
      'Nobody is on call until Mon 16 Mar 2026, 09:00.',
      'Layer “Office hours” is closed until Mon 16 Mar 2026, 09:00.',
      'Layer “Early birds” begins on Wed 1 Apr 2026, 09:00.',
      'Layer “Rest” has nobody in this turn until Mon 16 Mar 2026, 09:00.',
    ]);
  });

  it('because of overrides, and which had no effect', () => {
    const span = '2026-03-02T08:00Z/2026-03-02T12:00Z';
    const overrides = [
      override('cover', span, { person: 'dan', replaces: 'ben' }),
      { ...override('cover', span, { replaces: 'ana' }), reason: 'Dentist' },
      override('add', span, { person: 'eve' }),
    ];
    expect(lines({ ...base, overrides }, '2026-03-02T08:00Z')).toEqual([
      'zoe covers Ana Ruiz from Mon 2 Mar 2026, 09:00 to Mon 2 Mar 2026, 13:00 (Dentist).',
      'eve is on call as well from Mon 2 Mar 2026, 09:00 to Mon 2 Mar 2026, 13:00.',
      'Layer “Office hours” has Ana Ruiz: turn 1 of 2, next hand-off on Tue 3 Mar 2026, 09:00.',
      'No effect: dan covers Ben Okafor from Mon 2 Mar 2026, 09:00 to Mon 2 Mar 2026, 13:00, but Ben Okafor is not on call by the layers.',
      'Layer “Early birds” begins on Wed 1 Apr 2026, 09:00.',
    ]);
  });

  it('nobody, because it is left empty on purpose', () => {
    const overrides = [
      override('remove', '2026-03-02T08:00Z/2026-03-02T12:00Z'),
    ];
    expect(
      lines({ ...base, overrides }, '2026-03-02T08:00Z').slice(0, 2),
    ).toEqual([
      'Nobody is on call until Mon 2 Mar 2026, 13:00.',
      'Left empty on purpose from Mon 2 Mar 2026, 09:00 to Mon 2 Mar 2026, 13:00.',
    ]);
  });

  it('because of a temporary schedule alone', () => {
    const temporary = [
      {
        start: '2026-03-02T06:00Z',
        end: '2026-03-02T18:00Z',
        reason: 'Launch',
        shifts: [
          {
            personRef: 'ana',
            start: '2026-03-02T06:00Z',
            end: '2026-03-02T12:00Z',
          },
        ],
      },
    ];
    const rules = { ...base, temporary };
    expect(lines(rules, '2026-03-02T08:00Z')).toEqual([
      'A temporary schedule replaces everything from Mon 2 Mar 2026, 07:00 to Mon 2 Mar 2026, 19:00 (Launch); it has Ana Ruiz.',
    ]);
    expect(lines(rules, '2026-03-02T13:00Z')).toEqual([
      'Nobody is on call until Mon 2 Mar 2026, 19:00.',
      'A temporary schedule replaces everything from Mon 2 Mar 2026, 07:00 to Mon 2 Mar 2026, 19:00 (Launch); it has nobody.',
    ]);
  });

  it('nobody, because no layer counts any more, or the schedule does not hold', () => {
    const ended = schedule('UTC', { until: '2026-03-01T00:00:00Z' });
    expect(lines(ended, '2026-03-02T08:00Z')).toEqual([
      'Nobody is on call.',
      'Layer “Layer” has ended.',
    ]);
    const archived = { ...base, archivedAt: '2026-03-01T00:00:00Z' };
    expect(lines(archived, '2026-03-02T08:00Z')).toEqual([
      'Nobody is on call.',
      'The schedule was archived on Sun 1 Mar 2026, 01:00.',
    ]);
    const later: ScheduleRules = {
      ...base,
      versions: [
        {
          version: 1,
          effectiveFrom: '2026-03-09T00:00:00Z',
          content: { timezone: 'UTC', layers: [layer()] },
        },
      ],
    };
    expect(lines(later, '2026-03-02T08:00Z')).toEqual([
      'Nobody is on call until Mon 9 Mar 2026, 00:00.',
      'The schedule begins on Mon 9 Mar 2026, 00:00.',
    ]);
  });

  it('bad input: a schedule without layers or versions', () => {
    expect(lines(schedule('UTC'), '2026-03-02T08:00Z')).toEqual([
      'Nobody is on call.',
    ]);
    expect(lines({ ...base, versions: [] }, '2026-03-02T08:00Z')).toEqual([
      'Nobody is on call.',
      'The schedule has no version that was ever in force.',
    ]);
  });
});
