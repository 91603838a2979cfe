import { ActionsServiceAction } from '@backstage/backend-plugin-api/alpha';
import { NotFoundError } from '@backstage/errors';
import { eachDatabase, openDatabase } from '../../../platform/testDatabase';
import { createActionsFixture } from '../actionsFixture';

jest.setTimeout(30_000);

eachDatabase();

const action = (
  id: string,
  more: Partial<ActionsServiceAction> = {},
): ActionsServiceAction => ({
  id,
  pluginId: id.split(':')[0],
  name: id.split(':')[1],
  title: 'Restart',
  description: 'Restarts a service.',
  schema: { input: { type: 'object' }, output: { type: 'object' } },
  attributes: { readOnly: false, destructive: true, idempotent: false },
  ...more,
});

it('lends plays what other plugins have in the registry, called as Muster; marked as what cannot be foreseen', async () => {
  const registry = {
    list: jest.fn(async () => ({
      actions: [
        action('ops:restart'),
        action('catalog:get-entity', {
          attributes: { readOnly: true, destructive: false, idempotent: false },
        }),
        // Our own, one that wants secrets, and one that no play can name.
        action('incidents:note'),
        action('ops:log-in', {
          schema: { input: {}, output: {}, secrets: {} },
        }),
        action('ops:Shout'),
      ],
    })),
    invoke: jest.fn(async ({ input }: { input?: object }) => {
      if (input && 'fails' in input) throw new Error('disk full');
      if (input && 'unknown' in input)
        throw new NotFoundError('No such service');
      return { output: { message: 'Done with s3cr3t-of-builds' } };
    }),
  };
  const { actions, run, clock } = await createActionsFixture(
    await openDatabase('SQLITE_3'),
    { portalActions: registry },
  );
  const lent = async () =>
    (await actions.list()).filter(({ id }) => id.startsWith('backstage:'));
  expect(await lent()).toEqual([
    expect.objectContaining({
      id: 'backstage:catalog:get-entity',
      idempotent: true,
    }),
    expect.objectContaining({
      id: 'backstage:ops:restart',
      source: 'ops',
      idempotent: false,
      simulatable: false,
      description: expect.stringContaining('It may destroy something.'),
    }),
  ]);

  const found = await actions.find('backstage:ops:restart');
  if (found?.kind !== 'outside') throw new Error('It is not there');
  const context = {
    ...run,
    actions: ['backstage:ops:restart'],
    signal: new AbortController().signal,
  };
  expect(await found.simulate({}, context)).toBeUndefined();
  expect(registry.invoke).not.toHaveBeenCalled();
  expect(await found.run({ service: 'checkout' }, context)).toEqual({
    outcome: 'succeeded',
    output: { message: 'Done with •••' },
  });
  expect(registry.invoke).toHaveBeenCalledWith({
    id: 'ops:restart',
    input: { service: 'checkout' },
    credentials: expect.objectContaining({
      principal: { type: 'service', subject: 'plugin:test' },
    }),
  });
  expect(await found.run({ fails: true }, context)).toEqual({
    outcome: 'failed',
    detail: 'disk full',
    retry: false,
  });
  expect(await found.run({}, { ...context, actions: [] })).toMatchObject({
    outcome: 'failed',
    detail: expect.stringContaining('is not approved'),
  });
  const read = await actions.find('backstage:catalog:get-entity');
  if (read?.kind !== 'outside') throw new Error('It is not there');
  const reading = { ...context, actions: ['backstage:catalog:get-entity'] };
  expect(await read.run({ fails: true }, reading)).toMatchObject({
    retry: true,
  });
  expect(await read.run({ unknown: true }, reading)).toMatchObject({
    retry: false,
  });
  expect(await actions.find('backstage:incidents:note')).toBeUndefined();

  // It is asked at most every half minute, and what it had stays when it does not answer.
  expect(registry.list).toHaveBeenCalledTimes(1);
  registry.list.mockRejectedValue(new Error('away'));
  clock.advanceSeconds(31);
  expect(await lent()).toHaveLength(2);

  // A plugin that is away is not in the list, and a run that needs it goes on when it is back.
  registry.list.mockResolvedValue({ actions: [] });
  clock.advanceSeconds(31);
  expect(await lent()).toEqual([]);
  expect(await actions.find('backstage:ops:restart')).toBeDefined();
});
