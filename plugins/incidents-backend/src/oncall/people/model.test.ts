import {
  alwaysInForce,
  OverrideInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import {
  CoverRequestRecord,
  expiryOf,
  isNamedIn,
  mayAnswer,
  obstacleTo,
  passableParts,
  stateAt,
} from './model';

const content = scheduleInputSchema.parse({
  name: 'Payments primary',
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
        participants: ['user:ana', 'user:ben', 'user:carla'],
      },
    },
  ],
});
const [ana, ben, carla] = ['ana', 'ben', 'carla'].map(
  name => `user:default/${name}`,
);
const day = (date: string, hours: [number, number] = [0, 24]) => {
  const midnight = Date.parse(date);
  const [start, end] = hours.map(hour => new Date(midnight + hour * 3_600_000));
  return { start, end };
};
// Ana has the 2nd, 5th and 8th; Ben the 3rd and 6th; Carla the 4th and 7th.
const request = (
  rest: Partial<CoverRequestRecord> = {},
): CoverRequestRecord => ({
  id: 'r1',
  scheduleId: 's1',
  askerRef: ana,
  askedRef: ben,
  ...day('2026-03-05', [8, 12]),
  inReturn: null,
  reason: '',
  state: 'open',
  createdAt: new Date('2026-03-02T08:00:00Z'),
  answeredAt: null,
  ...rest,
});
const override = (rest: object): OverrideInput => ({
  kind: 'cover',
  personRef: carla,
  replacesRef: ana,
  start: '2026-03-05T00:00:00.000Z',
  end: '2026-03-06T00:00:00.000Z',
  reason: '',
  ...rest,
});
const obstacle = (
  asked: Partial<CoverRequestRecord>,
  overrides: OverrideInput[] = [],
) =>
  obstacleTo(request(asked), alwaysInForce(content, { overrides }), ref =>
    ref.slice('user:default/'.length),
  );

describe('a request to cover', () => {
  it.each([
    ['a part of one’s duty', {}],
    ['all of it', day('2026-03-05')],
    ['a swap', { inReturn: day('2026-03-06', [20, 24]) }],
  ])('holds for %s', (_what, asked) => {
    expect(obstacle(asked)).toBeUndefined();
  });

  it.each([
    ['somebody else’s duty', day('2026-03-06'), 'start', /^ana is not on call/],
    ['more than one’s duty', day('2026-03-05', [8, 25]), 'start', /for all of/],
    [
      'what the asked does not have in return',
      { inReturn: day('2026-03-07') },
      'inReturn',
      /^ben is not on call by this schedule for all of the time in return/,
    ],
  ])('does not hold for %s', (_what, asked, field, text) => {
    expect(obstacle(asked)).toEqual({
      field,
      text: expect.stringMatching(text),
    });
  });

  it.each([
    ['somebody covers already', override({}), /^ana is not on call/],
    [
      'the asked helps then already',
      override({ kind: 'add', personRef: ben }),
      /^ben is on call by this schedule at that time already/,
    ],
  ])('does not hold when %s', (_what, change, text) => {
    expect(obstacle({}, [change])?.text).toMatch(text);
  });

  it('does not hold for duty that itself comes from an override: another one would change nothing', () => {
    const covers = override({
      personRef: ana,
      replacesRef: ben,
      start: '2026-03-06T00:00:00.000Z',
      end: '2026-03-07T00:00:00.000Z',
    });
    expect(
      obstacle({ askedRef: carla, ...day('2026-03-06') }, [covers])?.text,
    ).toMatch(/through an override/);
  });

  it('expires when the first of its times comes, and then nobody may answer', () => {
    const swap = request({ inReturn: day('2026-03-03') });
    expect(expiryOf(swap)).toEqual(new Date('2026-03-03'));
    expect(expiryOf(request())).toEqual(new Date('2026-03-05T08:00:00Z'));
    const before = new Date('2026-03-05T07:59:59.999Z');
    expect(stateAt(request(), before)).toBe('open');
    expect(stateAt(request(), request().start)).toBe('expired');
    expect(mayAnswer(request(), ben, before)).toEqual(['accept', 'decline']);
    expect(mayAnswer(request(), ana, before)).toEqual(['withdraw']);
    expect(mayAnswer(request(), carla, before)).toEqual([]);
    expect(mayAnswer(request(), ben, request().start)).toEqual([]);
    expect(mayAnswer(request({ state: 'accepted' }), ben, before)).toEqual([]);
  });
});

