import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, runningFile } from '../../../bin/lib/portal/checks.mjs';
import { Portal } from '../../../bin/lib/portal/Portal.mjs';

/** What a backend costs once. */
export interface BackendCost {
  /** From spawn to ready. */
  readonly startMs: number;
  /** Resident memory, some seconds later. */
  readonly memoryMb: number;
}

/** Starts a backend on a database whose tables are there, and looks how long it took and what it holds. */
export async function measureBackend(
  databaseUrl: string,
  withIncidents: boolean,
  settleMs: number,
): Promise<BackendCost> {
  const data = await mkdtemp(join(tmpdir(), 'muster-weight-'));
  const start = performance.now();
  const portal = await Portal.start({
    port: await freePort(),
    data,
    databaseUrl,
    entry: resolve(__dirname, 'backend.cjs'),
    isBuilt: true,
    preload: [resolve(__dirname, 'asPublished.cjs')],
    env: {
      // Ours is no adopter's.
      NODE_DISABLE_COMPILE_CACHE: '1',
      ...(withIncidents ? { BENCH_WITH_INCIDENTS: '1' } : {}),
    },
    findMissing,
  });
  const startMs = performance.now() - start;
  try {
    await sleep(settleMs);
    const { pid } = JSON.parse(await readFile(runningFile(data), 'utf8'));
    return { startMs, memoryMb: await residentMb(pid) };
  } finally {
    await portal.kill();
    await rm(data, { recursive: true, force: true });
  }
}

/** Looks often: what is measured differs by less than the pauses between the portal's own looks. */
async function findMissing(url: string): Promise<string | undefined> {
  for (let look = 1; look <= 100; look++) {
    const answer = await fetch(`${url}/.backstage/health/v1/readiness`).catch(
      () => undefined,
    );
    if (answer?.ok) return undefined;
    await sleep(20);
  }
  return 'it is not ready';
}

/** Resident memory of a process, from Linux' /proc. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+) kB/)?.[1]) / 1024;
}
