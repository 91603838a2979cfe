import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import { Database } from './platform/database';
import { eachDatabase, emptyDatabase } from './platform/testDatabase';
import { findContracts } from './testing/expandOnly';

jest.setTimeout(60_000);

// docs/decisions/005-expand-then-contract.md tells what this holds, and why.
const directory = resolvePackagePath(
  '@muster/backstage-plugin-incidents-backend',
  'migrations',
);
const { hashes, contracts } = z
  .strictObject({
    /** SHA-256 of each migration: what a database has run is never edited. */
    hashes: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
    /** Migrations that take something away, on purpose. */
    contracts: z.record(
      z.string(),
      z.strictObject({
        /** What it takes away. */
        what: z.string().min(1),
        /** The first released version that no longer used it; at least one minor version ago. */
        unusedSince: z.string().regex(/^\d+\.\d+\.\d+$/),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(directory, 'released.json'), 'utf8')));

const files = readdirSync(directory)
  .filter(file => file.endsWith('.js'))
  .sort();
const hashOf = (file: string): string =>
  createHash('sha256')
    .update(
      readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n'),
    )
    .digest('hex');

describe('the migrations', () => {
  it('are as they were when databases ran them: a mistake is mended by another migration', () => {
    // A new migration gets its line in migrations/released.json in the commit that makes it.
    expect(Object.fromEntries(files.map(file => [file, hashOf(file)]))).toEqual(
      hashes,
    );
  });

  it('are run in the order in which they were made', () => {
    expect(Object.keys(hashes)).toEqual(files);
  });

  it('take something away only where there is such a migration', () => {
    expect(files).toEqual(expect.arrayContaining(Object.keys(contracts)));
  });
});

describe.each(eachDatabase())('the migrations on %s', id => {
  it('only expand, so that the version before works on beside them', async () => {
    const knex = await emptyDatabase(id);
    let statements: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    const faults: string[] = [];
    for (const file of files) {
      statements = [];
      await knex.migrate.up({ directory, name: file });
      if (Object.hasOwn(contracts, file)) continue;
      const own = statements.filter(sql => !/knex_migrations/.test(sql));
      expect(own.join()).toMatch(/create|alter|update|insert/i);
      faults.push(
        ...findContracts({ statements: own }).map(fault => `${file} ${fault}`),
      );
    }
    expect(faults).toEqual([]);
  });

  it('of a newer version do not keep this one from starting', async () => {
    const knex = await emptyDatabase(id);
    const open = () => Database.open({ getClient: async () => knex });
    await open();
    await knex('knex_migrations').insert({
      name: '29991231000000_from_the_future.js',
      batch: 99,
      migration_time: new Date('2026-03-02T09:00:00Z'),
    });
    const { knex: opened } = await open();
    expect(await opened.schema.hasTable('incidents')).toBe(true);
  });

  it('are run once by replicas that start together', async () => {
    const knex = await emptyDatabase(id);
    const replicas = await Promise.all(
      Array.from({ length: 4 }, () =>
        Database.open({ getClient: async () => knex }),
      ),
    );
    expect(replicas).toHaveLength(4);
    expect(await knex('knex_migrations').pluck('name')).toEqual(files);
  });
});
