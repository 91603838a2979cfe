import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from './platform/FakeClock';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { demoShop } from './testing/demoShop';
import { expectErrorLine } from './testing/errorLines';
import { StartedIncidents, startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const { incidents, alerts, escalation } = contract;

const never = () => new Promise<never>(() => {});
const refuse = async () => {
  throw new ServiceUnavailableError('The catalog is down');
};

describe.each(eachDatabase())('without a catalog, %s', database => {
  let muster: StartedIncidents;
  afterEach(() => muster.stop());

  const catalogThat = (answers: () => Promise<never>) => {
    const catalog = catalogServiceMock.mock();
    catalog.queryEntities.mockImplementation(answers);
    catalog.getEntitiesByRefs.mockImplementation(answers);
    catalog.getEntityByRef.mockImplementation(answers);
    return catalog;
  };
  const trigger = (key: string) =>
    muster.http.post('/api/incidents/public/v2/enqueue').send({
      routing_key: key,
      event_action: 'trigger',
      payload: { summary: 'Errors', source: 'probe', severity: 'critical' },
    });
  const newest = async () => {
    const { items } = await muster.as('ana').call(incidents.list, {});
    return muster
      .as('ana')
      .call(incidents.get, { params: { id: String(items[0].id) } });
  };

  /** A portal that has read the shop's catalog, with an integration of checkout; stopped. */
  const before = async () => {
    const { knex } = await openDatabase(database);
    const clock = new FakeClock();
    muster = await startIncidents({ knex, clock, entities: demoShop });
    await until(async () => {
      const { catalogAsOf } = await muster
        .as('ana')
        .call(contract.portal.status, {});
      return catalogAsOf ?? undefined;
    });
    const { key } = await muster.as('ana').call(alerts.createIntegration, {
      body: { name: 'Monitor', entityRef: checkout },
    });
    await muster.stop();
    return { knex, clock, key };
  };

  it.each([
    ['is down', refuse],
    ['does not answer', never],
  ])(
    'the right people are paged from the last good answer while the catalog %s',
    async (_how, answers) => {
      const { knex, clock, key } = await before();
      clock.advanceMinutes(30);
      muster = await startIncidents({
        knex,
        clock,
        catalog: catalogThat(answers),
      });
      await trigger(key).expect(202);
      const incident = await newest();
      expect(incident).toMatchObject({
        severity: 'SEV2',
        owner: { ref: 'group:default/payments' },
        assigned: [{ name: 'Ana Ruiz' }, { name: 'Ben Okafor' }],
      });
      expect(incident.trace[0].text).toMatch(
        /does not answer; catalog as of 2026-03-02 09:00 UTC/,
      );
      const asked = await muster
        .as('ana')
        .call(escalation.onCall, { query: { entityRef: checkout } });
      expect(asked.onCall).toHaveLength(2);
      expect(asked.trace[0].text).toContain('catalog as of');
    },
  );

  it.each([
    ['is down', refuse],
    ['does not answer', never],
  ])(
    'an alert is taken and the catch-all paged when nothing was ever read and the catalog %s',
    async (_how, answers) => {
      const { knex, clock, key } = await before();
      await knex('directory_members').delete();
      await knex('directory_entities').delete();
      await knex('settings').where({ name: 'directory.read-at' }).delete();
      muster = await startIncidents({
        knex,
        clock,
        catalog: catalogThat(answers),
        config: { catchAll: 'user:default/night' },
      });
      await trigger(key).expect(202);
      const incident = await newest();
      expect(incident).toMatchObject({
        entity: { ref: checkout },
        assigned: [{ ref: 'user:default/night' }],
      });
      expect(incident.trace[0].text).toContain('never told us of');
      await until(async () =>
        muster.notifications.mock.calls.length > 0 ? true : undefined,
      );
    },
  );

  it('bad input: an entity that nobody has seen cannot be paged while the catalog is down, and the answer says when to try again', async () => {
    const { knex, clock } = await before();
    muster = await startIncidents({
      knex,
      clock,
      catalog: catalogThat(refuse),
    });
    expectErrorLine(/^Request failed with status 503/);
    await expect(
      muster.as('ana').call(incidents.create, {
        body: { entityRef: 'component:default/brand-new', title: 'Down' },
      }),
    ).rejects.toMatchObject({
      response: { status: 503 },
      body: { error: { message: expect.stringContaining('Try again') } },
    });
  });
});
