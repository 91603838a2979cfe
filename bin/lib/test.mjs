// bin/test: everything that holds the product, in one run. Its last lines are the counts.
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findAlertmanager } from './alertmanager.mjs';
import { findBrowser } from './browser.mjs';
import { installDependencies } from './install.mjs';
import { startPostgres } from './postgres.mjs';
import { explain, Refusal, say, secondsSince } from './say.mjs';
import { checks } from './test/checks.mjs';
import { conformance } from './test/conformance.mjs';
import { groups, sentence, sumOf } from './test/counts.mjs';
import { e2e } from './test/e2e.mjs';
import { jest } from './test/jest.mjs';
import { lint } from './test/lint.mjs';
import { outputFolder } from './test/Step.mjs';
import { types } from './test/types.mjs';

/** @typedef {import('./test/counts.mjs').Group} Group */

/** @type {Readonly<Record<string, { run: (context: import('./test/Step.mjs').Context) => Promise<import('./test/counts.mjs').Counts>, counts: readonly Group[] }>>} */
const stages = {
  lint: { run: lint, counts: ['lint'] },
  types: { run: types, counts: ['types'] },
  jest: { run: jest, counts: ['jest-sqlite', 'jest-postgres'] },
  conformance: { run: conformance, counts: ['conformance'] },
  e2e: { run: e2e, counts: ['e2e'] },
  checks: { run: checks, counts: ['checks'] },
};
/**
 * Stages of a round run beside each other, and none of them measures how late anything is: types keeps one core busy for
 * long after lint is done, so conformance takes the other.
 */
const rounds = [
  ['lint', 'types', 'conformance'],
  ['jest'],
  ['e2e'],
  ['checks'],
];
const needPostgres = ['jest', 'conformance', 'e2e', 'checks'];

const usage = `Usage: bin/test [--verbose] [STAGE …]

  Sets up what is missing and runs the stages ${Object.keys(stages).join(', ')}; all of them when none is named.

  --verbose   shows all output as it comes; without it the logs are in artifacts/test, and what failed is shown

  With CI=true a missing PostgreSQL, Chromium or Alertmanager is a failure; else what needs it is left out, and the reason is said.`;

const begun = performance.now();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => stopping.abort());
}
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';

/**
 * Brings what a stage needs, or says why it is missing.
 *
 * @template T
 * @param {boolean} isNeeded
 * @param {() => Promise<T>} bring
 * @returns {Promise<{ thing?: T, missing?: string }>}
 */
async function need(isNeeded, bring) {
  if (!isNeeded) return {};
  try {
    return { thing: await bring() };
  } catch (error) {
    if (isCi || !(error instanceof Refusal)) throw error;
    return { missing: error.message };
  }
}

/**
 * @param {readonly string[]} chosen
 * @param {boolean} verbose
 * @returns {Promise<number>} the exit code
 */
async function test(chosen, verbose) {
  const { signal } = stopping;
  await installDependencies(signal);
  await mkdir(outputFolder, { recursive: true });
  const isChosen = name => chosen.includes(name);
  const browser = await need(isChosen('e2e'), () => findBrowser(signal));
  const alertmanager = await need(isChosen('checks'), () =>
    findAlertmanager(signal),
  );
  const postgres = await need(needPostgres.some(isChosen), startPostgres);
  if (browser.missing)
    say(`left out, the journeys and pack:try: ${browser.missing}`);
  if (alertmanager.missing)
    say(`left out, the check alertmanager: ${alertmanager.missing}`);
  if (postgres.missing)
    say(`left out, PostgreSQL’s half and the checks: ${postgres.missing}`);
  try {
    /** @type {import('./test/counts.mjs').Counts} */
    const counts = {};
    const runnable = chosen.filter(
      name => name !== 'checks' || !postgres.missing,
    );
    for (const round of rounds) {
      const found = await Promise.all(
        round
          .filter(name => runnable.includes(name))
          .map(name =>
            stages[name].run({
              signal,
              verbose,
              postgresUrl: postgres.thing?.url,
              noBrowser: browser.missing,
              noAlertmanager: alertmanager.missing,
            }),
          ),
      );
      Object.assign(counts, ...found);
    }
    if (postgres.missing) delete counts['jest-postgres'];
    return close(counts);
  } finally {
    await postgres.thing?.stop();
  }
}

/**
 * Prints the closing lines.
 *
 * @param {import('./test/counts.mjs').Counts} counts
 */
function close(counts) {
  say(`the tests took ${secondsSince(begun)}`);
  const all = groups.flatMap(group => {
    const count = counts[group];
    if (!count) return [];
    // A group in which nothing ran proves nothing.
    const isEmpty = count.passed + count.failed === 0;
    const honest = isEmpty ? { passed: 0, failed: 1 } : count;
    process.stdout.write(`${group}: ${sentence(honest)}\n`);
    return [honest];
  });
  const sum = sumOf(all);
  process.stdout.write(`${sentence(sum)}\n`);
  return sum.failed === 0 ? 0 : 1;
}

/** @param {readonly string[]} args */
function readArguments(args) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const unknown = positionals.find(name => !Object.hasOwn(stages, name));
    if (unknown) throw new Error(`there is no stage '${unknown}'`);
    const all = Object.keys(stages);
    const chosen = positionals.length
      ? all.filter(name => positionals.includes(name))
      : all;
    return { ...values, chosen };
  } catch (error) {
    const { message } = error;
    throw new Refusal(message.split('. ')[0], { usage, exitCode: 2 });
  }
}

try {
  const { help, verbose, chosen } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(`${usage}\n`);
  else process.exitCode = await test(chosen, verbose);
} catch (error) {
  process.exitCode = stopping.signal.aborted ? 130 : explain(error);
}
