// Plays: how soon one acts, what runs cost that wait, and how soon their history is listed.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Fleet } from '@muster/checks/src/fleet';
import { Knex } from 'knex';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Row } from '../result';
import { until } from '../until';
import { addWaiting, fillHistory, transactionsIn } from './runs';
import { besideBareJobs } from './throughput';

const entityRef = 'component:default/checkout';
/** Incidents that are opened each second while it is measured how soon plays act. */
const perSecond = 5;

const source = `
name: Bench
ownerRef: group:default/team-payments
on: [{ event: incident.triggered }]
limits: { atOnce: 1000, perHour: 10000 }
steps:
  - { id: act, action: incident.note, with: { text: acted } }
`;

const bench: Bench = async ({ quick, say }) => {
  const triggers = quick ? 20 : 300;
  const waiting = quick ? 100 : 1_000;
  const runs = quick ? 100 : 10_000;
  const history = quick ? 10_000 : 1_000_000;
  say('starting PostgreSQL (fsync on) and two backends');
  const fleet = await Fleet.start({ replicas: 2, fsync: true });
  const knex = connect(fleet.postgres.url);
  try {
    const admin = await fleet.replicas[0].api.as('user:default/sana.iqbal');
    const playId = await enable(admin);
    say(`measuring: ${triggers} incidents, ${perSecond} a second`);
    const alone = await soonness(
      knex,
      admin,
      'trigger to first action',
      triggers,
    );
    const idle = await transactionsIn(knex, quick ? 3 : 30);
    say(`adding ${waiting} waiting runs`);
    // Of a play of their own: as runs that are under way they would fill the other's `atOnce`.
    const rest = await startWaiting(admin);
    await addWaiting(knex, rest.playId, waiting);
    const idleBeside = await transactionsIn(knex, quick ? 3 : 30);
    const beside = await soonness(
      knex,
      admin,
      `the same beside ${waiting.toLocaleString('en-GB')} waiting runs`,
      triggers,
    );
    say(`${runs} runs of 8 steps, and as many bare jobs`);
    const throughput = await besideBareJobs(knex, admin, rest.runId, {
      runs,
      steps: 8,
    });
    say(`filling the history with ${history} runs`);
    await fillHistory(knex, playId, history);
    const lists = await listing(admin, playId, quick ? 20 : 200);
    return {
      title: 'Plays: how soon they act, what waiting costs, their history',
      database: await describeDatabase(knex),
      rows: [alone, beside, ...throughput, ...lists],
      figures: [
        {
          name: 'p99 from a trigger to the first action',
          value: alone.ms?.p99 ?? NaN,
          unit: 'ms',
          bar: { atMost: 500 },
        },
        {
          name: `transactions while idle, with ${waiting} waiting runs to without`,
          value: Number((idleBeside / idle).toFixed(2)),
          unit: '×',
          bar: null,
        },
        {
          name: `p95 of a page of runs, of ${history.toLocaleString('en-GB')}`,
          value: Math.max(...lists.map(({ ms }) => ms?.p95 ?? NaN)),
          unit: 'ms',
          bar: { atMost: 50 },
        },
        {
          name: 'steps of runs beside bare jobs of the queue',
          value: Number(
            (
              (throughput[0].perSecond ?? NaN) /
              (throughput[1].perSecond ?? NaN)
            ).toFixed(2),
          ),
          unit: '×',
          bar: null,
        },
      ],
      notes: [
        'From the entry of the trigger on the timeline to that of the action, by the clock of the database; two backend processes share the cores with PostgreSQL.',
        'The history is of runs that have ended within 90 days; each list is the newest 50 with all that is shown of them, 200 requests one after another.',
        'A bare job finds nothing to do; a step looks an entity up, and is written with its attempt.',
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
  }
};

async function enable(admin: IncidentsClient): Promise<string> {
  const { id } = await admin.call(contract.plays.create, { body: { source } });
  await admin.call(contract.plays.setState, {
    params: { id },
    body: { version: 1, state: 'enabled' },
  });
  // Another replica sees it a second later.
  await sleep(2_000);
  return id;
}

/** A run that waits for a day, of a play of its own. */
async function startWaiting(
  admin: IncidentsClient,
): Promise<{ readonly playId: string; readonly runId: string }> {
  const waits = JSON.stringify({
    name: 'Bench of waiting',
    ownerRef: 'group:default/team-payments',
    steps: [{ id: 'rest', wait: { minutes: 1440 } }],
  });
  const { id } = await admin.call(contract.plays.create, {
    body: { source: waits },
  });
  await admin.call(contract.plays.setState, {
    params: { id },
    body: { version: 1, state: 'enabled' },
  });
  const params = { id };
  const run = await admin.call(contract.plays.start, { params, body: {} });
  await until('it waits', async () => {
    const now = await admin.call(contract.plays.run, {
      params: { id: run.id },
    });
    return now.steps.length > 0;
  });
  return { playId: id, runId: run.id };
}

/** Opens incidents one after another, and looks how soon the play has acted in each. */
async function soonness(
  knex: Knex,
  admin: IncidentsClient,
  name: string,
  count: number,
): Promise<Row> {
  const ids: number[] = [];
  for (let n = 0; n < count; n++) {
    const next = sleep(1000 / perSecond);
    const { id } = await admin.call(contract.incidents.create, {
      body: { entityRef, title: 'Bench', severity: 'SEV5' },
    });
    ids.push(id);
    await next;
  }
  const acted = () =>
    knex('incidents.timeline as t')
      .join('incidents.timeline as a', 'a.incident_id', 't.incident_id')
      .where({ 't.kind': 'triggered', 'a.kind': 'note' })
      .whereIn('t.incident_id', ids)
      .select<{ began: Date; acted: Date }[]>('t.at as began', 'a.at as acted');
  await until(
    `the play has acted in ${count} incidents`,
    async () => (await acted()).length >= count,
  );
  const samples = (await acted()).map(
    row => row.acted.getTime() - row.began.getTime(),
  );
  return { name, count, perSecond: null, ms: distributionOf(samples) };
}

/** Pages of the history, one request after another. */
async function listing(
  admin: IncidentsClient,
  playId: string,
  times: number,
): Promise<Row[]> {
  const queries = {
    'newest runs of all': {},
    'newest runs of one play': { playId },
    'runs that have failed': { state: 'failed' as const },
  };
  const rows: Row[] = [];
  for (const [name, query] of Object.entries(queries)) {
    const samples: number[] = [];
    for (let n = 0; n < times; n++) {
      const start = performance.now();
      await admin.call(contract.plays.runs, {
        query: { ...query, limit: '50' },
      });
      samples.push(performance.now() - start);
    }
    rows.push({
      name,
      count: times,
      perSecond: null,
      ms: distributionOf(samples),
    });
  }
  return rows;
}

export default bench;
