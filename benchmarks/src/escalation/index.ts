// How late steps run while many incidents are open: from the instant at which a step is due to when its pages are written.
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Fleet } from '@muster/checks/src/fleet';
import { Knex } from 'knex';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Row } from '../result';
import { until } from '../until';
import { copyOpenIncidents } from './copies';

const entityRef = 'component:default/checkout';
const people = ['user:default/ana.ruiz', 'user:default/ben.okafor'];
/** Steps that become due each second while it is measured. */
const perSecond = 20;

/** Thrown away: processes that have just started are slow. */
const warmUpSteps = 200;
/** As it ships; checks, which count every page, do without it. */
const singlePagesPerMinute = '5';

const bench: Bench = async ({ quick, say }) => {
  const sizes = quick ? [200, 1_000] : [1_000, 10_000, 100_000];
  const seconds = quick ? 5 : 30;
  say('starting PostgreSQL (fsync on) and two backends');
  const fleet = await Fleet.start({
    replicas: 2,
    fsync: true,
    env: { APP_CONFIG_incidents_singlePagesPerMinute: singlePagesPerMinute },
  });
  const knex = connect(fleet.postgres.url);
  try {
    const template = await openOne(fleet);
    const rows: Row[] = [];
    say('warming up');
    await stepsOf(knex, template, { name: 'warm-up', count: warmUpSteps });
    let open = 1 + warmUpSteps;
    for (const size of sizes) {
      const incidents = `${size.toLocaleString('en-GB')} open incidents`;
      say(`filling up to ${incidents}`);
      const missing = size - open - perSecond * seconds;
      if (missing > 0) {
        await copyOpenIncidents(knex, template, missing, '86400 + n');
        open += missing;
      }
      await knex.raw(
        'analyze incidents.incidents, incidents.escalations, incidents_work.job',
      );
      say(
        `measuring: ${perSecond} steps a second for ${seconds} s, ${incidents}`,
      );
      rows.push(
        await stepsOf(knex, template, {
          name: incidents,
          count: perSecond * seconds,
        }),
      );
      open += perSecond * seconds;
    }
    const [first, last] = [rows[0], rows[rows.length - 1]];
    return {
      title: 'Escalation: how late steps run while many incidents are open',
      database: await describeDatabase(knex),
      rows,
      figures: [
        {
          name: `p99 of a step's lateness, ${last.name}`,
          value: last.ms?.p99 ?? NaN,
          unit: 'ms',
          bar: { atMost: 2_000 },
        },
        {
          name: `growth of the median, ${first.name} to ${last.name}`,
          value: (last.ms?.p50 ?? NaN) / (first.ms?.p50 ?? NaN),
          unit: '×',
          bar: null,
        },
      ],
      notes: [
        `${perSecond} steps become due each second; two backend processes share the cores with PostgreSQL. All page the same person, in the demo’s mailbox and in the portal: the worst case, in which the storm rule, as it ships, has pages wait for one message.`,
        'A step is on time when its pages are written, whatever the storm rule does with them afterwards; every step ran exactly once.',
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
  }
};

/** Opens an incident whose policy has two steps. @returns its number */
async function openOne({ replicas: [{ api }] }: Fleet): Promise<number> {
  const admin = await api.as('user:default/sana.iqbal');
  const policy = await admin.call(contract.escalation.createPolicy, {
    body: {
      name: 'Bench',
      ownerRef: 'group:default/team-payments',
      steps: people.map(ref => ({
        targets: [{ type: 'person' as const, ref }],
        delayMinutes: 1440,
      })),
      focus: false,
    },
  });
  await admin.call(contract.escalation.bind, {
    body: { entityRef, policyId: policy.id },
  });
  const { id } = await admin.call(contract.incidents.create, {
    body: { entityRef, title: 'Bench', severity: 'SEV3' },
  });
  return id;
}

/** Adds incidents whose steps become due one after another, and waits until each has run. */
async function stepsOf(
  knex: Knex,
  template: number,
  { name, count }: { name: string; count: number },
): Promise<Row> {
  // Five seconds are for the copying itself.
  const first = await copyOpenIncidents(
    knex,
    template,
    count,
    `5 + n / ${perSecond}.0`,
  );
  const due = new Map(
    (
      await knex('incidents.escalations')
        .select<{ incident_id: number; due_at: Date }[]>(
          'incident_id',
          'due_at',
        )
        .where('incident_id', '>=', first)
    ).map(row => [row.incident_id, row.due_at]),
  );
  const batches = () =>
    knex('incidents.page_batches').where('incident_id', '>=', first);
  await until(
    `${count} steps have run`,
    async () => {
      const [{ n }] = await batches().count<{ n: string }[]>({ n: '*' });
      return Number(n) >= count;
    },
    240_000,
  );
  const ran = await batches().select<{ incident_id: number; at: Date }[]>(
    'incident_id',
    'created_at as at',
  );
  if (ran.length !== count) {
    throw new Error(`${count} steps were due, and ${ran.length} ran`);
  }
  return {
    name,
    count,
    perSecond: null,
    ms: distributionOf(
      ran.map(
        ({ incident_id, at }) =>
          at.getTime() - (due.get(incident_id)?.getTime() ?? NaN),
      ),
    ),
  };
}

export default bench;
