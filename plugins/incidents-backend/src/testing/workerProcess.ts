// A process that works on the queue and says what it does, for the tests that kill it: crashes.contract.postgres.test.ts.
import { LoggerService } from '@backstage/backend-plugin-api';
// Nothing that ships imports this file, so a devDependency is right here.
// eslint-disable-next-line @backstage/no-undeclared-imports
import { metrics } from '@opentelemetry/api';
import createKnex from 'knex';
import { DatabaseClock } from '../platform/clock';
import { Database } from '../platform/database';
import { noLoad } from '../platform/ProcessLoad';
import { createWorkQueue } from '../work/createWorkQueue';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

const logger: LoggerService = {
  debug: () => {},
  info: complain,
  warn: complain,
  error: complain,
  child: () => logger,
};

async function main(url: string): Promise<void> {
  const knex = createKnex({ client: 'pg', connection: url });
  const database = await Database.open({ getClient: async () => knex });
  const clock = new DatabaseClock();
  await clock.synchronize(() => database.readTime());
  const queue = createWorkQueue({
    database,
    clock,
    logger,
    metrics: metrics.getMeter('worker'),
    load: noLoad,
  });

  queue.handle('slow', async ({ n }) => {
    say(`begun ${n}`);
    await new Promise<never>(() => {});
  });
  // Its locks belong to the connection, so they are free again when the process dies.
  const guard = await knex.client.acquireRawConnection();
  queue.handle('guarded', async ({ n }) => {
    const { rows } = await guard.query(
      'select pg_try_advisory_lock($1) as alone',
      [n],
    );
    say(`${rows[0].alone ? 'begun' : 'side-by-side'} ${n}`);
    await new Promise(resolve => setTimeout(resolve, 30));
    await guard.query('select pg_advisory_unlock($1)', [n]);
    say(`done ${n}`);
  });
  await queue.start();
  say('ready');
}

main(process.argv[2]).catch(error => {
  complain(error.stack);
  process.exit(1);
});
