import {
  ScheduleInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import { linesChanged } from '../../platform/linesChanged';
import { parseSchedule } from './parseSchedule';
import { printSchedule } from './printSchedule';

const plain = scheduleInputSchema.parse({
  name: 'Payments primary',
  ownerRef: 'group:payments',
  timezone: 'Europe/Zurich',
  layers: [
    {
      name: 'Week',
      rotation: {
        unit: 'week',
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '17:00',
        participants: ['user:ana', ['user:ben', 'group:emea/night'], []],
      },
    },
  ],
});

const withEverything: ScheduleInput = {
  ...plain,
  description: 'Follows the sun: no one is woken # not a comment\n\nyes',
  layers: [
    {
      ...plain.layers[0],
      timezone: 'Australia/Sydney',
      besideAbove: true,
      effectiveFrom: '2026-03-02T08:00:00.000Z',
      until: '2027-03-02T08:00:00.000Z',
      rotation: {
        ...plain.layers[0].rotation,
        count: 'active-days',
        extendsBefore: true,
        moreHandoffs: [{ weekday: 'thu', time: '09:00' }],
      },
      restrictions: [
        { days: ['mon', 'sun'], start: '22:00', end: '06:00', timezone: null },
        { days: ['tue'], start: '00:00', end: '00:00', timezone: 'UTC' },
      ],
    },
  ],
};

const contentOf = (text: string) => {
  const parsed = parseSchedule(text);
  return 'content' in parsed ? parsed.content : parsed.faults;
};
const faultsOf = (text: string) => {
  const parsed = parseSchedule(text);
  return 'faults' in parsed
    ? parsed.faults.map(
        ({ line, column, field, message }) =>
          `${line}:${column} ${field} ${message}`,
      )
    : [];
};

describe('a schedule as YAML', () => {
  it('is short: refs as people write them, and nothing that is default anyway', () => {
    expect(printSchedule(plain)).toBe(`name: Payments primary
ownerRef: group:payments
timezone: Europe/Zurich
layers:
  - name: Week
    rotation:
      unit: week
      every: 1
      startDate: "2026-03-02"
      handoffTime: "17:00"
      participants:
        - user:ana
        - - user:ben
          - group:emea/night
        - []
`);
  });

  it.each([
    ['a plain one', plain],
    ['one with everything', withEverything],
    [
      'odd names',
      {
        ...plain,
        name: '- "no": [~] {user:default/x}',
        description: '\u{1f4df}\t',
      },
    ],
  ])('is the same schedule when it is read back: %s', (_what, content) => {
    expect(contentOf(printSchedule(content))).toEqual(content);
  });

  it('may have comments, anchors and be JSON', () => {
    const text = printSchedule(plain)
      .replace('name: Payments', '# Ours.\nname: Payments')
      .replace('unit: week', 'unit: week # until summer');
    expect(contentOf(text)).toEqual(plain);
    expect(contentOf(JSON.stringify(plain))).toEqual(plain);
  });

  it('bad input: every fault is named with its line and column', () => {
    expect(
      faultsOf(`name: Payments primary
ownerRef: payments
timezone: Europe/Zurch
layer:
layers:
  - name: Week
    rotation:
      unit: fortnight
      evry: 2
      startDate: 2026-02-30
      handoffTime:
      participants: [user:ana, user ana]
    restrictions:
      - { days: [], start: 09:00, end: 25:00 }
`),
    ).toEqual([
      expect.stringMatching(/^2:11 ownerRef 'payments' is not an entity ref/),
      '3:11 timezone must be an IANA time zone such as Europe/Zurich',
      '4:1 layer is not a field here; did you mean layers?',
      '8:7 layers.0.rotation.every is missing: write every: 1',
      '8:13 layers.0.rotation.unit must be one of hour, day, week, month',
      '9:7 layers.0.rotation.evry is not a field here; did you mean every?',
      expect.stringMatching(/^10:18 layers.0.rotation.startDate /),
      "11:7 layers.0.rotation.handoffTime is empty: write handoffTime: '09:00'",
      expect.stringMatching(
        /^12:32 layers.0.rotation.participants.1 'user ana' is not an entity ref/,
      ),
      '14:17 layers.0.restrictions.0.days must name at least one day',
      '14:40 layers.0.restrictions.0.end must be a time such as 09:00',
    ]);
  });

  it('bad input: says what a field must be, in the words of somebody who writes YAML', () => {
    expect(
      faultsOf(`name: 7
ownerRef: group:payments
timezone: UTC
layers:
  - name: Week
    besideAbove: maybe
    rotation:
      unit: week
      every: 0
      startDate: '2026-03-02'
      moreHandoffs: [{ weekday: thu }]
      participants: [7, [user:ana, 8], []]
  - name: Bare
    rotation: { unit: day, every: 1.5, handoffTime: '09:00', startDate: '2026-03-02' }
`),
    ).toEqual([
      '1:7 name must be a text, not a number',
      '6:18 layers.0.besideAbove must be true or false, not a text',
      "8:7 layers.0.rotation.handoffTime is missing: write handoffTime: '09:00'",
      '9:14 layers.0.rotation.every must be at least 1',
      "11:22 layers.0.rotation.moreHandoffs.0.time is missing: write time: '09:00'",
      '12:22 layers.0.rotation.participants.0 must be somebody, such as user:ana, or a list of them, not a number',
      '12:36 layers.0.rotation.participants.1.1 must be a text, not a number',
      '14:15 layers.1.rotation.participants is missing: write participants: [user:ana, user:ben]',
      '14:35 layers.1.rotation.every must be a whole number',
    ]);
    expect(faultsOf('name: x\nlayers: []')).toEqual([
      '1:1 ownerRef is missing: write ownerRef: group:payments',
      '1:1 timezone is missing: write timezone: Europe/Zurich',
      '2:9 layers must have at least one layer',
    ]);
  });

  it.each([
    ['nothing', '', /^1:1 {2}is no schedule yet: write name: /],
    ['a list', '- a', /^1:1 {2}must be fields with values, not a list/],
    ['a key twice', 'name: a\nname: b', /^2:1 .*unique/],
    ['tabs', 'layers:\n\t- a', /^2:1 .*[Tt]abs/],
    ['an open quote', 'name: "a', /^1:9 .*quote/],
    ['two documents', 'name: a\n---\nname: b', /^2:1 .*multiple documents/],
    ['an unknown tag', 'name: !secret a', /^1:7 .*tag/],
    ['an alias to nothing', 'name: *x', /^1:7 .*[Aa]lias/],
    [
      'a cloud of aliases',
      `a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
      /alias/,
    ],
    ['a key that is a list', '[a]: b', /is not a field here; there are name/],
    ['a key of every object', '__proto__: { name: x }', /is not a field here/],
    ['brackets without end', '['.repeat(150_000), /./],
  ])('bad input: %s', (_what, text, fault) => {
    expect(faultsOf(text)).toEqual(
      expect.arrayContaining([expect.stringMatching(fault)]),
    );
  });

  it('differs line by line', () => {
    const before = printSchedule(plain);
    const after = printSchedule({ ...plain, timezone: 'UTC' });
    expect(linesChanged(before, after).slice(0, 5)).toEqual([
      ' name: Payments primary',
      ' ownerRef: group:payments',
      '-timezone: Europe/Zurich',
      '+timezone: UTC',
      ' layers:',
    ]);
    expect(linesChanged('', before).every(line => line.startsWith('+'))).toBe(
      true,
    );
    expect(
      linesChanged(before, before).every(line => line.startsWith(' ')),
    ).toBe(true);
  });
});