describe('whether somebody is named in rules', () => {
  const eve = 'user:default/eve';
  it.each<[string, Parameters<typeof alwaysInForce>[1], boolean]>([
    ['by nothing', {}, false],
    ['by an override', { overrides: [override({ personRef: eve })] }, true],
    [
      'as somebody who is replaced',
      { overrides: [override({ replacesRef: eve })] },
      false,
    ],
    [
      'by fixed shifts',
      {
        temporary: [
          {
            start: '2026-03-05T00:00:00.000Z',
            end: '2026-03-06T00:00:00.000Z',
            reason: '',
            shifts: [
              {
                personRef: eve,
                start: '2026-03-05T00:00:00.000Z',
                end: '2026-03-06T00:00:00.000Z',
              },
            ],
          },
        ],
      },
      true,
    ],
  ])('%s', (_how, changes, named) => {
    const rules = alwaysInForce(content, changes);
    expect(isNamedIn(rules, eve)).toBe(named);
    expect(isNamedIn(rules, ben)).toBe(true);
  });
});

describe('passableParts', () => {
  const duty = [day('2026-03-05'), day('2026-03-08')];
  const partsOf = (changes: Parameters<typeof alwaysInForce>[1]) =>
    passableParts(alwaysInForce(content, changes), ana, duty);

  it('is the whole of a duty by the layers', () => {
    expect(partsOf({})).toEqual(duty);
    expect(passableParts(alwaysInForce(content), ana, [])).toEqual([]);
  });

  it('leaves out what came by an override or a temporary schedule, since no override passes that on', () => {
    const by = (rest: object) => ({ ...override({}), personRef: ana, ...rest });
    // Carla has the 4th, of which Ana covers the end; the 5th is Ana's own, with an hour added on top.
    const covering = by({
      replacesRef: carla,
      start: '2026-03-04T20:00:00.000Z',
      end: '2026-03-05T00:00:00.000Z',
    });
    const added = by({
      kind: 'add',
      start: '2026-03-05T06:00:00.000Z',
      end: '2026-03-05T07:00:00.000Z',
    });
    const span = {
      start: new Date('2026-03-04T20:00:00Z'),
      end: new Date('2026-03-06T00:00:00Z'),
    };
    expect(
      passableParts(
        alwaysInForce(content, { overrides: [covering, added] }),
        ana,
        [span],
      ),
    ).toEqual([day('2026-03-05', [0, 6]), day('2026-03-05', [7, 24])]);
    const fixed = {
      start: '2026-03-05T00:00:00.000Z',
      end: '2026-03-06T00:00:00.000Z',
      reason: '',
      shifts: [
        {
          personRef: ana,
          start: '2026-03-05T00:00:00.000Z',
          end: '2026-03-06T00:00:00.000Z',
        },
      ],
    };
    expect(partsOf({ temporary: [fixed] })).toEqual([day('2026-03-08')]);
  });

  it('agrees with what a request is told', () => {
    const rules = alwaysInForce(content, {
      overrides: [
        override({
          personRef: ana,
          replacesRef: carla,
          start: '2026-03-04T20:00:00.000Z',
          end: '2026-03-05T00:00:00.000Z',
        }),
      ],
    });
    const asked = (span: { start: Date; end: Date }) =>
      obstacleTo(request(span), rules, ref => ref);
    const span = {
      ...day('2026-03-05'),
      start: new Date('2026-03-04T20:00:00Z'),
    };
    expect(asked(span)).toBeDefined();
    const [part] = passableParts(rules, ana, [span]);
    expect(asked(part)).toBeUndefined();
  });
});
