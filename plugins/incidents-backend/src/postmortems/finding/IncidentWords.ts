import { Batcher } from '../../platform/Batcher';
import { FindingOptions } from './options';

const backfillKind = 'postmortems.index-incidents';
/** Where the backfill stands: the number of the last incident that it has looked at; `done` at the end. */
const setting = 'postmortems-incidents-indexed';
/** Incidents of one job. */
const batch = 100;

/**
 * Keeps the words by which past incidents are found: of resolved ones, with what people noted on the way. Incidents that
 * were resolved before there was an index are taken in by a job, a hundred at a time, newest first.
 */
export class IncidentWords {
  readonly #options: Pick<
    FindingOptions,
    'database' | 'work' | 'settings' | 'incidents' | 'fullText'
  >;
  /** Whether it could be done together with others. */
  readonly #changed = new Batcher<number, boolean>(
    async ids => {
      const [done] = await Promise.allSettled([this.#index([...new Set(ids)])]);
      return ids.map(() => done.status === 'fulfilled');
    },
    { width: 1, most: batch },
  );
  #isDone = false;

  constructor(
    options: Pick<
      FindingOptions,
      'database' | 'work' | 'settings' | 'incidents' | 'fullText'
    >,
  ) {
    this.#options = options;
  }

  /** Registers the backfill; before the queue starts. */
  register(): void {
    const { work, database } = this.#options;
    work.handle(backfillKind, () => this.#backfill(), { concurrency: 1 });
    work.sweep('postmortems.index-incidents', async waking => {
      if (this.#isDone) return 0;
      this.#isDone = (await this.#position()) === 'done';
      if (this.#isDone) return 0;
      await database.transaction(tx =>
        waking.enqueue(tx, { kind: backfillKind, key: backfillKind, data: {} }),
      );
      return 0;
    });
  }

  /** Something was written on the timeline of an incident. */
  async changed({
    incidentId,
  }: {
    readonly incidentId: number;
  }): Promise<void> {
    // What one of many spoils is no business of the others.
    if (!(await this.#changed.run(incidentId))) await this.#index([incidentId]);
  }

  async #index(ids: readonly number[]): Promise<void> {
    const { database, fullText, incidents } = this.#options;
    const resolved = await database
      .knex('incidents')
      .whereIn('id', [...ids])
      .where({ status: 'resolved' })
      .select<{ id: number; title: string; description: string }[]>(
        'id',
        'title',
        'description',
      );
    if (resolved.length === 0) return;
    const timelines = await incidents.timelinesOf(resolved.map(({ id }) => id));
    await database.transaction(async tx => {
      for (const { id, title, description } of resolved) {
        const said = (timelines.get(id) ?? [])
          .filter(({ kind }) => kind === 'note' || kind === 'resolved')
          .map(({ text }) => text);
        await fullText.put(tx, {
          kind: 'incident',
          id,
          title,
          body: [description, ...said].join('\n'),
        });
      }
    });
  }

  async #position(): Promise<string | undefined> {
    return this.#options.settings.get(setting);
  }

  async #backfill(): Promise<void> {
    const { database, settings, work } = this.#options;
    const position = await this.#position();
    if (position === 'done') return;
    const query = database.knex('incidents').orderBy('id', 'desc').limit(batch);
    if (position !== undefined) query.where('id', '<', Number(position));
    const ids: number[] = await query.pluck('id');
    await this.#index(ids);
    const isLast = ids.length < batch;
    await settings.replace(
      setting,
      isLast ? 'done' : String(ids[ids.length - 1]),
    );
    if (isLast) return;
    await database.transaction(tx =>
      work.enqueue(tx, { kind: backfillKind, key: backfillKind, data: {} }),
    );
  }
}
