import {
  plainPolicy,
  plainStep,
  PolicySnapshot,
  Step,
} from '@muster/backstage-plugin-incidents-common';
import fc from 'fast-check';
import { isCatchAll } from '../model';
import { proofOf, reachedWithinMinutes } from './coverage';
import { Reach } from './PeopleAhead';
import { sequenceFrom, World } from './sequence';

const minute = 60_000;
const monday = Date.parse('2026-03-02T00:00:00Z');
const at = (minutes: number): number => monday + minutes * minute;

/** Who is on call by minute: `[from, person | null]`, ordered by from; the last lasts for good. */
type Duty = readonly (readonly [number, string | null])[];

const reachOf = (duty: Duty, instant: number): Reach => {
  const index = duty.findLastIndex(([from]) => at(from) <= instant);
  const person = index < 0 ? null : duty[index][1];
  const next = duty.at(index + 1);
  return {
    people: person === null ? [] : [person],
    until: index + 1 < duty.length && next ? at(next[0]) : Infinity,
  };
};

const step = (over: Partial<Step> = {}): Step => ({
  ...plainStep,
  targets: [{ type: 'schedule', id: 's' }],
  delayMinutes: 10,
  ...over,
});

const worldOf = (
  steps: readonly Step[],
  duties: readonly Duty[],
  over: Partial<PolicySnapshot> & { catchAll?: readonly string[] } = {},
): World => {
  const { catchAll = [], ...rest } = over;
  const policy: PolicySnapshot = {
    ...plainPolicy,
    id: 'p',
    name: 'P',
    version: 1,
    steps: [...steps],
    ...rest,
  };
  return {
    policy,
    severity: 'SEV2',
    reach: (position, instant) =>
      isCatchAll(policy, position)
        ? { people: catchAll, until: Infinity }
        : reachOf(duties[position.step], instant),
  };
};

/** Everybody can be woken, except whose name says that they sleep. */
const wakes = (_move: unknown, person: string) => !person.startsWith('deaf');
const prove = (world: World, minutes: number) =>
  proofOf(
    world,
    { from: monday, to: at(minutes) },
    wakes,
    ({ kind, position, people }) =>
      `${kind} ${position.step + 1} ${people.join()}`.trim(),
  );
const spans = (all: readonly { start: number; end: number }[]) =>
  all.map(({ start, end }) => [
    (start - monday) / minute,
    (end - monday) / minute,
  ]);

describe('the proof of coverage', () => {
  it('finds exactly the gap of the only schedule, with the reason', () => {
    const world = worldOf(
      [step()],
      [
        [
          [0, 'ana'],
          [100, null],
          [160, 'ben'],
        ],
      ],
    );
    const { holes, thin } = prove(world, 400);
    expect(spans(holes)).toEqual([[100, 160]]);
    expect(holes[0].reason).toBe('Pass 1; catch-all 2');
    expect(thin).toEqual([]);
  });

  it('knows that a later step is reached later: somebody who cannot be woken first, then a gap', () => {
    const world = worldOf(
      [step(), step()],
      [
        [[0, 'deaf']],
        [
          [0, 'ben'],
          [100, null],
          [160, 'ben'],
        ],
      ],
    );
    // Ten minutes after the trigger the second step is asked.
    expect(spans(prove(world, 400).holes)).toEqual([[90, 150]]);
  });

  it('calls it thin where only the catch-all is woken', () => {
    const world = worldOf(
      [step()],
      [
        [
          [0, 'ana'],
          [100, null],
        ],
      ],
      { catchAll: ['dora'] },
    );
    const { holes, thin } = prove(world, 200);
    expect(holes).toEqual([]);
    expect(spans(thin)).toEqual([[100, 200]]);
  });

  it('an hour of waiting for hours is not coverage; less is', () => {
    const opensAtNine = step({
      condition: {
        ...plainStep.condition,
        hours: [
          {
            days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
            start: '09:00',
            end: '17:00',
            timezone: 'UTC',
          },
        ],
      },
    });
    const world = worldOf([opensAtNine], [[[0, 'ana']]]);
    expect(spans(prove(world, 1440).holes)).toEqual([
      [0, 8 * 60],
      [17 * 60, 1440],
    ]);
  });

  it('one in turn counts only when everybody who may be next can be woken', () => {
    const policy = worldOf([step({ pick: 'next' })], [[[0, 'ana']]]);
    const mixed: World = {
      ...policy,
      reach: ({ step: index }) => ({
        people: index === 0 ? ['ana', 'deaf'] : [],
        until: Infinity,
      }),
    };
    expect(prove(mixed, 60).holes).toHaveLength(1);
    expect(prove(policy, 60).holes).toHaveLength(0);
  });

  it('agrees with running the policy for every single minute', () => {
    const dutyArb: fc.Arbitrary<Duty> = fc
      .uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 5 })
      .chain(starts =>
        fc
          .array(fc.constantFrom('ana', 'deaf', null), {
            minLength: starts.length,
            maxLength: starts.length,
          })
          .map((people): Duty =>
            [...starts]
              .sort((a, b) => a - b)
              .map((start, index) => [start, people[index]]),
          ),
      );
    const stepArb = fc.record({
      delayMinutes: fc.integer({ min: 1, max: 40 }),
      whenNobody: fc.constantFrom('next' as const, 'wait' as const),
      opens: fc.option(fc.integer({ min: 0, max: 8 })),
    });
    const caseArb = fc.record({
      steps: fc.array(fc.tuple(stepArb, dutyArb), {
        minLength: 1,
        maxLength: 3,
      }),
      repeat: fc.integer({ min: 0, max: 2 }),
      catchAll: fc.constantFrom<string[]>([], ['dora'], ['deaf']),
    });
    fc.assert(
      fc.property(caseArb, ({ steps, repeat, catchAll }) => {
        const world = worldOf(
          steps.map(([{ opens, ...rest }]) =>
            step({
              ...rest,
              condition: {
                ...plainStep.condition,
                hours:
                  opens === null
                    ? []
                    : [
                        {
                          days: ['mon'],
                          start: `0${opens}:00`,
                          end: `0${opens + 1}:00`,
                          timezone: 'UTC',
                        },
                      ],
              },
            }),
          ),
          steps.map(([, duty]) => duty),
          { repeat, catchAll },
        );
        const { holes, thin } = prove(world, 600);
        const isIn = (
          all: readonly { start: number; end: number }[],
          instant: number,
        ) => all.some(({ start, end }) => start <= instant && instant < end);
        const minutes = [...Array(600).keys()];
        const byProof = minutes.map(t =>
          [isIn(holes, at(t)), isIn(thin, at(t))].join(),
        );
        const byMinute = minutes.map(t => {
          const limit = at(t + reachedWithinMinutes);
          const reaching = sequenceFrom(world, at(t), limit).moves.find(
            ({ people }) => people.some(person => wakes(null, person)),
          );
          return [!reaching, reaching?.kind === 'catch-all'].join();
        });
        expect(byProof).toEqual(byMinute);
      }),
      { numRuns: 60 },
    );
  });
});
