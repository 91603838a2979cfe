import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { startIncidents } from '../testing/startIncidents';

jest.setTimeout(60_000);

describe.each(eachDatabase())('the audit, %s', id => {
  it('has a line for each change and each refusal, without secrets, newest first', async () => {
    const { knex } = await openDatabase(id);
    const { as, clock, stop } = await startIncidents({ knex });
    try {
      const name = 'Payments';
      const body = {
        name,
        ownerRef: 'group:default/payments',
        steps: [
          { targets: [{ type: 'person' as const, ref: 'user:default/ana' }] },
        ],
      };
      await as('ana').call(contract.escalation.createPolicy, { body });
      clock.advanceMinutes(1);
      await expect(
        as('carla').call(contract.escalation.createPolicy, { body }),
      ).rejects.toMatchObject({ statusCode: 403 });
      clock.advanceMinutes(1);
      const key = 'A'.repeat(32);
      await as('ben').call(contract.alerts.createIntegration, {
        body: { name: 'Mine', entityRef: 'component:default/checkout', key },
      });

      await expect(
        as('ana').call(contract.portal.audit, {}),
      ).rejects.toMatchObject({ statusCode: 403 });
      const first = await as('dora').call(contract.portal.audit, {
        query: { limit: '2' },
      });
      const rest = await as('dora').call(contract.portal.audit, {
        query: { cursor: first.nextCursor ?? '' },
      });
      const all = [...first.items, ...rest.items];
      expect(
        all.map(({ actor, action, outcome, reason }) => [
          actor.ref,
          action,
          outcome,
          reason,
        ]),
      ).toEqual([
        ['user:default/ben', 'alerts.create-integration', 'done', null],
        [
          'user:default/carla',
          'escalation.create-policy',
          'refused',
          expect.stringContaining('owning team'),
        ],
        ['user:default/ana', 'escalation.create-policy', 'done', null],
      ]);
      expect(JSON.parse(all[0].request).body).toEqual({
        name: 'Mine',
        entityRef: 'component:default/checkout',
        key: '…',
      });
      expect(JSON.parse(all[2].request).body).toMatchObject({ name });
    } finally {
      await stop();
    }
  });
});
