import fc from 'fast-check';
import { eachDatabase } from '../../platform/testDatabase';
import { answersTo } from './decide/facts';
import { stepAt } from './decide/findStep';
import { listOf } from './decide/paths';
import { hasEnded, StepRecord } from './decide/records';
import { readSteps } from './stepStore';
import { playOf, ShortStep } from './testing/DryPlay';
import { Death, Fate, faultyDatabase } from './testing/faultyDatabase';
import { createRunsFixture } from './testing/runsFixture';

const ana = { ref: 'user:default/ana.ruiz', name: 'Ana Ruiz' };
const caller = {
  kind: 'person',
  ref: ana.ref,
  ownership: [ana.ref],
  isAdmin: false,
} as const;

const kinds = ['test.do@1', 'test.call@1', 'test.once@1'] as const;

/** A step before it has an id, which must be unique within its play. */
interface Unnamed {
  readonly name: (next: () => string) => ShortStep;
}

const action = fc
  .record({
    action: fc.constantFrom(...kinds),
    when: fc.constantFrom(null, null, null, 'no'),
    retry: fc.constantFrom(0, 2),
    onFailure: fc.constantFrom('stop', 'continue', 'steps'),
  })
  .map(({ onFailure, retry, ...rest }): Unnamed => ({
    name: next => ({
      id: next(),
      ...rest,
      retry: { times: retry, everySeconds: 1 },
      onFailure:
        onFailure === 'steps'
          ? [{ id: next(), action: 'test.do@1' }]
          : onFailure,
    }),
  }));

const pause = fc.constantFrom('yes', 'no').map((onlyIf): Unnamed => ({
  name: next => ({ id: next(), wait: { minutes: 1, onlyIf } }),
}));

const question = fc
  .constantFrom('stop', 'continue')
  .map((otherwise): Unnamed => ({
    name: next => ({
      id: next(),
      approve: { by: [ana.ref], question: 'May we?', otherwise },
    }),
  }));

const { step } = fc.letrec<{ step: Unnamed; list: Unnamed[] }>(tie => ({
  list: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    { arbitrary: action, weight: 6 },
    pause,
    question,
    fc
      .record({
        join: fc.constantFrom('all', 'any', 'first'),
        branches: fc.array(tie('list'), { minLength: 2, maxLength: 3 }),
      })
      .map(({ join, branches }): Unnamed => ({
        name: next => ({
          id: next(),
          parallel: { join, branches: branches.map(list => named(list, next)) },
        }),
      })),
    fc
      .record({ atOnce: fc.constantFrom(1, 2), list: tie('list') })
      .map(({ atOnce, list }): Unnamed => ({
        name: next => ({
          id: next(),
          forEach: { in: 'three', as: 'x', atOnce, steps: named(list, next) },
        }),
      })),
    tie('list').map((list): Unnamed => ({
      name: next => ({
        id: next(),
        repeat: { everyMinutes: 1, times: 2, steps: named(list, next) },
      }),
    })),
    tie('list').map((list): Unnamed => ({
      name: next => ({
        id: next(),
        choose: [{ when: 'no', steps: [] }],
        otherwise: named(list, next),
      }),
    })),
  ),
}));

const named = (list: readonly Unnamed[], next: () => string): ShortStep[] =>
  list.map(({ name }) => name(next));

function written(list: readonly Unnamed[]): ShortStep[] {
  let count = 0;
  return named(list, () => {
    count += 1;
    return `s${count}`;
  });
}

/** What befalls each transaction and each call, one after the other; nothing more once it is used up. */
const faults = fc.record({
  fates: fc.array(
    fc.constantFrom<Fate>(
      'lives',
      'lives',
      'lives',
      'dies before',
      'dies after',
    ),
    { maxLength: 30 },
  ),
  calls: fc.array(
    fc.constantFrom('answers', 'answers', 'fails', 'fails for good'),
    { maxLength: 10 },
  ),
  /** People say yes and no in turns, beginning here. */
  firstAnswer: fc.nat({ max: 2 }),
  /** Jobs are lost, so that only sweeps are left. */
  losesJobs: fc.boolean(),
});

/** As a process would that is killed: what it did stands, what it would have done does not. */
const mortal = (work: () => Promise<unknown>) =>
  work().catch(error => {
    if (!(error instanceof Death)) throw error;
  });

