import { say } from '../say.mjs';
import { testEnvironment } from '../testEnvironment.mjs';
import { inPairs, step } from './Step.mjs';
import { readCount, sumOf } from './counts.mjs';

/** The vectors that this version runs on every database. */
const vectors = [
  { kind: 'escalation', name: 'escalation-ours' },
  { kind: 'events', name: 'events-v2-public' },
  { kind: 'events', name: 'events-v2-ours' },
];
/**
 * Those that are run once: of a pure function, which no database can change; and many, whose kind has others for
 * every database.
 */
const vectorsOnce = [
  { kind: 'schedules', name: 'schedules-public' },
  { kind: 'escalation', name: 'escalation-public' },
];

/**
 * @param {import('./Step.mjs').Context} context
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function conformance(context) {
  const databases = ['sqlite', ...(context.postgresUrl ? ['postgres'] : [])];
  const runs = [
    ...vectorsOnce.map(vector => () => runVectors(context, vector)),
    ...vectors.flatMap(vector =>
      databases.map(database => () => runVectors(context, vector, database)),
    ),
  ];
  return { conformance: sumOf(await inPairs(runs)) };
}

/**
 * @param {import('./Step.mjs').Context} context
 * @param {{ kind: string, name: string }} vector
 * @param {string} [database] none for vectors that are run once
 * @returns {Promise<import('./counts.mjs').Count>}
 */
async function runVectors(context, { kind, name }, database) {
  const file = `conformance/${name}.json`;
  const command = ['yarn', 'vectors', kind, file];
  if (database) command.push('--database', database);
  const env = {
    ...testEnvironment(context.postgresUrl),
    MUSTER_DATABASE_URL: context.postgresUrl,
  };
  const { passed, output } = await step(
    context,
    database ? `${name}-${database}` : name,
    command,
    { env },
  );
  const count = readCount(output);
  const deviate = output.match(/(\d+) deviate/)?.[1] ?? '0';
  if (deviate !== '0') {
    say(
      `       ${deviate} cases are decided otherwise, for the reasons in its log`,
    );
  }
  return passed || count.failed
    ? count
    : sumOf([count, { passed: 0, failed: 1 }]);
}
