import {
  PermanentActionError,
  PlayActionAttempt,
  PlayActionDefinition,
  RetryLaterError,
} from '@muster/backstage-plugin-incidents-node';
import { z } from 'zod';
import { eachDatabase, openDatabase } from '../../../platform/testDatabase';
import { createActionsFixture } from '../actionsFixture';
import { PlayActionPoint } from './PlayActionPoint';

jest.setTimeout(30_000);

eachDatabase();

/** What is thrown, or answered, for each branch. */
const outcomes: Record<string, () => Promise<unknown>> = {
  main: async () => ({ build: 7, message: 'Built with s3cr3t-of-builds' }),
  gone: async () => {
    throw new PermanentActionError('There is no such branch');
  },
  busy: async () => {
    throw new RetryLaterError('Too many builds', 30);
  },
  broken: async () => {
    throw new Error('disk full');
  },
  odd: async () => ({ build: 'seven' }),
  hangs: () => new Promise(() => {}),
};
const attempts: PlayActionAttempt[] = [];

const builds = (
  more: Partial<
    PlayActionDefinition<{ branch: string }, { build: number }>
  > = {},
): PlayActionDefinition<{ branch: string }, { build: number }> => ({
  id: 'builds.start@1',
  title: 'Start a build',
  description: 'Starts a build.',
  input: z.strictObject({ branch: z.string().min(2, 'is too short') }),
  output: z.object({ build: z.number(), message: z.string().optional() }),
  idempotent: true,
  simulate: async ({ branch }, { incident }) => [
    `Builds ${branch} for ${incident?.name}`,
  ],
  run: async ({ branch }, attempt) => {
    attempts.push(attempt);
    return z.any().parse(await outcomes[branch]());
  },
  ...more,
});

describe('an action of a module', () => {
  async function setUp(more: Parameters<typeof builds>[0] = {}) {
    const point = new PlayActionPoint();
    point.addAction(builds(more));
    const { actions, run } = await createActionsFixture(
      await openDatabase('SQLITE_3'),
      { playActions: point },
    );
    const action = await actions.find('builds.start@1');
    if (action?.kind !== 'outside') throw new Error('It is not there');
    return {
      action,
      run,
      attempt: (input: unknown, signal = new AbortController().signal) =>
        action.run(input, { ...run, signal }),
    };
  }

  it('stands beside the others, is foreseen, and done with the key of the attempt', async () => {
    const { action, run, attempt } = await setUp();
    expect(action.info).toMatchObject({
      source: 'builds',
      idempotent: true,
      simulatable: true,
      reversible: false,
      input: {
        properties: { branch: { type: 'string' } },
        required: ['branch'],
      },
      output: { properties: { build: { type: 'number' } } },
    });
    expect(await action.simulate({ branch: 'main' }, run)).toEqual([
      'Builds main for INC-1',
    ]);
    expect(attempts).toEqual([]);
    expect(await attempt({ branch: 'main' })).toEqual({
      outcome: 'succeeded',
      output: { build: 7, message: 'Built with •••' },
    });
    expect(attempts).toEqual([
      expect.objectContaining({
        idempotencyKey: 'run-1/first/0',
        play: { id: 'play-1', name: 'SEV1 response', version: 3 },
        incident: { id: 1, name: 'INC-1' },
      }),
    ]);

    const failed = (detail: string, rest: object) => ({
      outcome: 'failed',
      detail,
      ...rest,
    });
    expect(await attempt({ branch: 'gone' })).toEqual(
      failed('There is no such branch', { retry: false }),
    );
    expect(await attempt({ branch: 'busy' })).toEqual(
      failed('Too many builds', { retry: true, retryAfterSeconds: 30 }),
    );
    expect(await attempt({ branch: 'broken' })).toEqual(
      failed('disk full', { retry: true }),
    );
    expect(await attempt({ branch: 'x' })).toEqual(
      failed('with.branch is too short', { retry: false }),
    );
    expect(await attempt({ branch: 'odd' })).toMatchObject({
      outcome: 'failed',
      retry: false,
      detail: expect.stringContaining('what builds.start@1 answered.build'),
    });
    const time = new AbortController();
    const hanging = attempt({ branch: 'hangs' }, time.signal);
    time.abort();
    expect(await hanging).toEqual(
      failed('no answer in the time that the step has', { retry: true }),
    );
    await expect(
      action.simulate({ branch: 'main' }, { ...run, actions: [] }),
    ).rejects.toThrow('is not approved to use builds.start@1');
  });

  it('is not tried again by itself when it is not idempotent, and need not be foreseen', async () => {
    const { action, run, attempt } = await setUp({
      idempotent: false,
      simulate: undefined,
    });
    expect(await action.simulate({ branch: 'main' }, run)).toBeUndefined();
    expect(await attempt({ branch: 'broken' })).toMatchObject({ retry: false });
    expect(await attempt({ branch: 'busy' })).toMatchObject({ retry: true });
  });

  it.each([
    [[builds({ id: 'Start' })], 'must be like deploys.roll-back@1'],
    [[builds({ id: 'builds.start' })], 'must be like deploys.roll-back@1'],
    [[builds(), builds()], "Two actions of plays have the id 'builds.start@1'"],
    [
      [
        builds({
          input: {
            '~standard': {
              version: 1,
              vendor: 'a small library',
              validate: () => ({ value: { branch: 'main' } }),
            },
          },
        }),
      ],
      'needs inputJsonSchema, since a small library does not tell',
    ],
  ])('bad input: refuses what plays could not use (%#)', (actions, message) => {
    const point = new PlayActionPoint();
    expect(() => actions.forEach(action => point.addAction(action))).toThrow(
      message,
    );
  });
});
