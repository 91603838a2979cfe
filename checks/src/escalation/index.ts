import { setTimeout as sleep } from 'node:timers/promises';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { Check } from '../check';
import { Fleet, MailServer, Monitor } from '../fleet';
import { distribution, openDatabase } from '../measure';
import { until } from '../until';

const service = 'component:default/mailer';
const piotr = 'user:default/piotr.nowak';
const grace = 'user:default/grace.mwangi';

const incidents = { bounded: 200, long: 2000 };
const perSecond = 10;
/** The shortest delay that a policy can have. */
const delayMinutes = 1;
/** Acknowledgements are spread over the last seconds before the step. */
const lastSeconds = 8;
/** Seconds; a step that is later is a fault. */
const bars = { p99: 2, max: 5 };

const dueRow = z.object({
  id: z.number(),
  inSeconds: z.coerce.number(),
});
const stepRow = z.object({ late: z.coerce.number() });

/**
 * Opens many incidents whose second step is due a minute later, acknowledges every second one just
 * before that, and measures how late the steps of the others are.
 */
const escalation: Check = async ({ report, long }) => {
  const count = long ? incidents.long : incidents.bounded;
  const mail = await MailServer.start();
  const fleet = await Fleet.start({
    replicas: 2,
    config: { incidents: { email: mail.config } },
  });
  const knex = openDatabase(fleet.postgres.url);
  try {
    await report.run(`${count} incidents with a step after a minute`, () =>
      measure(fleet, knex, count),
    );
  } finally {
    await knex.destroy();
    await fleet.stop();
    await mail.stop();
  }
};

async function measure(fleet: Fleet, knex: Knex, count: number) {
  const monitor = await connect(fleet);
  await monitor.storm(count, perSecond, n => `step ${n}`);
  await acknowledgeEverySecond(fleet, knex);
  await until(
    'every incident is acknowledged or paged by its second step',
    async () => (await unfinished(knex)) === 0,
    delayMinutes * 60 + 30,
  );
  const late = (await lateness(knex)).map(step => step.late);
  const after = await firedAfterAcknowledgement(knex);
  if (after.length) {
    throw new Error(`fired after acknowledgement: ${JSON.stringify(after)}`);
  }
  // Those that were acknowledged when their step had fired already are among the late ones.
  if (late.length < count / 2 || late.length === count) {
    throw new Error(`${late.length} of ${count} steps fired`);
  }
  const { p50, p99, max } = distribution(late);
  const figures = `from due to handed to the mail server p50 ${p50} s, p99 ${p99} s, max ${max} s`;
  if (p99 > bars.p99 || max > bars.max) throw new Error(`too late: ${figures}`);
  return `${late.length} steps, ${figures}; ${count - late.length} acknowledged in time, fired after an acknowledgement ${after.length}`;
}

async function connect(fleet: Fleet): Promise<Monitor> {
  const [{ api }] = fleet.replicas;
  const key = await api.bindPolicy(service, [piotr, grace], delayMinutes);
  return new Monitor(fleet.replicas, key);
}

/** Acknowledges every second incident within the last seconds before its step, the last ones at the very moment. */
async function acknowledgeEverySecond(fleet: Fleet, knex: Knex): Promise<void> {
  const rows: unknown = await knex('escalations')
    .orderBy('incident_id')
    .select(
      'incident_id as id',
      knex.raw(`extract(epoch from due_at - now()) as "inSeconds"`),
    );
  const chosen = z
    .array(dueRow)
    .parse(rows)
    .filter((_, n) => n % 2 === 0);
  const clients = await Promise.all(
    fleet.replicas.map(({ api }) => api.as(piotr)),
  );
  await Promise.all(
    chosen.map(async ({ id, inSeconds }, n) => {
      const early = lastSeconds * (1 - n / chosen.length);
      await sleep(Math.max(0, inSeconds - early) * 1000);
      await clients[n % clients.length].call(contract.incidents.acknowledge, {
        params: { id: `${id}` },
      });
    }),
  );
}

/** How many incidents are neither acknowledged nor paged by their second step. */
async function unfinished(knex: Knex): Promise<number> {
  const rows: unknown[] = await knex('incidents')
    .where({ status: 'triggered' })
    .whereNotIn('id', sentSteps(knex).select('page_batches.incident_id'))
    .select('id');
  return rows.length;
}

const sentSteps = (knex: Knex) =>
  knex('page_batches')
    .join('pages', 'pages.batch_id', 'page_batches.id')
    .join('deliveries', 'deliveries.page_id', 'pages.id')
    .where({
      'page_batches.step': 2,
      'deliveries.channel': 'email',
      'deliveries.state': 'sent',
    });

/** Seconds from due to handed over, of each second step; it is due a minute after the first. */
async function lateness(knex: Knex) {
  const rows: unknown = await sentSteps(knex)
    .join('page_batches as first', join =>
      join
        .on('first.incident_id', 'page_batches.incident_id')
        .andOnVal('first.step', 1),
    )
    .select(
      knex.raw(
        `extract(epoch from deliveries.sent_at - first.created_at) - ? as late`,
        [delayMinutes * 60],
      ),
    );
  return z.array(stepRow).parse(rows);
}

/** Entries of steps that stand behind an acknowledgement in the timeline. */
async function firedAfterAcknowledgement(knex: Knex): Promise<unknown[]> {
  return knex('timeline as step')
    .join('timeline as taken', 'taken.incident_id', 'step.incident_id')
    .where({ 'taken.kind': 'acknowledged' })
    .whereIn('step.kind', ['escalated', 'paged'])
    .andWhereRaw('step.seq > taken.seq')
    .select('step.incident_id', 'step.seq', 'step.text');
}

export default escalation;
