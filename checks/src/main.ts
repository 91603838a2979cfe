// Proves on real processes what must hold when things break: bin/yarn check [name …] [--long]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, Refusal, secondsSince } from '../../bin/lib/say.mjs';
import { Check, Report } from './check';

/** The checks: each is a folder beside this file, whose default export is a `Check`. */
const checks: readonly string[] = [
  'faults',
  'escalation',
  'plays',
  'directory',
  'fuzz',
  'upgrade',
  'alertmanager',
];

const usage = `Usage: bin/yarn check [--long] [--case TEXT] [FLAGS] [NAME …]

  Runs the checks ${checks.join(', ')}; all of them when none is named.

  --long        everything that a check can try, instead of the bounded form that bin/test runs
  --case TEXT   only cases whose name contains TEXT

  fuzz:         --requests N  --database sqlite|postgres  --seed N
  upgrade:      --from REF    the version before; else the newest release`;

async function main(args: string[]): Promise<number> {
  const { long, case: only, help, names, ...flags } = readArguments(args);
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const report = new Report(only);
  for (const name of names) {
    const start = performance.now();
    report.say(`check    ${name}`);
    try {
      const folder: { default: Check } = require(join(__dirname, name));
      await folder.default({ report, long, flags });
    } catch (error) {
      report.fail(name, error);
    }
    report.say(`         ${name} took ${secondsSince(start)}`);
  }
  return report.close();
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        long: { type: 'boolean', default: false },
        case: { type: 'string' },
        requests: { type: 'string' },
        database: { type: 'string' },
        seed: { type: 'string' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const unknown = positionals.find(name => !checks.includes(name));
    if (unknown) throw new Error(`there is no check '${unknown}'`);
    const names = positionals.length ? positionals : checks;
    return { ...values, names };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal(message, { usage, exitCode: 2 });
  }
}

// What was started ends with us (its lifelines are cut when the process exits).
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}

// A check that failed in the middle may have left something open that would keep the process alive.
main(process.argv.slice(2)).then(
  code => process.exit(code),
  error => process.exit(explain(error)),
);
