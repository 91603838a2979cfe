import {
  AuthorizeResult,
  PermissionCriteria,
  PermissionCondition,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import {
  StartedIncidents,
  StartOptions,
  startIncidents,
} from './testing/startIncidents';

jest.setTimeout(60_000);

const { incidents, alerts, paging, portal, oncall, escalation } = contract;
const checkout = 'component:default/checkout';
const refused = { response: { status: 403 } };

const rule = (
  name: string,
  params: PermissionCondition['params'],
): PermissionCondition => ({ rule: name, resourceType: 'incident', params });
const ownedBy = (...refs: string[]) => rule('IS_INCIDENT_OWNER', { refs });
const inSystem = (...refs: string[]) => rule('IS_IN_SYSTEM', { refs });
const severity = (...severities: string[]) =>
  rule('HAS_SEVERITY', { severities });

/** A policy that decides about incidents by conditions, and allows the rest. */
const incidentsThat =
  (conditions: PermissionCriteria<PermissionCondition>) =>
  (permission: string): PolicyDecision =>
    permission.startsWith('incidents.incident.') &&
    permission !== 'incidents.incident.create'
      ? {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'incidents',
          resourceType: 'incident',
          conditions,
        }
      : { result: AuthorizeResult.ALLOW };

/** What a monitor sends about the entity of the key. */
const event = (key: string, summary: string, kind: string) => ({
  routing_key: key,
  event_action: 'trigger',
  dedup_key: summary,
  payload: { summary, source: 'probe', severity: kind },
});

describe.each(eachDatabase())('Backstage’s permissions on %s', database => {
  let knex: Knex;
  /** Numbers by title. */
  let ids: Record<string, number>;
  let muster: StartedIncidents;

  const start = async (decision?: StartOptions['decision']) => {
    muster = await startIncidents({ knex, decision });
    return muster;
  };

  /** One incident of each kind, opened by monitors while everything is allowed. */
  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    const { as, http, stop } = await start();
    const keyOf = async (entityRef: string) =>
      (
        await as('dora').call(alerts.createIntegration, {
          body: { name: `Monitor of ${entityRef}`, entityRef },
        })
      ).key;
    const ofCheckout = await keyOf(checkout);
    const ofSearch = await keyOf('component:default/search');
    const ofOrphan = await keyOf('component:default/orphan');
    for (const sent of [
      event(ofCheckout, 'checkout SEV2', 'critical'),
      event(ofCheckout, 'checkout SEV4', 'warning'),
      event(ofSearch, 'search SEV3', 'error'),
      event(ofOrphan, 'orphan SEV3', 'error'),
    ]) {
      await http
        .post('/api/incidents/public/v2/enqueue')
        .send(sent)
        .expect(202);
    }
    const { items } = await as('ana').call(incidents.list, {});
    ids = Object.fromEntries(items.map(({ title, id }) => [title, id]));
    await stop();
  });
  afterEach(() => muster.stop());

  const params = (title: string) => ({ params: { id: String(ids[title]) } });

  describe('when reading is denied', () => {
    it.each<[string, (permission: string) => PolicyDecision]>([
      ['everything', () => ({ result: AuthorizeResult.DENY })],
      [
        'reading incidents alone',
        permission => ({
          result:
            permission === 'incidents.incident.read'
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        }),
      ],
    ])('denying %s hides every incident', async (_what, decision) => {
      const ana = (await start(decision)).as('ana');
      const one = params('checkout SEV2');
      const ofCheckout = { query: { entityRef: checkout } };

      expect((await ana.call(incidents.list, {})).items).toEqual([]);
      expect(await ana.call(incidents.entity, ofCheckout)).toMatchObject({
        open: [],
        openCount: 0,
        quietSince: null,
        last30Days: 0,
      });
      expect((await ana.call(portal.me, {})).assigned).toEqual([]);
      for (const endpoint of [
        incidents.get,
        incidents.timeline,
        alerts.ofIncident,
        paging.ledger,
        incidents.acknowledge,
        incidents.join,
        incidents.resolve,
        incidents.escalate,
      ]) {
        await expect(ana.call(endpoint, one)).rejects.toMatchObject(refused);
      }
      await expect(
        ana.call(incidents.note, { ...one, body: { text: 'Hello' } }),
      ).rejects.toMatchObject(refused);
      await expect(
        ana.call(incidents.edit, { ...one, body: { version: 1, title: 'x' } }),
      ).rejects.toMatchObject(refused);
      await expect(
        ana.call(incidents.reassign, {
          ...one,
          body: { people: ['user:default/ben'] },
        }),
      ).rejects.toMatchObject(refused);
      await expect(ana.call(alerts.changes, ofCheckout)).rejects.toMatchObject(
        refused,
      );
      await expect(ana.call(alerts.listIntegrations, {})).rejects.toMatchObject(
        refused,
      );
      const untouched = await knex('incidents')
        .where({ id: ids['checkout SEV2'] })
        .first();
      expect(untouched).toMatchObject({
        status: 'triggered',
        title: 'checkout SEV2',
      });
    });

    it('denying everything refuses what is not about one incident, even to an admin', async () => {
      const dora = (await start({ result: AuthorizeResult.DENY })).as('dora');
      const asked = [
        () =>
          dora.call(incidents.create, {
            body: { entityRef: checkout, title: 'Down' },
          }),
        () =>
          dora.call(alerts.createIntegration, {
            body: { name: 'New', entityRef: checkout },
          }),
        () => dora.call(alerts.unknownKeys, {}),
        () => dora.call(portal.deadLetters, {}),
        () => dora.call(oncall.listSchedules, {}),
        () => dora.call(escalation.listPolicies, {}),
        () => dora.call(escalation.onCall, { query: { entityRef: checkout } }),
        () =>
          dora.call(contract.directory.get, { query: { entityRef: checkout } }),
        () =>
          dora.call(escalation.bind, {
            body: { entityRef: checkout, policyId: null },
          }),
      ];
      for (const ask of asked) {
        await expect(ask()).rejects.toMatchObject(refused);
      }
    });

    it('allowing everything does not lift the floor', async () => {
      const carla = (await start({ result: AuthorizeResult.ALLOW })).as(
        'carla',
      );
      await expect(
        carla.call(incidents.resolve, params('checkout SEV2')),
      ).rejects.toMatchObject(refused);
      await expect(carla.call(portal.deadLetters, {})).rejects.toMatchObject(
        refused,
      );
    });
  });

  describe('when a policy decides by conditions', () => {
    const all = [
      'checkout SEV2',
      'checkout SEV4',
      'search SEV3',
      'orphan SEV3',
    ];
    const payments = 'group:default/payments';
    const shop = 'system:default/shop';

    it.each<[string, PermissionCriteria<PermissionCondition>, string[]]>([
      ['owner', ownedBy(payments), ['checkout SEV2', 'checkout SEV4']],
      ['owners that own nothing', ownedBy('group:default/none'), []],
      ['no owner at all', ownedBy(), []],
      ['system', inSystem(shop), ['checkout SEV2', 'checkout SEV4']],
      ['severity', severity('SEV3'), ['search SEV3', 'orphan SEV3']],
      [
        'not that owner',
        { not: ownedBy(payments) },
        ['search SEV3', 'orphan SEV3'],
      ],
      [
        'not that system',
        { not: inSystem(shop) },
        ['search SEV3', 'orphan SEV3'],
      ],
      [
        'owner and severity',
        { allOf: [ownedBy(payments), severity('SEV2', 'SEV3')] },
        ['checkout SEV2'],
      ],
      [
        'owner or severity',
        { anyOf: [ownedBy('group:default/search'), severity('SEV4')] },
        ['checkout SEV4', 'search SEV3'],
      ],
      [
        'neither owner nor severity',
        {
          not: { anyOf: [ownedBy(payments), ownedBy('group:default/search')] },
        },
        ['orphan SEV3'],
      ],
      [
        'a tree',
        {
          allOf: [
            { anyOf: [inSystem(shop), severity('SEV3')] },
            { not: { allOf: [ownedBy(payments), severity('SEV2')] } },
            { not: ownedBy('group:default/search') },
          ],
        },
        ['checkout SEV4', 'orphan SEV3'],
      ],
      ['everything but nothing', { not: severity() }, all],
    ])(
      'the list and every item agree: %s',
      async (_name, conditions, visible) => {
        const ana = (await start(incidentsThat(conditions))).as('ana');
        const { items } = await ana.call(incidents.list, {});
        expect(items.map(({ title }) => title).sort()).toEqual(
          [...visible].sort(),
        );
        for (const endpoint of [
          incidents.get,
          incidents.timeline,
          alerts.ofIncident,
          paging.ledger,
        ]) {
          const readable: string[] = [];
          const denied: number[] = [];
          for (const title of all) {
            await ana.call(endpoint, params(title)).then(
              () => readable.push(title),
              fault => denied.push(fault.response.status),
            );
          }
          expect(readable.sort()).toEqual([...visible].sort());
          expect(denied.every(status => status === 403)).toBe(true);
        }
        const shown = visible.filter(title => title.startsWith('checkout'));
        const card = await ana.call(incidents.entity, {
          query: { entityRef: checkout },
        });
        expect(card.openCount).toBe(shown.length);
        expect(card.last30Days).toBe(shown.length);
        expect(card.open.map(({ title }) => title).sort()).toEqual(
          shown.sort(),
        );
        const { assigned } = await ana.call(portal.me, {});
        expect(assigned.map(({ title }) => title).sort()).toEqual(shown.sort());
      },
    );

    it('a page of a filtered list is full, and its cursor goes on', async () => {
      const ana = (await start(incidentsThat(severity('SEV3')))).as('ana');
      const first = await ana.call(incidents.list, { query: { limit: 1 } });
      expect(first.items).toMatchObject([{ title: 'orphan SEV3' }]);
      const second = await ana.call(incidents.list, {
        query: { limit: 1, cursor: first.nextCursor ?? '' },
      });
      expect(second).toMatchObject({
        items: [{ title: 'search SEV3' }],
        nextCursor: null,
      });
    });

    it('an incident that may be seen but not managed shows no such button and refuses it', async () => {
      const { as } = await start(permission =>
        permission === 'incidents.incident.manage'
          ? incidentsThat(severity('SEV4'))(permission)
          : { result: AuthorizeResult.ALLOW },
      );
      const ana = as('ana');
      const { may } = await ana.call(incidents.get, params('checkout SEV2'));
      expect(may).toEqual(['acknowledge', 'note']);
      await expect(
        ana.call(incidents.resolve, params('checkout SEV2')),
      ).rejects.toMatchObject(refused);
    });
  });
});
