// Runs a file of conformance vectors against the real code:
//
//   bin/yarn vectors <kind> <file> [--database sqlite|postgres]
//
// On PostgreSQL it takes the server of MUSTER_DATABASE_URL, or else starts one of its own. Exit code: 0 when every case
// passed or deviates, 1 when one failed, 2 when the arguments or the file make no sense.
import { spawn } from 'node:child_process';
import { root } from './children.mjs';
import { startPostgres } from './postgres.mjs';
import { explain, say } from './say.mjs';

const [, , ...args] = process.argv;
const runner = 'plugins/incidents-backend/src/conformance/main.ts';
const wantsServer = /(^| )--database[ =]postgres( |$)/.test(args.join(' '));

try {
  const postgres =
    wantsServer && !process.env.MUSTER_DATABASE_URL
      ? await startPostgres()
      : undefined;
  if (postgres) say(`PostgreSQL ${postgres.version} at ${postgres.url}`);
  const child = spawn(
    process.execPath,
    ['--require', '@backstage/cli/config/nodeTransform.cjs', runner, ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...(postgres && { MUSTER_DATABASE_URL: postgres.url }),
      },
    },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  process.exitCode = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', code => done(code ?? 1));
  }).finally(() => postgres?.stop());
} catch (error) {
  process.exitCode = explain(error);
}
