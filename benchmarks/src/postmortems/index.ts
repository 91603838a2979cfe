// How soon postmortems are found when there are those of many years: over HTTP, as the browser asks.
import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Fleet } from '@muster/checks/src/fleet';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Figure, Row } from '../result';
import { fill, spread, vocabulary } from './fill';

const entityRef = 'component:default/service-7';
const { list, facets, ofEntity } = contract.postmortems;

/** A word or two, another one each time, from the most frequent to the rare. */
const looked = (n: number): string =>
  [
    vocabulary[n % vocabulary.length],
    `${vocabulary[n % 7]} ${vocabulary[(n * 3 + 1) % vocabulary.length]}`,
    `"${vocabulary[n % 20]} ${vocabulary[(n + 5) % 20]}"`,
    `${vocabulary[(n * 5) % vocabulary.length].slice(0, 3)}`,
    `word${(n * 97) % 5000}`,
  ][n % 5];

/** What is asked, and the milliseconds within which 95 of 100 must be answered. */
const questions: readonly {
  readonly name: string;
  readonly bar: number | null;
  ask(client: IncidentsClient, n: number): Promise<unknown>;
}[] = [
  {
    name: 'browse, newest of all',
    bar: 50,
    ask: client => client.call(list, { query: { limit: '50' } }),
  },
  {
    name: 'browse, SEV1 of one team',
    bar: 50,
    ask: client =>
      client.call(list, {
        query: {
          ownerRef: 'group:default/team-3',
          severity: 'SEV1',
          limit: '50',
        },
      }),
  },
  {
    name: 'browse, one factor',
    bar: 50,
    ask: (client, n) =>
      client.call(list, { query: { factorId: `factor-${n}`, limit: '50' } }),
  },
  {
    name: 'search',
    bar: 100,
    ask: (client, n) =>
      client.call(list, { query: { q: looked(n), limit: '50' } }),
  },
  {
    name: 'facets of all',
    bar: 150,
    ask: client => client.call(facets, { query: {} }),
  },
  {
    name: 'facets of a search',
    bar: 150,
    ask: (client, n) => client.call(facets, { query: { q: looked(n) } }),
  },
  {
    name: 'what one service has learnt',
    bar: null,
    ask: client => client.call(ofEntity, { query: { entityRef } }),
  },
];

const bench: Bench = async ({ quick, say }) => {
  const total = quick ? 1_000 : 50_000;
  const times = quick ? 20 : 200;
  const fleet = await Fleet.start({ replicas: 1, fsync: true });
  const knex = connect(fleet.postgres.url);
  try {
    const client = await fleet.replicas[0].api.as('user:default/ana.ruiz');
    say(`filling up to ${total.toLocaleString('en-GB')} postmortems`);
    await fill(knex, total);
    const rows: Row[] = [];
    const figures: Figure[] = [];
    for (const { name, bar, ask } of questions) {
      say(`measuring: ${name}`);
      const row = await measure(name, times, n => ask(client, n));
      rows.push(row);
      figures.push({
        name: `p95 of ${name}`,
        value: row.ms?.p95 ?? Number.NaN,
        unit: 'ms',
        bar: bar === null ? null : { atMost: bar },
      });
    }
    return {
      title: 'Postmortems: finding what was learnt',
      database: await describeDatabase(knex),
      rows,
      figures,
      notes: [
        `${total.toLocaleString('en-GB')} postmortems of ${spread.services} services and ${spread.teams} teams, some drafts and some restricted, 200 words each; ${times} requests each, one after another, whole answers of 50 rows with excerpts. Searches are single words from the frequent to the rare, two words, phrases, and beginnings of words.`,
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
  }
};

async function measure(
  name: string,
  times: number,
  work: (n: number) => Promise<unknown>,
): Promise<Row> {
  for (let n = 0; n < 10; n++) await work(n);
  const samples: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work(n);
    samples.push(performance.now() - start);
  }
  return { name, count: times, perSecond: null, ms: distributionOf(samples) };
}

export default bench;
