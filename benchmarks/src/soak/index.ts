// Whether memory stays flat: incidents are opened, paged, acknowledged and resolved at a steady rate for as long as is wished.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Fleet, MailServer } from '@muster/checks/src/fleet';
import { z } from 'zod';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Figure, Row } from '../result';

const entityRef = 'component:default/checkout';
/** Incidents a second, over both backends. */
const rate = 4;

const sampleSchema = z.object({
  pid: z.number(),
  at: z.number(),
  heapUsed: z.number(),
  rss: z.number(),
});
type Sample = z.infer<typeof sampleSchema>;

const bench: Bench = async ({ minutes, say }) => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-soak-'));
  const file = join(folder, 'memory.jsonl');
  const mail = await MailServer.start();
  const fleet = await Fleet.start({
    replicas: 2,
    fsync: true,
    config: { incidents: { email: mail.config } },
    preload: [resolve(__dirname, 'memory.cjs')],
    env: { MUSTER_BENCH_MEMORY: file },
  });
  const knex = connect(fleet.postgres.url);
  try {
    const key = await fleet.replicas[0].api.createIntegration(
      'Soak',
      entityRef,
    );
    const lives: number[] = [];
    const begun = performance.now();
    const end = begun + minutes * 60_000;
    let told = 0;
    for (let n = 0; performance.now() < end; n++) {
      const wait = begun + (n * 1000) / rate - performance.now();
      if (wait > 0) await sleep(wait);
      const { api } = fleet.replicas[n % fleet.replicas.length];
      const started = performance.now();
      await live(api, key, n);
      lives.push(performance.now() - started);
      const minute = Math.floor((performance.now() - begun) / 60_000);
      if (minute > told) say(`${(told = minute)} of ${minutes} minutes`);
    }
    const samples = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map(line => sampleSchema.parse(JSON.parse(line)));
    const rows: Row[] = [
      {
        name: 'an incident from its event to its end, in three calls',
        count: lives.length,
        perSecond: (lives.length * 1000) / (performance.now() - begun),
        ms: distributionOf(lives),
      },
    ];
    return {
      title: `Soak: ${minutes} minutes of incidents`,
      database: await describeDatabase(knex),
      rows,
      figures: figuresOf(samples),
      notes: [
        'Two backends; each writes down what its heap holds after garbage was collected, every five seconds.',
        'Compared are the medians of the last third and of the middle third, since a backend fills its caches at first.',
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
    await mail.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

/** One incident: triggered by a monitor, acknowledged by the person on call, resolved by the monitor. */
async function live(
  api: Fleet['replicas'][number]['api'],
  key: string,
  n: number,
): Promise<void> {
  const dedupKey = `soak-${n}`;
  const send = async (action: 'trigger' | 'resolve') => {
    const { status } = await api.send(key, {
      event_action: action,
      dedup_key: dedupKey,
      payload: { summary: dedupKey, source: 'soak', severity: 'error' },
    });
    if (status !== 202) throw new Error(`${dedupKey}: answered ${status}`);
  };
  await send('trigger');
  const ana = await api.as('user:default/ana.ruiz');
  const { items } = await ana.call(contract.incidents.list, {
    query: { status: 'triggered', limit: '1' },
  });
  for (const { name } of items) {
    await ana.call(contract.incidents.acknowledge, { params: { id: name } });
  }
  await send('resolve');
}

function figuresOf(samples: readonly Sample[]): Figure[] {
  const processes = [...new Set(samples.map(({ pid }) => pid))];
  return processes.flatMap((pid, index): Figure[] => {
    const own = samples.filter(sample => sample.pid === pid);
    const third = Math.floor(own.length / 3);
    const median = (part: readonly Sample[], of: 'heapUsed' | 'rss') =>
      distributionOf(part.map(sample => sample[of] / 1024 / 1024)).p50;
    const middle = own.slice(third, 2 * third);
    const last = own.slice(2 * third);
    const which = `backend ${index + 1}`;
    return [
      {
        name: `heap of ${which}, last third ÷ middle third`,
        value: median(last, 'heapUsed') / median(middle, 'heapUsed'),
        unit: '×',
        bar: { atMost: 1.05 },
      },
      {
        name: `heap of ${which} at the end`,
        value: median(last, 'heapUsed'),
        unit: 'MB',
        bar: null,
      },
      {
        name: `resident memory of ${which} at the end`,
        value: median(last, 'rss'),
        unit: 'MB',
        bar: null,
      },
    ];
  });
}

export default bench;
