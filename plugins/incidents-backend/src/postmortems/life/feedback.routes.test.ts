import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';

jest.setTimeout(60_000);

const api = contract.postmortems;
const user = (name: string) => `user:default/${name}`;

const refusal = (statusCode: number, words: string) => ({
  statusCode,
  body: { error: { message: expect.stringContaining(words) } },
});

describe.each(eachDatabase())('feedback about postmortems on %s', database => {
  let muster: StartedIncidents;
  let knex: Knex;

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({ knex });
  });
  afterAll(() => muster.stop());

  /** A draft of checkout, of Payments; Ana and Night took part, and Ana writes it. */
  const draft = async () => {
    const { name } = await muster.as('ana').call(contract.incidents.create, {
      body: {
        entityRef: 'component:default/checkout',
        title: 'Payments fail',
        severity: 'SEV4',
      },
    });
    const incident = { params: { id: name } };
    await muster.as('ana').call(contract.incidents.acknowledge, incident);
    await muster.as('night').call(contract.incidents.join, incident);
    await muster.as('ana').call(contract.incidents.resolve, incident);
    const opened = await muster.as('ana').call(api.open, {
      body: { incidentId: name },
    });
    const params = { id: opened.name };
    await muster.as('ana').call(api.edit, {
      params,
      body: {
        version: opened.version,
        participants: [user('ana'), user('night')],
      },
    });
    return params;
  };
  const publish = async (params: { id: string }) => {
    await knex('postmortem_sections')
      .where({ postmortem_id: Number(params.id.slice(3)) })
      .update({ required: false });
    await muster.as('ana').call(api.publish, { params, body: {} });
  };
  const published = async () => {
    const params = await draft();
    await publish(params);
    return params;
  };
  const give = (
    params: { id: string },
    name: string,
    score: number,
    text = '',
  ) =>
    muster.as(name).call(api.giveFeedback, { params, body: { score, text } });
  const seenBy = (params: { id: string }, name: string) =>
    muster.as(name).call(api.feedback, { params });

  it('is asked for, once, of those who took part when it is published', async () => {
    const params = await published();
    const asked = () =>
      knex('notes')
        .where({ channel: 'portal' })
        .andWhere('subject', 'like', `${params.id} is published%`)
        .select('person_ref', 'text');
    const note = {
      person_ref: user('night'),
      text: expect.stringContaining('how useful it was'),
    };
    // Ana has published it, and need not be told.
    expect(await asked()).toEqual([note]);
    await muster
      .as('ana')
      .call(api.amend, { params, body: { reason: 'A typo' } });
    await publish(params);
    expect(await asked()).toEqual([note]);
  });

  it('can be given by those who took part, and changed; its sentences are for them, the writer and the team', async () => {
    const params = await published();
    expect(await seenBy(params, 'night')).toEqual({
      average: null,
      count: 0,
      mine: null,
      mayGive: true,
      sentences: [],
    });
    await give(params, 'night', 2, 'Nobody asked the support');
    muster.clock.advanceMinutes(1);
    await give(params, 'ana', 4);
    muster.clock.advanceMinutes(1);
    expect(await give(params, 'night', 5, ' Now they were asked ')).toEqual({
      average: 4.5,
      count: 2,
      mine: { score: 5, text: 'Now they were asked' },
      mayGive: true,
      sentences: [
        {
          person: { ref: user('night'), name: expect.any(String) },
          score: 5,
          text: 'Now they were asked',
          at: muster.clock.now().toISOString(),
        },
      ],
    });
    // Ben is of the team that owns it, and did not take part.
    expect(await seenBy(params, 'ben')).toMatchObject({
      mine: null,
      mayGive: false,
      sentences: [{ text: 'Now they were asked' }],
    });
    for (const name of ['carla', 'dora']) {
      expect(await seenBy(params, name)).toEqual({
        average: 4.5,
        count: 2,
        mine: null,
        mayGive: false,
        sentences: [],
      });
    }
    const changes = await knex('audit_entries').select();
    expect(JSON.stringify(changes)).not.toContain('Now they were asked');
  });

  it('is refused of others, of a draft, and of what is no score', async () => {
    const params = await draft();
    await expect(give(params, 'ana', 3)).rejects.toMatchObject(
      refusal(409, 'is not published'),
    );
    expect((await seenBy(params, 'ana')).mayGive).toBe(false);
    await publish(params);
    await expect(give(params, 'ben', 3)).rejects.toMatchObject(
      refusal(403, 'Only those who took part'),
    );
    for (const score of [0, 6, 2.5]) {
      await expect(give(params, 'ana', score)).rejects.toMatchObject(
        refusal(400, 'body.score'),
      );
    }
    await expect(give(params, 'ana', 3, 'x'.repeat(501))).rejects.toMatchObject(
      refusal(400, 'body.text'),
    );
    expect(await seenBy(params, 'ana')).toMatchObject({ count: 0 });
  });
});
