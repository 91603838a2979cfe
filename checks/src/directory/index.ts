import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Check } from '../check';
import { Fleet, MailServer, Monitor } from '../fleet';
import { openDatabase } from '../measure';
import { until } from '../until';
import { CatalogFile } from './CatalogFile';

const sana = 'user:default/sana.iqbal';
/** Seconds from the catalog's own answer until the directory agrees. */
const bar = 60;
const rounds = { bounded: 2, long: 10 };

/** Owners in turn, and who is paged for what they own. */
const owners = [
  { owner: 'group:default/team-platform', lead: 'user:default/piotr.nowak' },
  { owner: 'group:default/team-payments', lead: 'user:default/ana.ruiz' },
];

const assignedRow = z.object({ person_ref: z.string() });

/**
 * Changes a service's owner in its catalog file, and measures when the directory of every replica says
 * so, and when a page goes to the new one.
 */
const directory: Check = async ({ report, long }) => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-catalog-'));
  const file = new CatalogFile(join(folder, 'catalog-info.yaml'));
  await file.write(owners[0].owner);
  const mail = await MailServer.start();
  const fleet = await Fleet.start({
    replicas: 2,
    config: {
      incidents: { email: mail.config },
      catalog: {
        locations: [
          { type: 'file', target: '../../examples/catalog-info.yaml' },
          { type: 'file', target: file.path },
        ],
      },
    },
  });
  const knex = openDatabase(fleet.postgres.url);
  try {
    const [{ api }] = fleet.replicas;
    const token = await api.tokenOf(sana);
    await until(
      'the catalog has the service',
      async () => (await file.ownerAt(fleet.replicas[0].url, token)) !== null,
      60,
    );
    const key = await api.createIntegration('Directory', file.entityRef);
    const monitor = new Monitor(fleet.replicas, key);
    const clients = await Promise.all(
      fleet.replicas.map(replica => replica.api.as(sana)),
    );

    for (let round = 1; round <= rounds[long ? 'long' : 'bounded']; round++) {
      const { owner, lead } = owners[round % owners.length];
      await report.run(`owner changed, round ${round}`, async () => {
        const written = performance.now();
        await file.write(owner);
        await file.refresh(fleet.replicas[0].url, token);
        await until(
          'the catalog says so',
          async () =>
            (await file.ownerAt(fleet.replicas[0].url, token)) === owner,
          60,
        );
        const known = performance.now();
        const seconds = () => (performance.now() - known) / 1000;
        const agreed = Promise.all(
          clients.map(async client => {
            await until(
              'the directory says so',
              async () => {
                const { owner: found } = await client.call(
                  contract.directory.get,
                  { query: { entityRef: file.entityRef } },
                );
                return found?.ref === owner;
              },
              bar,
            );
            return seconds();
          }),
        );
        let probe = 0;
        const paged = until(
          'a page goes to the new owner',
          async () => {
            const dedupKey = `round ${round} probe ${probe++}`;
            await monitor.trigger(dedupKey);
            const rows: unknown = await knex('incident_people')
              .join(
                'alerts',
                'alerts.incident_id',
                'incident_people.incident_id',
              )
              .where({ dedup_key: dedupKey, part: 'assigned' })
              .select('person_ref');
            return z
              .array(assignedRow)
              .parse(rows)
              .some(({ person_ref: ref }) => ref === lead);
          },
          bar,
        ).then(seconds);
        const lags = await agreed;
        return [
          `the catalog took ${((known - written) / 1000).toFixed(1)} s`,
          `the directory of each replica ${lags.map(lag => lag.toFixed(1)).join(' and ')} s more`,
          `the next page’s recipient ${(await paged).toFixed(1)} s more`,
        ].join(', ');
      });
    }
  } finally {
    await knex.destroy();
    await fleet.stop();
    await mail.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

export default directory;
