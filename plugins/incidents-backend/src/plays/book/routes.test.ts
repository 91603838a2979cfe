import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { addMinutes } from '../../platform/clock';
import { Database } from '../../platform/database';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';
import { purgeRuns } from './purge';

jest.setTimeout(60_000);

const api = contract.plays;

/** A play of Payments, as YAML. */
const source = (name: string, more = '') => `name: ${name}
ownerRef: group:default/payments
${more}steps:
  - id: pause
    wait: { minutes: 1 }
`;

/** A play that calls another. */
const callOf = (name: string, called: string) => `name: ${name}
ownerRef: group:default/payments
steps:
  - id: other
    call: { play: ${called} }
`;

/** An answer with this status, whose message has these words. */
const refusal = (statusCode: number, words: string) => ({
  statusCode,
  body: { error: { message: expect.stringContaining(words) } },
});

describe.each(eachDatabase())('plays on %s', database => {
  let muster: StartedIncidents;
  let knex: Knex;

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({ knex });
  });
  afterAll(() => muster.stop());

  const create = (name: string, more?: string, person = 'ana') =>
    muster
      .as(person)
      .call(api.create, { body: { source: source(name, more) } });
  const setState = (
    id: string,
    version: number,
    state: 'enabled' | 'paused' = 'enabled',
    person = 'ana',
  ) =>
    muster
      .as(person)
      .call(api.setState, { params: { id }, body: { version, state } });

  it('saves versions that stay, and starts the one that was approved', async () => {
    const made = await create(
      'Versions',
      'on: [{ event: incident.triggered }]\n',
    );
    expect(made).toMatchObject({
      state: 'draft',
      version: 1,
      approved: null,
      startsWhen: 'When an incident is triggered',
      owner: { ref: 'group:default/payments', name: 'Payments' },
      may: ['edit'],
      hasWebhook: false,
      health: { runs: 0, failing: false, medianSeconds: null },
    });
    const { id } = made;
    const enabled = await setState(id, 1);
    expect(enabled).toMatchObject({
      state: 'enabled',
      approved: { version: 1, by: { name: 'Ana Ruiz' }, everywhere: false },
      may: ['edit', 'run'],
    });

    const ben = muster.as('ben');
    const body = { version: 1, source: source('Versions, better') };
    const second = await ben.call(api.update, { params: { id }, body });
    expect(second).toMatchObject({
      name: 'Versions, better',
      version: 2,
      approved: { version: 1 },
      startsWhen: 'When an incident is triggered',
    });
    // Ana has looked at version 1 only.
    await expect(setState(id, 1)).rejects.toMatchObject(
      refusal(409, 'Ben Okafor saved version 2 of “Versions, better”'),
    );
    const late = { ...body, source: source('Versions, worse') };
    await expect(
      muster.as('ana').call(api.update, { params: { id }, body: late }),
    ).rejects.toMatchObject(refusal(409, 'Nothing of yours was saved'));
    // The same text again is no version.
    const same = { ...body, version: 2 };
    expect(
      await ben.call(api.update, { params: { id }, body: same }),
    ).toMatchObject({ version: 2 });

    const everywhere = await setState(id, 2, 'enabled', 'dora');
    expect(everywhere.approved).toMatchObject({ version: 2, everywhere: true });
    const { items } = await ben.call(api.versions, { params: { id } });
    expect(items.map(({ version }) => version)).toEqual([2, 1]);
    expect(items[0].diff.slice(0, 2)).toEqual([
      '-name: Versions',
      '+name: Versions, better',
    ]);
    expect(items[1].approvedBy?.name).toBe('Ana Ruiz');
  });

  it('pauses at once, whatever was seen, and starts nothing then', async () => {
    const { id } = await create('Pausing');
    const enabled = await setState(id, 1);
    const again = { version: 1, source: source('Pausing', 'description: x\n') };
    await muster.as('ana').call(api.update, { params: { id }, body: again });
    const paused = await setState(id, 1, 'paused');
    expect(paused).toMatchObject({
      state: 'paused',
      approved: enabled.approved,
      may: ['edit'],
    });
    await expect(
      muster.as('ana').call(api.start, { params: { id }, body: {} }),
    ).rejects.toMatchObject(refusal(409, 'is not enabled'));
    const { id: draft } = await create('Never enabled');
    await expect(setState(draft, 1, 'paused')).rejects.toMatchObject(
      refusal(409, 'is a draft'),
    );
  });

  it('refuses what cannot be saved, says why, and leaves what is in force', async () => {
    const { id } = await create('In force');
    await setState(id, 1);
    const faults: [text: string, status: number, words: string][] = [
      ['name: [', 400, 'source:'],
      ['name: x', 400, 'ownerRef'],
      [source('In force', 'on: [{ event: incident.nothing }]\n'), 400, 'on'],
      [
        source(
          'x',
          'on: [{ event: schedule, cron: "0 0 30 2 *", timezone: UTC }]\n',
        ),
        400,
        'never comes',
      ],
      [
        source(
          'x',
          'on: [{ event: schedule, cron: "often, please", timezone: UTC }]\n',
        ),
        400,
        'five fields',
      ],
      [
        source('x').replace('group:default/payments', 'group:default/nobody'),
        403,
        'members of the owning team',
      ],
      [
        source('x').replace('group:default/payments', 'user:default/ana'),
        400,
        'must be a group',
      ],
      [
        callOf('Calls none', 'No such play'),
        400,
        'no play called “No such play”',
      ],
      [callOf('In force', 'In force'), 400, 'is this play itself'],
    ];
    for (const [text, status, words] of faults) {
      const body = { version: 1, source: text };
      await expect(
        muster.as('ana').call(api.update, { params: { id }, body }),
      ).rejects.toMatchObject(refusal(status, words));
    }
    const nobody = source('x').replace('payments', 'nobody');
    await expect(
      muster.as('dora').call(api.create, { body: { source: nobody } }),
    ).rejects.toMatchObject(refusal(400, 'not in the catalog'));
    await expect(create('In force')).rejects.toMatchObject(
      refusal(409, 'choose another name'),
    );
    // A circle of two.
    const first = await create('First');
    await muster.as('ana').call(api.create, {
      body: { source: callOf('Second', 'First') },
    });
    const circle = { version: 1, source: callOf('First', 'Second') };
    await expect(
      muster
        .as('ana')
        .call(api.update, { params: { id: first.id }, body: circle }),
    ).rejects.toMatchObject(
      refusal(400, '“First” calls “Second” calls “First”'),
    );
    await expect(
      muster.as('ana').call(api.makeWebhook, { params: { id } }),
    ).rejects.toMatchObject(refusal(409, '- event: webhook'));
    await expect(
      muster.as('ana').call(api.list, { query: { cursor: 'zzz' } }),
    ).rejects.toMatchObject(refusal(400, 'query.cursor'));
    for (const call of [api.get, api.versions, api.makeWebhook]) {
      await expect(
        muster.as('ana').call(call, { params: { id: 'none' } }),
      ).rejects.toMatchObject(refusal(404, 'There is no play none'));
    }
    expect(
      await muster.as('ana').call(api.get, { params: { id } }),
    ).toMatchObject({ version: 1, state: 'enabled', approved: { version: 1 } });
  });

  it('removes a play only when nothing of it is under way, or cancels that', async () => {
    const { id } = await create('Removed');
    await setState(id, 1);
    const run = await muster
      .as('ana')
      .call(api.start, { params: { id }, body: {} });
    const remove = (runs?: 'cancel') =>
      muster.as('ben').call(api.remove, { params: { id }, query: { runs } });
    await expect(remove()).rejects.toMatchObject(
      refusal(409, 'has a run in flight'),
    );
    await remove('cancel');
    await expect(
      muster.as('ana').call(api.get, { params: { id } }),
    ).rejects.toMatchObject({ statusCode: 404 });
    expect(
      await muster.as('ana').call(api.run, { params: { id: run.id } }),
    ).toMatchObject({ state: 'cancelled', play: { name: 'Removed' } });
    // Its name is free again.
    await create('Removed');
  });

  it('knows how plays are doing, and tells their team of each failure', async () => {
    const failing = `name: Failing
ownerRef: group:default/payments
steps:
  - id: end
    stop: { outcome: failed, because: "Nobody was there" }
`;
    const { id } = await muster
      .as('ana')
      .call(api.create, { body: { source: failing } });
    await setState(id, 1);
    const get = () => muster.as('ana').call(api.get, { params: { id } });
    const ran = async () => {
      const run = await muster
        .as('ana')
        .call(api.start, { params: { id }, body: {} });
      await until(async () => {
        const { endedAt } = await muster
          .as('ana')
          .call(api.run, { params: { id: run.id } });
        return endedAt ?? undefined;
      });
      return run.id;
    };
    const runs = [await ran(), await ran()];
    expect((await get()).health).toMatchObject({ failed: 2, failing: false });
    runs.push(await ran());
    expect((await get()).health).toMatchObject({
      runs: 3,
      failed: 3,
      succeeded: 0,
      failing: true,
      lastFailure: { because: expect.stringContaining('Nobody was there') },
      medianSeconds: null,
    });
    const notes = await knex('notes')
      .whereIn(
        'about',
        runs.map(run => `run ${run}`),
      )
      .where({ person_ref: 'user:default/ben', channel: 'portal' })
      .orderBy('created_at')
      .pluck('subject');
    expect(notes.sort()).toEqual([
      'The play Failing has failed',
      'The play Failing has failed',
      'The play Failing is failing: its last three runs have failed',
    ]);
    const better = failing.replace('failed', 'succeeded');
    await muster.as('ana').call(api.update, {
      params: { id },
      body: { version: 1, source: better },
    });
    await setState(id, 2);
    await ran();
    expect((await get()).health).toMatchObject({
      runs: 4,
      succeeded: 1,
      failing: false,
      medianSeconds: 0,
    });
  });

  it('lists by name, page by page, of an owner, a state, words of the name', async () => {
    for (const name of ['List %a', 'List b', 'List c']) await create(name);
    const list = (query: object) =>
      muster.as('carla').call(api.list, { query });
    const first = await list({ q: 'list', limit: 2 });
    expect(first.items.map(({ name, may }) => ({ name, may }))).toEqual([
      { name: 'List %a', may: [] },
      { name: 'List b', may: [] },
    ]);
    const next = await list({
      q: 'list',
      limit: 2,
      cursor: String(first.nextCursor),
    });
    expect(next).toMatchObject({
      items: [{ name: 'List c' }],
      nextCursor: null,
    });
    const names = async (query: object) =>
      (await list(query)).items.map(({ name }) => name);
    expect(await names({ q: '%A list' })).toEqual(['List %a']);
    expect(await names({ q: 'list', state: 'enabled' })).toEqual([]);
    expect(
      await names({ q: 'list', ownerRef: 'group:default/search' }),
    ).toEqual([]);
  });

  it('deletes runs that ended long ago, and those alone', async () => {
    const row = (id: string, days: number, ended: boolean) => ({
      id,
      play_id: 'old',
      version: 1,
      play_name: 'Old',
      owner_ref: 'group:default/payments',
      state: ended ? 'succeeded' : 'running',
      because: '',
      trigger: '{}',
      inputs: '{}',
      started_by: '{}',
      authority: '{}',
      chain: '[]',
      text: '',
      started_at: addMinutes(muster.clock.now(), -days * 1440),
      deadline_at: addMinutes(muster.clock.now(), 1440),
      ended_at: ended ? addMinutes(muster.clock.now(), -days * 1440) : null,
    });
    await knex('play_runs').insert([
      row('old', 91, true),
      row('old-and-running', 91, false),
      row('young', 89, true),
    ]);
    await purgeRuns(
      await Database.open({ getClient: async () => knex }),
      muster.clock,
      90,
    );
    expect(
      await knex('play_runs')
        .where({ play_id: 'old' })
        .orderBy('id')
        .pluck('id'),
    ).toEqual(['old-and-running', 'young']);
  });
});
