import { Clock } from '../../../platform/clock';
import { Database, Tx } from '../../../platform/database';
import { Job, Waking, WorkQueue } from '../../../work/service';
import { PostmortemRecord } from '../../model';
import { PostmortemFollower } from '../../ports';
import { PostmortemRow } from '../../store';

/** The kind of the job that brings the folder up to date with one postmortem. */
export const writeDocsKind = 'postmortems.write-docs';
/** Overdue ones that one sweep wakes. */
const mostWoken = 100;
const overdueMs = 2_000;

/** Marks postmortems of which the folder of documents must be brought up to date, and wakes the work. */
export class DocsQueue implements PostmortemFollower {
  readonly #options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    isOn: boolean;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    /** A folder is configured; without one nothing is marked. */
    isOn: boolean;
  }) {
    this.#options = options;
  }

  async published(tx: Tx, { id }: Pick<PostmortemRecord, 'id'>): Promise<void> {
    const { clock, isOn } = this.#options;
    if (!isOn) return;
    await tx<PostmortemRow>('postmortems')
      .where({ id })
      .update({ docs_due_at: clock.now() });
    await this.#options.work.enqueue(tx, writingOf(id));
  }

  /** Wakes what is overdue. @returns how many */
  async sweep(waking: Waking): Promise<number> {
    const { clock, database } = this.#options;
    const ids: number[] = await database
      .knex<PostmortemRow>('postmortems')
      .where('docs_due_at', '<', new Date(clock.now().getTime() - overdueMs))
      .orderBy('docs_due_at')
      .limit(mostWoken)
      .pluck('id');
    if (ids.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of ids) await waking.enqueue(tx, writingOf(id));
    });
    return ids.length;
  }
}

const writingOf = (id: number): Job => ({
  kind: writeDocsKind,
  key: `${writeDocsKind}:${id}`,
  data: { id },
});
