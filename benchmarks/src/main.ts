// Measures on real processes: bin/yarn bench NAME [--quick] [--json] [--record]
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, Refusal } from '../../bin/lib/say.mjs';
import { Bench } from './bench';
import { describeCommit, describeMachine } from './machine';
import { documentOf, sectionOf } from './markdown';
import { keepsBar, Result, resultSchema } from './result';

/** The benchmarks: each is a folder beside this file, whose default export is a `Bench`. */
const benches = [
  'ingest',
  'page',
  'escalation',
  'list',
  'postmortems',
  'oncall',
  'plays',
  'weight',
  'soak',
];

const usage = `Usage: bin/yarn bench [--quick] [--minutes N] [--json] [--record] NAME

  Runs one of the benchmarks ${benches.join(', ')}, and prints what it found.

  --quick    a short form, to see that it works; its figures mean nothing
  --minutes  how long soak lasts; 10 when left out
  --json     prints JSON (schema: benchmarks/src/result.ts) in place of the table
  --record   keeps the result in benchmarks/results and writes benchmarks/RESULTS.md anew

  Exit code 1 when a figure misses its bar (never with --quick).`;

const resultsFolder = resolve(__dirname, '../results');
const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(args: string[]): Promise<number> {
  const { name, quick, minutes, json, record, help } = readArguments(args);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const machine = describeMachine();
  const folder: { default: Bench } = require(join(__dirname, name));
  const findings = await folder.default({ quick, minutes, say });
  const result = resultSchema.parse({
    ...findings,
    schema: 1,
    bench: name,
    at: new Date().toISOString(),
    commit: describeCommit(),
    machine,
  });
  process.stdout.write(
    json ? `${JSON.stringify(result, null, 2)}\n` : `${sectionOf(result)}\n`,
  );
  if (record) await keep(result);
  const missed = result.figures.some(figure => keepsBar(figure) === false);
  return missed && !quick ? 1 : 0;
}

async function keep(result: Result): Promise<void> {
  await mkdir(resultsFolder, { recursive: true });
  await writeFile(
    join(resultsFolder, `${result.bench}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  const known = await readdir(resultsFolder);
  const results = await Promise.all(
    benches
      .map(name => `${name}.json`)
      .filter(file => known.includes(file))
      .map(async file =>
        resultSchema.parse(
          JSON.parse(await readFile(join(resultsFolder, file), 'utf8')),
        ),
      ),
  );
  await writeFile(resolve(resultsFolder, '../RESULTS.md'), documentOf(results));
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        minutes: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [name = '', ...more] = positionals;
    if (!values.help && (!benches.includes(name) || more.length > 0)) {
      throw new Error(
        name ? `there is no benchmark '${positionals.join(' ')}'` : 'name one',
      );
    }
    const minutes = values.quick ? 1 : Number(values.minutes);
    if (!(minutes > 0)) {
      throw new Error(`--minutes is ${values.minutes}; it must be a number`);
    }
    return { ...values, minutes, name };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal(message, { usage, exitCode: 2 });
  }
}

main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.exitCode = explain(error);
  },
);
