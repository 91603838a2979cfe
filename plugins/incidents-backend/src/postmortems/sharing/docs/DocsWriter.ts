import {
  Caller,
  publishedStates,
} from '@muster/backstage-plugin-incidents-common';
import { Database, instant } from '../../../platform/database';
import { Settings } from '../../../platform/settings';
import { WorkQueue } from '../../../work/service';
import { isPublished, postmortemName } from '../../model';
import { findPostmortem, PostmortemRow } from '../../store';
import { Exporter } from '../Exporter';
import { toMarkdown } from '../markdown';
import { DocsFolder } from './DocsFolder';
import { DocsQueue, writeDocsKind } from './DocsQueue';

/** For which folder the postmortems that there were have been marked. */
const setting = 'postmortems-docs-folder';

/** The folder is for whoever may read the docs, so it has what everybody may read. */
const everybody: Caller = { kind: 'service', subject: 'docs' };

/** Keeps the folder of documents true: what is published and not restricted is in it, nothing else. */
export class DocsWriter {
  readonly #options: {
    database: Database;
    settings: Settings;
    work: WorkQueue;
    queue: DocsQueue;
    exporter: Pick<Exporter, 'gather' | 'imagesOf'>;
    folder: string;
  };
  readonly #folder: DocsFolder;
  /** At the start too, for what a process that died had left. */
  #isIndexDue = true;

  constructor(options: {
    database: Database;
    settings: Settings;
    work: WorkQueue;
    queue: DocsQueue;
    exporter: Pick<Exporter, 'gather' | 'imagesOf'>;
    /** `incidents.postmortems.docsFolder`. */
    folder: string;
  }) {
    this.#options = options;
    this.#folder = new DocsFolder(options.folder);
  }

  /** Registers the work; before the queue starts. */
  register(): void {
    const { work, queue } = this.#options;
    // One at a time, so that many are no load.
    work.handle(writeDocsKind, data => this.#write(Number(data.id)), {
      concurrency: 1,
    });
    let isBegun = false;
    work.sweep(writeDocsKind, async waking => {
      if (!isBegun) await this.#begin();
      isBegun = true;
      if (this.#isIndexDue) await this.#writeIndex();
      return queue.sweep(waking);
    });
  }

  /** A folder that is new to this database, or was emptied, gets everything that is published already. */
  async #begin(): Promise<void> {
    const { database, settings, folder } = this.#options;
    const isKnown = (await settings.get(setting)) === folder;
    if (isKnown && !(await this.#folder.isEmpty())) return;
    await database
      .knex<PostmortemRow>('postmortems')
      .whereIn('state', [...publishedStates])
      .update({ docs_due_at: new Date(0) });
    await settings.replace(setting, folder);
  }

  async #write(id: number): Promise<void> {
    const { database, exporter } = this.#options;
    const { knex } = database;
    const mark = await knex<PostmortemRow>('postmortems')
      .where({ id })
      .first('docs_due_at');
    const record = await findPostmortem(knex, id);
    if (!mark?.docs_due_at || !record) return;
    const name = postmortemName(id);
    if (isPublished(record) && !record.restricted) {
      const shared = await exporter.gather(record, everybody);
      await this.#folder.write(
        name,
        addressOf => toMarkdown(shared, addressOf),
        await exporter.imagesOf(record, shared),
      );
    } else {
      await this.#folder.remove(name);
    }
    this.#isIndexDue = true;
    // What has been marked again meanwhile stays marked.
    await knex<PostmortemRow>('postmortems')
      .where({ id, docs_due_at: mark.docs_due_at })
      .update({ docs_due_at: null });
  }

  /** Once for all that a round has written: it lists all there are. */
  async #writeIndex(): Promise<void> {
    this.#isIndexDue = false;
    try {
      await this.#listAll();
    } catch (error) {
      this.#isIndexDue = true;
      throw error;
    }
  }

  async #listAll(): Promise<void> {
    const rows = await this.#options.database
      .knex<PostmortemRow>('postmortems')
      .whereIn('state', [...publishedStates])
      .where({ restricted: false })
      .orderBy([
        { column: 'occurred_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .select('id', 'title', 'severity', 'entity_name', 'occurred_at');
    // Pages that are yet to be written make it due again.
    const there = await this.#folder.names();
    await this.#folder.writeIndex(
      rows
        .map(row => ({
          name: postmortemName(row.id),
          title: row.title,
          severity: row.severity,
          service: row.entity_name,
          occurredAt: instant(row.occurred_at),
        }))
        .filter(({ name }) => there.has(name)),
    );
  }
}
