import { Batcher } from '../../platform/Batcher';
import { Database } from '../../platform/database';
import { PlayHappening, RunFollower } from '../ports';
import { stepAt } from './decide/findStep';
import { withHappening } from './decide/facts';
import { RunRow, runs, toRun } from './runStore';
import { RunWriter } from './RunWriter';
import { readSteps } from './stepStore';
import { Versions } from './Versions';

/** Tells runs what happens to their incident. */
export class Follower implements RunFollower {
  readonly #options: {
    readonly database: Database;
    readonly versions: Versions;
    readonly writer: RunWriter;
  };
  /** In a storm, those of many incidents are looked up together. */
  readonly #running = new Batcher<number, readonly RunRow[]>(
    async ids => {
      const rows = await runs(this.#options.database.knex)
        .whereIn('incident_id', [...new Set(ids)])
        .where({ state: 'running' });
      return ids.map(id => rows.filter(row => row.incident_id === id));
    },
    { width: 2, most: 50 },
  );

  constructor(options: {
    database: Database;
    versions: Versions;
    writer: RunWriter;
  }) {
    this.#options = options;
  }

  async happened(
    incidentId: number,
    happenings: readonly PlayHappening[],
  ): Promise<void> {
    if (happenings.length === 0) return;
    const { database, versions, writer } = this.#options;
    for (const row of await this.#running.run(incidentId)) {
      const seen = toRun(row);
      const play = await versions.of(seen);
      await database.transaction(async tx => {
        const run = await writer.hold(tx, seen);
        if (run?.state !== 'running') return;
        for (const before of (await readSteps(tx, run.id)).values()) {
          const step = stepAt(play.document, before.path);
          if (!step) continue;
          const after = happenings.reduce(
            (record, happening) => withHappening(record, step, happening),
            before,
          );
          if (after !== before) {
            await writer.fact(tx, run, play, { before, after });
          }
        }
        // Its conditions may hold now, or the incident is over.
        await writer.wake(tx, run.id);
      });
    }
  }
}
