import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';

jest.setTimeout(60_000);

const api = contract.plays;

/** A play of Payments, as YAML. */
const source = (name: string, more = '') => `name: ${name}
ownerRef: group:default/payments
${more}steps:
  - id: pause
    wait: { minutes: 1 }
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
});
