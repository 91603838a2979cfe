import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';

jest.setTimeout(60_000);

const api = contract.postmortems;

const refusal = (statusCode: number, words: string) => ({
  statusCode,
  body: { error: { message: expect.stringContaining(words) } },
});

describe.each(eachDatabase())('the reading list on %s', database => {
  let muster: StartedIncidents;
  const why = 'Shows how our pools fail together';

  beforeAll(async () => {
    const { knex } = await openDatabase(database);
    muster = await startIncidents({ knex });
  });
  afterAll(() => muster.stop());

  const as = (name: string) => muster.as(name);
  /** Ana writes that of an incident in which Night took part. */
  const draft = async (): Promise<{ id: string }> => {
    const { name } = await as('ana').call(contract.incidents.create, {
      body: {
        entityRef: 'component:default/checkout',
        title: 'Payments fail',
        severity: 'SEV4',
      },
    });
    const params = { id: name };
    await as('night').call(contract.incidents.join, { params });
    await as('ana').call(contract.incidents.resolve, { params });
    const { sections, ...opened } = await as('ana').call(api.open, {
      body: { incidentId: name },
    });
    for (const { key, version } of sections) {
      await as('ana').call(api.saveSection, {
        params: { id: opened.name, key },
        body: { version, body: 'What was learnt' },
      });
    }
    return { id: opened.name };
  };
  const publish = (params: { id: string }) =>
    as('ana').call(api.publish, { params, body: {} });
  const mark = (params: { id: string }, name: string, sentence = why) =>
    as(name).call(api.markWorthReading, { params, body: { why: sentence } });
  const unmark = (params: { id: string }, name: string) =>
    as(name).call(api.unmarkWorthReading, { params });
  const detail = (params: { id: string }, name = 'ana') =>
    as(name).call(api.get, { params });
  const listed = async (name: string) => {
    const { items } = await as(name).call(api.list, {
      query: { worthReading: 'true' },
    });
    return items.map(item => [item.name, item.worthReading?.why]);
  };

  it('has what is published, with a sentence why, until it is taken off again', async () => {
    const params = await draft();
    await expect(mark(params, 'ana')).rejects.toMatchObject(
      refusal(409, 'Publish it first'),
    );
    const { version } = await publish(params);
    await expect(mark(params, 'ana', ' ')).rejects.toMatchObject(
      refusal(400, 'body.why'),
    );
    expect(await mark(params, 'ana')).toMatchObject({
      worthReading: { why, by: { name: 'Ana Ruiz' } },
      // Whoever edits it just now goes on.
      version,
    });
    await mark(params, 'ana');
    expect(await listed('carla')).toEqual([[params.id, why]]);

    await unmark(params, 'night');
    await unmark(params, 'night');
    expect(await listed('carla')).toEqual([]);
    const { history } = await detail(params);
    expect(history.slice(0, 3).map(({ text }) => text)).toEqual([
      expect.stringMatching(/took it off the reading list$/),
      `Ana Ruiz marked it as worth reading: ${why}`,
      'Ana Ruiz published it',
    ]);
  });

  it('is kept by those who may write them, and tells of a restricted one only whom it is open to', async () => {
    const params = await draft();
    expect((await detail(params)).may).not.toContain('mark-worth-reading');
    await publish(params);
    expect((await detail(params)).may).toContain('mark-worth-reading');
    expect((await detail(params, 'carla')).may).not.toContain(
      'mark-worth-reading',
    );
    for (const call of [mark(params, 'carla'), unmark(params, 'carla')]) {
      await expect(call).rejects.toMatchObject({ statusCode: 403 });
    }
    const { version, writer } = await mark(params, 'ana');
    await as('ana').call(api.edit, {
      params,
      body: { version, restrictedTo: [writer?.ref ?? ''] },
    });
    expect(await listed('carla')).toEqual([]);
    expect(await listed('ana')).toEqual([[params.id, why]]);
    await expect(unmark(params, 'carla')).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