const runsOf = { SQLITE_3: 25, POSTGRES_15: 6 };
/** Far more than the longest of these plays needs. */
const mostRounds = 300;

type Fixture = Awaited<ReturnType<typeof createRunsFixture>>;

/** One round of several replicas: they race, die, call, sweep, and people answer. @returns how many answers there were */
async function round(
  f: Fixture,
  run: string,
  answerAt: number,
): Promise<number> {
  await mortal(() =>
    Promise.all([f.runner.advance(run), f.runner.advance(run)]),
  );
  let answered = 0;
  for (const record of (await readSteps(f.database.knex, run)).values()) {
    if (record.state === 'ready') {
      const attempt = () => f.attempts.attempt(run, record.path);
      await mortal(() => Promise.all([attempt(), attempt()]));
    }
    const may = answersTo(record);
    if (may.length === 0) continue;
    answered += 1;
    const answer = may[(answerAt + answered) % may.length];
    const given = { answer, by: ana, note: '' };
    await mortal(() => f.commands.answer(run, record.path, given, caller));
  }
  return answered;
}

describe.each(eachDatabase())('random plays under random faults, %s', id => {
  it('keep what is declared', async () => {
    const fates: Fate[] = [];
    const f = await createRunsFixture(id, database =>
      faultyDatabase(database, () => fates.shift() ?? 'lives'),
    );
    f.truths.three = [1, 2, 3];
    let number = 0;
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 4 }),
      faults,
      async (list, { calls, firstAnswer, losesJobs, ...rest }) => {
        number += 1;
        const play = playOf(written(list));
        await f.addPlay(`p${number}`, play);
        const run = String((await f.start(`p${number}`)).runId);
        const results = [...calls];
        const called: string[] = [];
        const done: string[] = [];
        f.outside.call = async ({ key }) => {
          called.push(key);
          const what = results.shift() ?? 'answers';
          if (what !== 'answers') {
            const retry = what === 'fails';
            return { outcome: 'failed', detail: 'No', retry };
          }
          done.push(key);
          return { outcome: 'succeeded', output: null };
        };
        fates.splice(0, Infinity, ...rest.fates);
        let answered = firstAnswer;
        for (let n = 0; n < mostRounds; n++) {
          if ((await f.run(run)).state !== 'running') break;
          answered += await round(f, run, answered);
          f.clock.advanceSeconds(20);
          if (losesJobs) f.work.jobs.length = 0;
          await mortal(() => f.work.sweepAll());
        }

        const steps = [...(await readSteps(f.database.knex, run)).values()];
        const keyOf = ({ path, generation }: StepRecord) =>
          `${run}/${path}/${generation}`;
        const doing = (actionId: string) =>
          steps.filter(({ path }) => {
            const found = stepAt(play, path);
            return found && 'action' in found && found.action === actionId;
          });
        const succeeded = ({ state }: StepRecord) => state === 'succeeded';

        // It ends, and so do all its steps.
        expect((await f.run(run)).state).not.toBe('running');
        expect(steps.filter(record => !hasEnded(record))).toEqual([]);
        // Each effect inside exactly once: those of steps that succeeded, and no others.
        const inside = doing('test.do@1').filter(succeeded).map(keyOf);
        const effects = await f.effects();
        expect(effects.filter(key => key.startsWith(`${run}/`)).sort()).toEqual(
          inside.sort(),
        );
        // Each idempotent effect outside at least once, with its one key.
        const idempotent = doing('test.call@1').filter(succeeded).map(keyOf);
        expect(called).toEqual(expect.arrayContaining(idempotent));
        // Each other one at most once for a key, and only a person's word makes another key.
        for (const record of doing('test.once@1')) {
          const own = done.filter(key => key === keyOf(record));
          expect(own.length).toBeLessThanOrEqual(1);
        }
        // In each list, a step begins when the one before it has ended.
        const lastEnd = new Map<string, number>();
        for (const { path, startedAt, endedAt } of steps) {
          const end = lastEnd.get(listOf(path)) ?? 0;
          expect(startedAt.getTime()).toBeGreaterThanOrEqual(end);
          lastEnd.set(listOf(path), endedAt?.getTime() ?? Infinity);
        }
      },
    );
    await fc.assert(property, {
      numRuns: id === 'SQLITE_3' ? runsOf.SQLITE_3 : runsOf.POSTGRES_15,
    });
  }, 120_000);
});
