import { contract } from '@muster/backstage-plugin-incidents-common';
import { FakeClock } from '../../platform/FakeClock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { startIncidents } from '../../testing/startIncidents';

const api = contract.escalation;
const checkout = 'component:default/checkout';
const payments = 'group:default/payments';
/** A Monday. */
const nine = '2026-03-02T09:00:00.000Z';

jest.setTimeout(60_000);

describe.each(eachDatabase())('what is proven of an escalation, %s', id => {
  it('foresees the sequence, finds every hole, and reports the worst first', async () => {
    const { knex } = await openDatabase(id);
    const { as, stop } = await startIncidents({
      knex,
      clock: new FakeClock(nine),
      // In the demo mail wakes people. Nobody is left when a policy runs out.
      config: { catchAll: [], admins: [] },
    });
    try {
      const ana = as('ana');
      const schedule = await ana.call(contract.oncall.createSchedule, {
        body: {
          name: 'Office',
          ownerRef: payments,
          timezone: 'UTC',
          layers: [
            {
              name: 'Days',
              rotation: {
                unit: 'day',
                every: 1,
                startDate: '2026-03-02',
                handoffTime: '00:00',
                participants: ['user:default/ana', 'user:default/ben'],
              },
              restrictions: [
                {
                  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
                  start: '08:00',
                  end: '18:00',
                },
              ],
            },
          ],
        },
      });
      const policy = await ana.call(api.createPolicy, {
        body: {
          name: 'Office, twice',
          ownerRef: payments,
          steps: [
            { targets: [{ type: 'schedule', id: schedule.id }] },
            {
              targets: [{ type: 'schedule', id: schedule.id }],
              delayMinutes: 30,
            },
          ],
        },
      });
      await ana.call(api.bind, {
        body: { entityRef: checkout, policyId: policy.id },
      });

      const foreseen = await as('carla').call(api.whatIf, {
        query: { entityRef: checkout },
      });
      expect(
        foreseen.moves.map(move => [
          move.kind,
          move.afterMinutes,
          move.people.map(({ name }) => name).join(),
        ]),
      ).toEqual([
        ['page', 0, 'Ana Ruiz'],
        ['page', 5, 'Ana Ruiz'],
        ['catch-all', 35, ''],
      ]);
      expect(foreseen.moves[0].people[0]).toMatchObject({
        via: { name: 'Office' },
        reachable: true,
        whyNot: null,
      });
      expect(
        foreseen.moves[0].people[0].deliveries.map(({ channel }) => channel),
      ).toContain('email');
      const atNight = await as('carla').call(api.whatIf, {
        query: { entityRef: checkout, at: '2026-03-02T22:00:00.000Z' },
      });
      expect(atNight.moves.map(({ kind }) => kind)).toEqual([
        'pass',
        'pass',
        'catch-all',
      ]);
      const recorded = await as('carla').call(api.whatIf, {
        query: { entityRef: checkout, severity: 'SEV5' },
      });
      expect(recorded.moves).toEqual([]);
      expect(recorded.warnings[0]).toMatch(/SEV5 is recorded/);

      const proof = await as('carla').call(api.coverage, {
        query: { entityRef: checkout, days: '2' },
      });
      expect(proof).toMatchObject({
        covered: false,
        uncoveredMinutes: (14 + 14) * 60,
        policy: { name: 'Office, twice' },
        owner: { name: 'Payments' },
        thinSpans: [],
      });
      expect(proof.holes).toEqual([
        {
          start: '2026-03-02T18:00:00.000Z',
          end: '2026-03-03T08:00:00.000Z',
          reason:
            'Office of step 1 has nobody; Office of step 2 has nobody; the catch-all names nobody',
        },
        {
          start: '2026-03-03T18:00:00.000Z',
          end: '2026-03-04T08:00:00.000Z',
          reason:
            'Office of step 1 has nobody; Office of step 2 has nobody; the catch-all names nobody',
        },
      ]);

      const first = await as('carla').call(api.coverageReport, {
        query: { days: '2', limit: '1' },
      });
      expect(first).toMatchObject({ entities: 3, uncovered: 1 });
      expect(first.items.map(({ entity }) => entity.ref)).toEqual([checkout]);
      const rest = await as('carla').call(api.coverageReport, {
        query: { days: '2', cursor: first.nextCursor ?? '' },
      });
      expect(rest.items.map(({ covered }) => covered)).toEqual([true, true]);
      const search = await as('carla').call(api.coverageReport, {
        query: { ownerRef: 'group:default/search' },
      });
      expect(search).toMatchObject({ entities: 1, uncovered: 0 });
    } finally {
      await stop();
    }
  });
});
