// Who is on call for every service of a large company, over HTTP, in one answer.
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Fleet } from '@muster/checks/src/fleet';
import { BenchContext } from '../bench';
import { connect, describeDatabase } from '../database';
import { distributionOf } from '../distribution';
import { Findings } from '../result';
import { company, confirm, fillCompany } from './company';

const words = `who is on call for ${company.services.toLocaleString('en-GB')} services`;

export async function measureServices({
  quick,
  say,
}: BenchContext): Promise<Pick<Findings, 'database' | 'rows' | 'figures'>> {
  const fleet = await Fleet.start({ replicas: 1, fsync: true });
  const knex = connect(fleet.postgres.url);
  try {
    say('filling a company');
    await fillCompany(knex);
    const client = await fleet.replicas[0].api.as('user:default/ana.ruiz');
    const ask = async (): Promise<number> => {
      await confirm(knex);
      const start = performance.now();
      const { items } = await client.call(contract.escalation.servicesOnCall, {
        query: { limit: 10_000, search: 'Service ' },
      });
      const took = performance.now() - start;
      const covered = items.filter(({ people }) => people.length > 0);
      // A reading of the catalog came between: the company was gone.
      return covered.length === company.services ? took : ask();
    };
    say(`measuring: ${words}`);
    const first = await ask();
    const samples: number[] = [];
    for (let n = 0; n < (quick ? 3 : 30); n++) samples.push(await ask());
    const ms = distributionOf(samples);
    return {
      database: await describeDatabase(knex),
      rows: [
        {
          name: `${words}, the first time`,
          count: 1,
          perSecond: null,
          ms: distributionOf([first]),
        },
        { name: words, count: samples.length, perSecond: null, ms },
      ],
      figures: [
        {
          name: `p95 of ${words}`,
          value: ms.p95,
          unit: 'ms',
          bar: { atMost: 1000 },
        },
      ],
    };
  } finally {
    await knex.destroy();
    await fleet.stop();
  }
}
