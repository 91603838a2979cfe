// How soon lists answer when there are many incidents: over HTTP, as the browser asks, one request after another.
import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Fleet } from '@muster/checks/src/fleet';
import { Bench } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Figure, Row } from '../result';
import { fillUpTo, spread } from './fill';

const entityRef = 'component:default/service-7';

/** What is asked, from the first page that everybody sees to the rare search. */
const questions: readonly {
  readonly name: string;
  /** Held to the bar; a search of all titles is not. */
  readonly isBarred: boolean;
  ask(client: IncidentsClient): Promise<unknown>;
}[] = [
  {
    name: 'open incidents',
    isBarred: true,
    ask: client =>
      client.call(contract.incidents.list, {
        query: { status: 'triggered,acknowledged', limit: '50' },
      }),
  },
  {
    name: 'newest incidents of all',
    isBarred: true,
    ask: client =>
      client.call(contract.incidents.list, { query: { limit: '50' } }),
  },
  {
    name: 'newest of one team',
    isBarred: true,
    ask: client =>
      client.call(contract.incidents.list, {
        query: { ownerRef: 'group:default/team-3', limit: '50' },
      }),
  },
  {
    name: 'resolved SEV3 of one service',
    isBarred: true,
    ask: client =>
      client.call(contract.incidents.list, {
        query: { entityRef, status: 'resolved', severity: 'SEV3', limit: '50' },
      }),
  },
  {
    name: 'assigned to one person',
    isBarred: true,
    ask: client =>
      client.call(contract.incidents.list, {
        query: { assignedTo: 'user:default/person-3', limit: '50' },
      }),
  },
  {
    name: 'the card of one service',
    isBarred: true,
    ask: client =>
      client.call(contract.incidents.entity, { query: { entityRef } }),
  },
  {
    name: 'words of the title',
    isBarred: false,
    ask: client =>
      client.call(contract.incidents.list, {
        query: { q: 'zone 12', limit: '50' },
      }),
  },
];

const bench: Bench = async ({ quick, say }) => {
  const sizes = quick ? [1_000] : [10_000, 100_000, 1_000_000];
  const times = quick ? 20 : 200;
  const fleet = await Fleet.start({ replicas: 1, fsync: true });
  const knex = connect(fleet.postgres.url);
  try {
    const client = await fleet.replicas[0].api.as('user:default/ana.ruiz');
    const rows: Row[] = [];
    const figures: Figure[] = [];
    for (const size of sizes) {
      const incidents = `${size.toLocaleString('en-GB')} incidents`;
      say(`filling up to ${incidents}`);
      await fillUpTo(knex, size);
      for (const { name, isBarred, ask } of questions) {
        say(`measuring: ${name}, ${incidents}`);
        const row = await measure(`${name}, ${incidents}`, times, () =>
          ask(client),
        );
        rows.push(row);
        if (size === 1_000_000 && row.ms) {
          figures.push({
            name: `p95 of ${row.name}`,
            value: row.ms.p95,
            unit: 'ms',
            bar: isBarred ? { atMost: 50 } : null,
          });
        }
      }
    }
    return {
      title: 'List: incidents of many years',
      database: await describeDatabase(knex),
      rows,
      figures,
      notes: [
        `Incidents of ${spread.services} services and ${spread.teams} teams, a hundred of them open; ${times} requests each, one after another, whole answers of 50 rows.`,
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
  work: () => Promise<unknown>,
): Promise<Row> {
  for (let n = 0; n < 10; n++) await work();
  const samples: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work();
    samples.push(performance.now() - start);
  }
  return { name, count: times, perSecond: null, ms: distributionOf(samples) };
}

export default bench;
