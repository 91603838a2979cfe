import { eachSharedDatabase } from '../platform/testDatabase';
import { createWorkFixture, eventually, WorkFixture } from './workFixture';
import { WorkerProcess } from './WorkerProcess';

jest.setTimeout(120_000);

/** Within this a dead process's work is begun by another one (quality.md). */
const recoverySeconds = 15;

// SQLite has one process.
describe.each(eachSharedDatabase())('processes that are killed, on %s', id => {
  let fixture: WorkFixture;
  let workers: WorkerProcess[];
  beforeEach(async () => {
    fixture = await createWorkFixture(id);
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) await worker.kill();
    await fixture.stop();
  });

  const startWorkers = async (count: number) => {
    const { host, port, user, database } =
      fixture.database.knex.client.config.connection;
    const url = `postgresql://${user}@${host}:${port}/${database}`;
    const started = Array.from({ length: count }, () => new WorkerProcess(url));
    workers.push(...started);
    for (const worker of started) {
      await eventually(() => {
        worker.check();
        expect(worker.said).toContain('ready');
      });
    }
    return started;
  };

  it('a job whose process is killed in the middle is begun by another within 15 seconds', async () => {
    const { enqueue, newQueue } = fixture;
    const [first, second] = await startWorkers(2);
    await enqueue(newQueue(), { kind: 'slow', data: { n: 1 } });
    const begun = () =>
      [first, second].filter(worker => worker.count('begun 1') > 0);
    await eventually(() => expect(begun()).toHaveLength(1));
    const [victim] = begun();
    await victim.kill();
    const killedAt = performance.now();
    await eventually(() => expect(begun()).toHaveLength(2));
    const seconds = (performance.now() - killedAt) / 1000;
    expect(seconds).toBeLessThan(recoverySeconds);
    for (const worker of [first, second]) {
      expect(worker.count('begun 1')).toBe(1);
    }
  });

  it('jobs of a key never run side by side and none is lost, whoever is killed', async () => {
    const { enqueue, newQueue, jobs } = fixture;
    const queue = newQueue();
    const numbers = Array.from({ length: 120 }, (_, n) => n);
    const [victim] = await startWorkers(3);
    const enqueueAll = async () => {
      // Twice each: the second time moves the waiting job, or adds one that follows the running one.
      for (const n of [...numbers, ...numbers]) {
        const job = { kind: 'guarded', key: `guarded:${n}`, data: { n } };
        await enqueue(queue, job);
      }
    };
    const enqueued = enqueueAll();
    await eventually(() => expect(victim.said.length).toBeGreaterThan(10));
    await victim.kill();
    await enqueued;
    await eventually(async () => expect(await jobs()).toHaveLength(0));
    const said = workers.flatMap(worker => worker.said);
    expect(said.filter(line => line.startsWith('side-by-side'))).toEqual([]);
    for (const n of numbers) expect(said).toContain(`done ${n}`);
  });
});
