import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { createConditionFactory } from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { isIncidentOwner } from '../../incidents/access';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';

jest.setTimeout(60_000);

const api = contract.postmortems;
const checkout = 'component:default/checkout';

const refusal = (statusCode: number, words: string) => ({
  statusCode,
  body: { error: { message: expect.stringContaining(words) } },
});

describe.each(eachDatabase())('contributing factors on %s', database => {
  let muster: StartedIncidents;
  let knex: Knex;
  /** What the portal's policy lets everybody read. */
  let policy: () => 'all' | 'those of Search' = () => 'all';

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({
      knex,
      decision: permission =>
        policy() === 'all' || permission !== 'incidents.incident.read'
          ? { result: AuthorizeResult.ALLOW }
          : {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'incidents',
              resourceType: 'incident',
              conditions: createConditionFactory(isIncidentOwner)({
                refs: ['group:default/search'],
              }),
            },
    });
  });
  afterAll(() => muster.stop());

  const ana = () => muster.as('ana');
  const postmortem = async (): Promise<string> => {
    const { name } = await ana().call(contract.incidents.create, {
      body: { entityRef: checkout, title: 'Payments fail', severity: 'SEV4' },
    });
    await ana().call(contract.incidents.resolve, { params: { id: name } });
    const opened = await ana().call(api.open, { body: { incidentId: name } });
    return opened.name;
  };
  const set = (name: string, row: object) =>
    knex('postmortems')
      .where({ id: Number(name.slice(3)) })
      .update(row);
  const answer = async (
    id: string,
    text: string,
    more: { parentId?: string; factor?: string } = {},
  ) => {
    const { tree } = await ana().call(api.addFactor, {
      params: { id },
      body: { text, ...more },
    });
    return tree;
  };
  const edit = (id: string, nodeId: string, body: object) =>
    ana().call(api.editFactor, {
      params: { id, nodeId },
      body: { version: 1, ...body },
    });
  const idOf = (tree: readonly { id: string; text: string }[], text: string) =>
    tree.find(node => node.text === text)?.id ?? '';

  it('are a tree that stays one', async () => {
    const id = await postmortem();
    await answer(id, 'Pool empty');
    const first = idOf(await answer(id, 'No alert'), 'Pool empty');
    const below = idOf(
      await answer(id, 'Default size', { parentId: first }),
      'Default size',
    );
    const deep = idOf(
      await answer(id, 'Nobody owns it', { parentId: below }),
      'Nobody owns it',
    );
    const { tree } = await edit(id, deep, { parentId: null, position: 0 });
    expect(
      tree.map(({ text, parentId, position }) => [text, parentId, position]),
    ).toEqual([
      ['Nobody owns it', null, 0],
      ['Pool empty', null, 1],
      ['Default size', first, 0],
      ['No alert', null, 2],
    ]);
    await expect(edit(id, first, { parentId: below })).rejects.toMatchObject(
      refusal(400, 'body.parentId is the answer itself or one below it'),
    );
    await expect(edit(id, deep, { text: 'x' })).rejects.toMatchObject(
      refusal(409, 'version 2, you saw 1'),
    );
    const other = await postmortem();
    for (const call of [
      answer(other, 'x', { parentId: first }),
      edit(other, idOf(await answer(other, 'y'), 'y'), { parentId: first }),
    ]) {
      await expect(call).rejects.toMatchObject(
        refusal(400, 'which is no answer of this postmortem'),
      );
    }
    await expect(edit(other, first, { text: 'x' })).rejects.toMatchObject(
      refusal(404, 'has no answer'),
    );
    const removed = await ana().call(api.removeFactor, {
      params: { id, nodeId: first },
    });
    expect(removed.tree.map(({ text }) => text)).toEqual([
      'Nobody owns it',
      'No alert',
    ]);
    expect(removed.tree.map(({ position }) => position)).toEqual([0, 1]);
    const last = await answer(id, 'Another');
    expect(last.map(({ text }) => text)).toEqual([
      'Nobody owns it',
      'No alert',
      'Another',
    ]);
    await set(id, { state: 'published' });
    await expect(answer(id, 'Late')).rejects.toMatchObject(
      refusal(409, 'press Amend'),
    );
  });

  it('are found again by their names, where the reader may see them', async () => {
    const [one, two, draft, secret] = [
      await postmortem(),
      await postmortem(),
      await postmortem(),
      await postmortem(),
    ];
    const [node] = await answer(one, 'Ten is too few', {
      factor: 'Pool exhausted',
    });
    await answer(one, 'Again', { factor: 'Pool  EXHAUSTED' });
    await answer(two, 'Twenty is too few', { factor: 'pool exhausted' });
    await answer(draft, 'Thirty', { factor: 'POOL exhausted ' });
    await answer(draft, 'Nobody knew', { factor: 'No owner' });
    await answer(secret, 'Fifty', { factor: 'Pool exhausted' });
    await answer(secret, 'Hidden', { factor: 'A secret' });
    for (const name of [one, two, secret])
      await set(name, { state: 'published' });
    await set(secret, { restricted: true });

    const listed = async (person: string, query: object = {}) =>
      (await muster.as(person).call(api.factors, { query })).items.map(
        ({ name, postmortems }) => [name, postmortems],
      );
    expect(await listed('carla')).toEqual([['Pool exhausted', 2]]);
    expect(await listed('dora')).toEqual([
      ['Pool exhausted', 3],
      ['A secret', 1],
      ['No owner', 0],
    ]);
    // Ana takes part in all of them.
    expect(await listed('ana', { q: 'EXH' })).toEqual([['Pool exhausted', 3]]);
    expect(await listed('ana', { q: '%' })).toEqual([]);
    expect(
      await listed('dora', { entityRef: 'component:default/search' }),
    ).toEqual([]);
    expect(
      await listed('dora', { ownerRef: 'group:default/payments', limit: 1 }),
    ).toHaveLength(1);

    const { items } = await muster.as('dora').call(api.factors, {});
    expect(items.map(({ lastAt }) => lastAt !== null)).toEqual([
      true,
      true,
      false,
    ]);
    const factorOf = (name: string) =>
      items.find(item => item.name === name)?.id ?? '';
    const seen = (person: string, name: string) =>
      muster
        .as(person)
        .call(api.factor, { params: { factorId: factorOf(name) } });
    const found = await seen('carla', 'Pool exhausted');
    expect(found).toMatchObject({ name: 'Pool exhausted', postmortems: 2 });
    expect(
      found.seen.map(({ postmortem: { name }, text }) => [name, text]),
    ).toEqual([
      [two, 'Twenty is too few'],
      [one, 'Ten is too few'],
      [one, 'Again'],
    ]);
    expect(await seen('ana', 'No owner')).toMatchObject({
      postmortems: 0,
      seen: [],
    });
    await expect(seen('carla', 'A secret')).rejects.toMatchObject(
      refusal(404, 'open to you'),
    );

    // In others that everybody may read.
    const inDraft = await ana().call(api.get, { params: { id: draft } });
    expect(inDraft.tree.map(({ factor }) => factor)).toMatchObject([
      { name: 'Pool exhausted', elsewhere: 2 },
      { name: 'No owner', elsewhere: 0 },
    ]);
    expect(inDraft.factors.map(({ name }) => name)).toEqual([
      'No owner',
      'Pool exhausted',
    ]);

    policy = () => 'those of Search';
    expect(await listed('dora')).toEqual([]);
    await expect(seen('dora', 'Pool exhausted')).rejects.toMatchObject({
      statusCode: 404,
    });
    policy = () => 'all';

    await set(one, { state: 'amended' });
    const { tree } = await edit(one, node.id, { factor: null });
    expect(tree[0]).toMatchObject({ text: 'Ten is too few', factor: null });
  });

  it('are reported with when they were seen last, and what is still open against them', async () => {
    const [older, newer] = [await postmortem(), await postmortem()];
    for (const id of [older, newer]) {
      await answer(id, 'It filled', { factor: 'Disk full' });
      await answer(id, 'It filled once more', { factor: 'Disk full' });
      await answer(id, 'Nobody knew', { factor: 'No quota' });
    }
    const followUp = async (id: string, title: string) =>
      (await ana().call(api.addFollowUp, { params: { id }, body: { title } }))
        .name;
    await followUp(older, 'A larger disk');
    const proven = await followUp(older, 'An alert');
    await ana().call(api.finishFollowUp, { params: { id: proven } });
    await ana().call(api.verifyFollowUp, {
      params: { id: proven },
      body: { kind: 'monitor', url: null, note: 'It fired' },
    });
    await followUp(newer, 'A quota');
    const lastAt = '2026-03-01T08:00:00.000Z';
    await set(older, {
      state: 'published',
      occurred_at: new Date('2026-02-01T08:00:00Z'),
    });
    await set(newer, { state: 'published', occurred_at: new Date(lastAt) });

    const report = async (person: string, query: object = {}) =>
      (
        await muster.as(person).call(api.factors, {
          query: { q: 'disk', followUps: 'true', ...query },
        })
      ).items.map(({ id: _, ...rest }) => rest);
    const disk = {
      name: 'Disk full',
      postmortems: 2,
      lastAt,
      openFollowUps: 2,
    };
    expect(await report('carla')).toEqual([disk]);
    // Whoever only chooses a name does not wait for that.
    expect(await report('carla', { followUps: 'false' })).toEqual([
      { ...disk, openFollowUps: null },
    ]);
    expect(
      await report('carla', { ownerRef: 'group:default/payments' }),
    ).toEqual([disk]);
    await set(newer, { restricted: true });
    expect(await report('carla')).toEqual([
      {
        ...disk,
        postmortems: 1,
        lastAt: '2026-02-01T08:00:00.000Z',
        openFollowUps: 1,
      },
    ]);
  });
});
