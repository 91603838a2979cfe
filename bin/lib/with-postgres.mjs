// Runs one command with a throw-away PostgreSQL, which Backstage's TestDatabases then finds:
//
//   node bin/lib/with-postgres.mjs [--fsync] -- bin/yarn workspace @muster/backstage-plugin-incidents-backend test --watchAll=false
import { spawn } from 'node:child_process';
import { startPostgres } from './postgres.mjs';
import { explain, say } from './say.mjs';
import { testEnvironment } from './testEnvironment.mjs';

const [, , ...args] = process.argv;
const fsync = args[0] === '--fsync';
const [command, ...rest] = args.slice(args.indexOf('--') + 1);

try {
  const postgres = await startPostgres({ fsync });
  say(`PostgreSQL ${postgres.version} at ${postgres.url}`);
  const child = spawn(command, rest, {
    stdio: 'inherit',
    env: testEnvironment(postgres.url),
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  process.exitCode = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', code => done(code ?? 1));
  }).finally(postgres.stop);
} catch (error) {
  process.exitCode = explain(error);
}
