// What Muster adds to a portal: bytes of the first load of an entity's page, time to start, memory. Beside it stands the
// same portal without the plugin.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserArgs, findBrowser } from '../../../bin/lib/browser.mjs';
import { root } from '../../../bin/lib/children.mjs';
import { startPostgres } from '../../../bin/lib/postgres.mjs';
import { buildEverything } from '../../../e2e/adopter/packages';
import { Bench, BenchContext } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Figure, Result, Row } from '../result';
import { buildWithout } from './buildWithout';
import { eagerFiles, filesOfEntityPage, gzippedKb } from './measureApp';
import { BackendCost, measureBackend } from './measureBackend';

const bench: Bench = async context => {
  const app = await weighApp(context);
  const backend = await weighBackend(context);
  return {
    title: 'Weight: what Muster adds to a portal',
    database: backend.database,
    rows: backend.rows,
    figures: [...app, ...backend.figures],
    notes: [
      'Bytes: scripts and styles that the page of an entity loads, gzipped, with the plugin and without it.',
      'The backend is one that was built for production, and loads the packages as they are published.',
    ],
  };
};

const withoutCards = {
  app: {
    extensions: [
      { 'entity-card:incidents/incidents': false },
      { 'entity-card:incidents/on-call': false },
      { 'entity-card:incidents/postmortems': false },
      { 'page:catalog': { config: { path: '/' } } },
    ],
  },
};

async function weighApp({ say }: BenchContext): Promise<Figure[]> {
  say('building the app without the plugin');
  const without = await buildWithout();
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: browserArgs,
  });
  try {
    say('loading an entity page with the cards, and without');
    const dist = join(root, 'packages/app/dist');
    const shown = await filesOfEntityPage(browser, {});
    const hidden = await filesOfEntityPage(browser, withoutCards);
    const cards = [...shown].filter(file => !hidden.has(file));
    const learnt = await filesOfEntityPage(browser, {}, 'postmortems');
    const tab = [...learnt].filter(file => !shown.has(file));
    const eagerKb =
      (await gzippedKb(dist, await eagerFiles(dist))) -
      (await gzippedKb(without, await eagerFiles(without)));
    const cardsKb = await gzippedKb(dist, cards);
    const kb = (name: string, value: number, bar: Figure['bar'] = null) => ({
      name,
      value,
      unit: 'KB gzip',
      bar,
    });
    return [
      kb(
        'first load of an entity page: what the cards and the plugin add',
        eagerKb + cardsKb,
        { atMost: 60 },
      ),
      kb('of that, what every page of the portal loads', eagerKb),
      kb(
        'the tab Postmortems adds to an entity page',
        await gzippedKb(dist, tab),
        { atMost: 40 },
      ),
      kb(
        'the whole first load of an entity page',
        await gzippedKb(dist, shown),
      ),
    ];
  } finally {
    await browser.close();
  }
}

async function weighBackend({ quick, say }: BenchContext): Promise<{
  database: Result['database'];
  rows: Row[];
  figures: Figure[];
}> {
  const times = quick ? 1 : 5;
  const settleMs = quick ? 1_000 : 5_000;
  const postgres = await startPostgres();
  const knex = connect(postgres.url);
  try {
    say('building the packages');
    await buildEverything();
    say('making the tables');
    await measureBackend(postgres.url, true, 0);
    const costs: Record<'with' | 'without', BackendCost[]> = {
      with: [],
      without: [],
    };
    for (let n = 1; n <= times; n++) {
      say(`starting a backend without and with the plugin, ${n} of ${times}`);
      costs.without.push(await measureBackend(postgres.url, false, settleMs));
      costs.with.push(await measureBackend(postgres.url, true, settleMs));
    }
    const starts = (which: 'with' | 'without'): Row => ({
      name: `start of a backend ${which} the plugin`,
      count: times,
      perSecond: null,
      ms: distributionOf(costs[which].map(({ startMs }) => startMs)),
    });
    const median = (which: 'with' | 'without', key: keyof BackendCost) =>
      distributionOf(costs[which].map(cost => cost[key])).p50;
    const added = (key: keyof BackendCost) =>
      median('with', key) - median('without', key);
    return {
      database: await describeDatabase(knex),
      rows: [starts('without'), starts('with')],
      figures: [
        {
          name: 'added to the start of a backend (median)',
          value: added('startMs') / 1000,
          unit: 's',
          bar: { atMost: 1 },
        },
        {
          name: 'added to its resident memory (median)',
          value: added('memoryMb'),
          unit: 'MB',
          bar: null,
        },
        {
          name: 'its resident memory without the plugin',
          value: median('without', 'memoryMb'),
          unit: 'MB',
          bar: null,
        },
      ],
    };
  } finally {
    await knex.destroy();
    await postgres.stop();
  }
}

export default bench;
