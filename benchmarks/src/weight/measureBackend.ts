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
    entry: resolve(__dirname, 'backend.ts'),
    preload: [resolve(__dirname, 'asPublished.cjs')],
    env: withIncidents ? { BENCH_WITH_INCIDENTS: '1' } : {},
    findMissing: async url => {
      const answer = await fetch(`${url}/.backstage/health/v1/readiness`).catch(
        () => undefined,
      );
      return answer?.ok ? undefined : 'it is not ready';
    },
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

/** Resident memory of a process, from Linux' /proc. */
async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+) kB/)?.[1]) / 1024;
}
