import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { root } from '../children.mjs';
import { testEnvironment } from '../testEnvironment.mjs';
import { outputFolder, step } from './Step.mjs';

/**
 * @typedef {object} FileReport - as jest writes it
 * @property {string} name
 * @property {'passed' | 'failed'} status
 * @property {string} message
 * @property {readonly { fullName: string, status: string }[]} assertionResults
 */

/** How the name of a test says that it ran on PostgreSQL; everything else counts as SQLite's. */
const onPostgres = /POSTGRES_\d+/;

/** Files whose tests are about several processes on one database: there is nothing in them for SQLite. */
const postgresFiles = '\\.postgres\\.test\\.ts$';

/**
 * All unit, component and database tests of the workspace.
 *
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function jest(context) {
  const file = join(outputFolder, 'jest.json');
  await rm(file, { force: true });
  const command = ['yarn', 'backstage-cli', 'repo', 'test'];
  command.push('--watchAll=false', '--maxWorkers=2');
  command.push('--json', `--outputFile=${file}`);
  if (!context.postgresUrl) {
    command.push(`--testPathIgnorePatterns=${postgresFiles}`);
  }
  const env = testEnvironment(context.postgresUrl);
  const { passed, output } = await step(context, 'jest', command, {
    env,
    quietTail: true,
  });
  const report = await readFile(file, 'utf8').catch(() => undefined);
  if (!report) {
    process.stdout.write(output);
    return { 'jest-sqlite': { passed: 0, failed: 1 } };
  }
  /** @type {readonly FileReport[]} */
  const files = JSON.parse(report).testResults;
  for (const { status, name, message } of files) {
    if (status === 'failed') {
      process.stdout.write(`${relative(root, name)}\n${message}\n`);
    }
  }
  return count(files, passed);
}

/**
 * @param {readonly FileReport[]} files
 * @param {boolean} passed - jest's own verdict
 * @returns {import('./counts.mjs').Counts}
 */
function count(files, passed) {
  const sqlite = { passed: 0, failed: 0 };
  const postgres = { passed: 0, failed: 0 };
  for (const { name, status, assertionResults } of files) {
    for (const test of assertionResults) {
      const group = onPostgres.test(test.fullName) ? postgres : sqlite;
      if (test.status === 'passed') group.passed += 1;
      else group.failed += 1;
      if (!['passed', 'failed'].includes(test.status)) {
        process.stdout.write(
          `${relative(root, name)}: "${test.fullName}" did not run (${test.status}); tests are not skipped here\n`,
        );
      }
    }
    const failedOutsideTests =
      status === 'failed' &&
      !assertionResults.some(test => test.status === 'failed');
    if (failedOutsideTests) sqlite.failed += 1;
  }
  // Something else went wrong, such as a worker that would not end.
  if (!passed && sqlite.failed + postgres.failed === 0) sqlite.failed += 1;
  return { 'jest-sqlite': sqlite, 'jest-postgres': postgres };
}
