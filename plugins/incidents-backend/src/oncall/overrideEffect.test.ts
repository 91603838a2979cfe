import {
  alwaysInForce,
  OverrideInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import { effectOf } from './overrideEffect';

const [ana, ben, carla] = ['ana', 'ben', 'carla'].map(
  name => `user:default/${name}`,
);
const content = scheduleInputSchema.parse({
  name: 'Primary',
  ownerRef: 'group:payments',
  timezone: 'UTC',
  layers: [
    {
      name: 'Days',
      rotation: {
        unit: 'day',
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '00:00',
        participants: [ana, ben],
      },
      restrictions: [{ days: ['mon', 'tue'], start: '06:00', end: '18:00' }],
    },
  ],
});
const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour)).toISOString();
const cover = (rest: object): OverrideInput => ({
  kind: 'cover',
  personRef: carla,
  replacesRef: ana,
  start: at(0),
  end: at(24),
  reason: '',
  ...rest,
});

describe('the effect of an override', () => {
  const told = (
    override: OverrideInput,
    changes: Parameters<typeof alwaysInForce>[1] = {},
  ) =>
    effectOf(alwaysInForce(content, changes), override).map(
      ({ start, end, before, after }) =>
        `${start.getUTCHours()}–${end.getUTCHours()} ${before} → ${after}`,
    );

  it('is told for all of its span, also where nobody is on call', () => {
    expect(told(cover({}))).toEqual([
      '0–6  → ',
      `6–18 ${ana} → ${carla}`,
      '18–0  → ',
    ]);
    // Who covers everybody is there where nobody was.
    expect(told(cover({ replacesRef: null }))).toEqual([
      `0–6  → ${carla}`,
      `6–18 ${ana} → ${carla}`,
      `18–0  → ${carla}`,
    ]);
  });

  it('does not act on whom another override has put there, and goes on where that one ends', () => {
    const other = cover({ personRef: ben, start: at(8), end: at(10) });
    const next = cover({ kind: 'remove', start: at(7), end: at(12) });
    expect(told(next, { overrides: [other] })).toEqual([
      `7–8 ${ana} → `,
      `8–10 ${ben} → ${ben}`,
      `10–12 ${ana} → `,
    ]);
    const added = cover({ kind: 'add', personRef: ana });
    expect(
      told(cover({ start: at(7), end: at(8) }), { overrides: [added] }),
    ).toEqual([`7–8 ${ana} → ${ana},${carla}`]);
  });

  it('is none where fixed shifts replace everything', () => {
    const shift = { personRef: ben, start: at(0), end: at(24) };
    const fixed = { start: at(0), end: at(24), reason: '', shifts: [shift] };
    expect(told(cover({}), { temporary: [fixed] })).toEqual([
      `0–0 ${ben} → ${ben}`,
    ]);
  });
});
