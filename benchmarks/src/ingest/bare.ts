import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../../bin/lib/portal/checks.mjs';
import { Portal } from '../../../bin/lib/portal/Portal.mjs';

/** A started bare backend. */
export interface Bare {
  /** Of the route that inserts a row. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the bare backend on a database that others use too. */
export async function startBare(databaseUrl: string): Promise<Bare> {
  const data = await mkdtemp(join(tmpdir(), 'muster-bare-'));
  const portal = await Portal.start({
    port: await freePort(),
    data,
    databaseUrl,
    entry: resolve(__dirname, 'bareBackend.ts'),
    findMissing: async url => {
      const answer = await fetch(`${url}/.backstage/health/v1/readiness`).catch(
        () => undefined,
      );
      return answer?.ok ? undefined : 'it is not ready';
    },
  });
  return {
    url: `${portal.url}/api/bare/rows`,
    async stop() {
      await portal.kill();
      await rm(data, { recursive: true, force: true });
    },
  };
}
