import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DatabaseKind } from './databases';
import { runEscalation } from './escalation';
import { RunOptions, runEvents } from './events';
import { runSchedules } from './schedules';
import { CaseResult, closingLine, describeResult, UsageError } from './result';

type Run = (file: unknown, options: RunOptions) => AsyncGenerator<CaseResult>;

/** Every kind of vectors that can be run. */
const kinds = new Map<string, Run>([
  ['escalation', runEscalation],
  ['events', runEvents],
  ['schedules', runSchedules],
]);
/** Kinds that run a pure function, which no database can change. */
const pure = new Set(['schedules']);

const usage =
  'Usage: bin/yarn vectors <kind> <file> [--database sqlite|postgres]';

const write = (line: string) => process.stdout.write(`${line}\n`);

/** Runs a file of conformance vectors and prints what became of it; the answer is the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { kind, run, file, options } = readArguments(args);
  const vectors = await readVectors(file);
  const results: CaseResult[] = [];
  const where = pure.has(kind) ? '' : `, on ${options.database}`;
  write(`${kind} vectors of ${file}${where}`);
  for await (const result of run(vectors, options)) {
    results.push(result);
    for (const line of describeResult(result)) write(line);
  }
  write(closingLine(results));
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

function readArguments(args: readonly string[]): {
  kind: string;
  run: Run;
  file: string;
  options: RunOptions;
} {
  const { positionals, values } = parsed(args);
  const [kind, file, ...rest] = positionals;
  if (kind === undefined || file === undefined || rest.length > 0) {
    throw new UsageError(usage);
  }
  const run = kinds.get(kind);
  if (!run) {
    throw new UsageError(
      `There are no vectors of kind '${kind}'; known kinds: ${[...kinds.keys()].join(', ')}. ${usage}`,
    );
  }
  const database = databaseKind(values.database ?? 'sqlite');
  const url =
    process.env.MUSTER_DATABASE_URL ??
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (database === 'postgres' && !url) {
    throw new UsageError(
      'For --database postgres set MUSTER_DATABASE_URL to a server on which databases may be created.',
    );
  }
  return { kind, run, file: resolve(file), options: { database, url } };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { database: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : error}. ${usage}`,
    );
  }
}

function databaseKind(text: string): DatabaseKind {
  if (text === 'sqlite' || text === 'postgres') return text;
  throw new UsageError(
    `--database is '${text}'; it must be sqlite or postgres`,
  );
}

/**
 * Relative to this checkout, or else to the folder in which the command was typed: `bin/yarn` changes to
 * the checkout and leaves that one in OLDPWD.
 */
function resolve(file: string): string {
  const candidates = [process.cwd(), process.env.OLDPWD ?? ''].map(folder =>
    path.resolve(folder, file),
  );
  return candidates.find(existsSync) ?? candidates[0];
}

async function readVectors(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageError(`The file cannot be read: ${error.message}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error}`);
  }
}

main(process.argv.slice(2)).then(
  // Not process.exitCode alone: a connection that is still closing must not hold the process.
  code => process.exit(code),
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    process.stderr.write(
      `${isUsage ? error.message : (error instanceof Error && error.stack) || error}\n`,
    );
    process.exit(isUsage ? 2 : 1);
  },
);
