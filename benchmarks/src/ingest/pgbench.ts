import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installPackages } from '../../../bin/lib/debian.mjs';
import { Refusal } from '../../../bin/lib/say.mjs';
import { distributionOf } from '../distribution';
import { Row } from '../result';

const execute = promisify(execFile);
const name = 'pgbench: commits of one inserted row';

const script = `insert into bench_rows (at, body) values (now(), repeat('x', 300));\n`;

/** What PostgreSQL itself commits, with as many clients: the ceiling of everything durable on this disk. */
export async function measurePgbench(
  url: string,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-pgbench-'));
  try {
    const file = join(folder, 'insert.sql');
    await writeFile(file, script);
    const args = [
      '--no-vacuum',
      '--log',
      `--log-prefix=${join(folder, 'log')}`,
    ];
    args.push(`--client=${clients}`, '--jobs=2', `--time=${seconds}`);
    args.push(`--file=${file}`, url);
    await execute(await findPgbench(), args);
    const samples = await readSamples(folder);
    return {
      name,
      count: samples.length,
      perSecond: samples.length / seconds,
      ms: distributionOf(samples),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of each transaction, from pgbench's logs (third column, in microseconds). */
async function readSamples(folder: string): Promise<number[]> {
  const logs = (await readdir(folder)).filter(file => file.startsWith('log'));
  const texts = await Promise.all(
    logs.map(file => readFile(join(folder, file), 'utf8')),
  );
  return texts
    .join('')
    .split('\n')
    .filter(Boolean)
    .map(line => Number(line.split(' ')[2]) / 1000);
}

async function findPgbench(): Promise<string> {
  const found = await look();
  if (found) return found;
  await installPackages('pgbench', ['postgresql-15']);
  const fresh = await look();
  if (fresh) return fresh;
  throw new Refusal(
    'there is no pgbench. Install it (on Debian: apt-get install postgresql).',
  );
}

async function look(): Promise<string | undefined> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const candidates = [
    ...versions.map(version => join(debian, version, 'bin/pgbench')),
    'pgbench',
  ];
  for (const candidate of candidates) {
    const works = await execute(candidate, ['--version']).then(
      () => true,
      () => false,
    );
    if (works) return candidate;
  }
  return undefined;
}
