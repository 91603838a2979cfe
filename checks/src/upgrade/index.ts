import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startPostgres } from '../../../bin/lib/postgres.mjs';
import { Refusal } from '../../../bin/lib/say.mjs';
import { Check } from '../check';
import { Replica } from '../fleet';
import { Pair } from './Pair';
import { VersionBefore } from './VersionBefore';

const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';

/**
 * An upgrade without a pause: the version before and this one side by side on one PostgreSQL, and
 * incidents that go through both.
 */
const upgrade: Check = async ({ report, flags }) => {
  const before = await VersionBefore.checkOut(flags.from).catch(error => {
    if (isCi || !(error instanceof Refusal)) throw error;
    report.say(`left out: ${error.message}`);
  });
  if (!before) return;
  const postgres = await startPostgres();
  const old = await Replica.create(postgres.url, { entry: before.entry });
  const young = await Replica.create(postgres.url, {});
  const pair = new Pair(postgres.url, old, young);
  try {
    await old.start();
    await pair.connect();
    await pair.send(old, 'before the upgrade');
    expectSame(await pair.migrations(), await before.migrations());
    // Without both there is nothing to try: a failure here ends the check.
    const { told } = await pair.sendWhile(old, () => young.start());
    await report.run(
      `this version starts beside ${before.name}, under load`,
      async () => {
        const has = await pair.migrations();
        expectSame(has, await ownMigrations());
        return `${has.length} migrations; ${told} events were taken meanwhile by the version before`;
      },
    );
    for (const [name, one, other] of [
      ['the version before first', old, young],
      ['this version first', young, old],
    ] as const) {
      await report.run(
        `${name}: its event, acknowledged on the other, resolved on the first`,
        () => pair.spine(one, other),
      );
      await report.run(`${name}: repeats of one alert to both in turn`, () =>
        pair.together(one, other),
      );
    }
    await report.run(
      'a step that this version has planned fires on the version before',
      () => pair.step(young, old),
    );
    if (!young.running) await young.start();
    await report.run(
      'a step that the version before has planned fires on this version',
      () => pair.step(old, young),
    );
    const knows = (await before.migrations()).length;
    if (
      knows === (await pair.migrations()).length ||
      (await before.startsOnNewerTables())
    ) {
      await report.run(
        'the version before starts again: the upgrade is taken back',
        async () => {
          await old.start();
          await young.stop();
          return pair.spine(old, old);
        },
      );
    } else {
      report.say(
        `left out: ${before.name} itself does not start on newer tables; what comes after it does`,
      );
    }
    if (!young.running) await young.start();
    await report.run('nothing is lost', () => pair.reconcile(young));
  } finally {
    await pair.close();
    await old.remove();
    await young.remove();
    await postgres.stop();
    await before.remove();
  }
};

const ownMigrations = async (): Promise<readonly string[]> =>
  (
    await readdir(
      resolve(__dirname, '../../../plugins/incidents-backend/migrations'),
    )
  )
    .filter(file => file.endsWith('.js'))
    .sort();

function expectSame(found: readonly string[], expected: readonly string[]) {
  if (found.join() !== expected.join()) {
    throw new Error(
      `the database has run ${found.join(', ')}; expected ${expected.join(', ')}`,
    );
  }
}

export default upgrade;
