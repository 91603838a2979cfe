import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { FakeClock } from '../../platform/FakeClock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';

jest.setTimeout(60_000);

const api = contract.postmortems;

const refusal = (statusCode: number, words: string) => ({
  statusCode,
  body: { error: { message: expect.stringContaining(words) } },
});

describe.each(eachDatabase())('the steps of a postmortem on %s', database => {
  let muster: StartedIncidents;
  let knex: Knex;

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({
      knex,
      clock: new FakeClock('2026-03-02T09:00:00.000Z'),
      config: {
        postmortems: {
          steps: [
            { title: 'Draft the timeline', by: 'writer', dueDays: 2 },
            { title: 'Agree on follow-ups', by: 'owner', dueDays: 5 },
          ],
        },
      },
    });
  });
  afterAll(() => muster.stop());

  const as = (name: string) => muster.as(name);
  /** A draft of checkout, of Payments, which Ana writes. */
  const draft = async () => {
    const { name } = await as('ana').call(contract.incidents.create, {
      body: {
        entityRef: 'component:default/checkout',
        title: 'Payments fail',
        severity: 'SEV4',
      },
    });
    await as('ana').call(contract.incidents.resolve, { params: { id: name } });
    const { name: id } = await as('ana').call(api.open, {
      body: { incidentId: name },
    });
    return id;
  };
  const steps = async (id: string) =>
    (await as('ana').call(api.get, { params: { id } })).steps;
  const mark = (id: string, position: string, done: boolean, who = 'ana') =>
    as(who).call(api.editStep, { params: { id, position }, body: { done } });
  const setState = (id: string, state: string) =>
    knex('postmortems')
      .where({ id: Number(id.slice(3)) })
      .update({ state });

  it('are there when it begins; its people mark them, and take that back', async () => {
    const id = await draft();
    expect(await steps(id)).toEqual([
      {
        position: 1,
        title: 'Draft the timeline',
        by: 'writer',
        dueAt: '2026-03-04T09:00:00.000Z',
        overdue: false,
        done: null,
      },
      {
        position: 2,
        title: 'Agree on follow-ups',
        by: 'owner',
        dueAt: '2026-03-07T09:00:00.000Z',
        overdue: false,
        done: null,
      },
    ]);
    muster.clock.set('2026-03-05T09:00:00.000Z');
    expect((await steps(id)).map(({ overdue }) => overdue)).toEqual([
      true,
      false,
    ]);
    const before = await as('ana').call(api.get, { params: { id } });
    await mark(id, '1', true);
    const after = await mark(id, '1', true, 'ben');
    expect(after.steps[0]).toMatchObject({
      overdue: false,
      done: { at: '2026-03-05T09:00:00.000Z', by: { name: 'Ana Ruiz' } },
    });
    expect(after.version).toBe(before.version);
    await mark(id, '1', false, 'ben');
    const { steps: again, history } = await mark(id, '1', false);
    expect(again[0]).toMatchObject({ overdue: true, done: null });
    expect(history.slice(0, 2).map(({ text }) => text)).toEqual([
      'Ben Okafor took back that the step “Draft the timeline” is done',
      'Ana Ruiz marked the step “Draft the timeline” as done',
    ]);
    expect(history).toHaveLength(before.history.length + 2);
  });

  it('bad input: there is no such step, and a draft is not told of to others', async () => {
    const id = await draft();
    await expect(mark(id, '3', true)).rejects.toMatchObject(
      refusal(404, `${id} has the steps 1 to 2, and no step 3`),
    );
    await expect(mark(id, 'first', true)).rejects.toMatchObject(
      refusal(400, 'params.position must be the place of a step, such as 2'),
    );
    await expect(mark(id, '1', true, 'carla')).rejects.toMatchObject(
      refusal(404, 'There is no postmortem'),
    );
    await knex('postmortem_steps').delete();
    await expect(mark(id, '1', true)).rejects.toMatchObject(
      refusal(404, `${id} has no steps, and no step 1`),
    );
  });

  it('rest with it once it is published, and go on from now when it is written after all', async () => {
    const id = await draft();
    await mark(id, '1', true);
    await setState(id, 'published');
    await expect(mark(id, '2', true)).rejects.toMatchObject(
      refusal(409, 'press Amend'),
    );
    await expect(mark(id, '1', true, 'carla')).rejects.toMatchObject({
      statusCode: 403,
    });
    await setState(id, 'waived');
    muster.clock.set('2026-03-20T09:00:00.000Z');
    expect((await steps(id)).map(({ overdue }) => overdue)).toEqual([
      false,
      false,
    ]);
    await as('ana').call(api.require, { params: { id } });
    expect(await steps(id)).toMatchObject([
      { dueAt: '2026-03-07T09:00:00.000Z', overdue: false },
      { dueAt: '2026-03-25T09:00:00.000Z', overdue: false, done: null },
    ]);
  });
});
