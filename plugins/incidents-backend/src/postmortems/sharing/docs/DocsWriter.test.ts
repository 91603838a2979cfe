import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '../../../platform/FakeClock';
import { Settings } from '../../../platform/settings';
import { eachDatabase, openDatabase } from '../../../platform/testDatabase';
import { RecordingQueue } from '../../../testing/RecordingQueue';
import { addPostmortem } from '../../finding/testPostmortem';
import { DocsQueue } from './DocsQueue';
import { DocsWriter } from './DocsWriter';

it.each(eachDatabase())(
  'fills a folder that was emptied, at the next start, on %s',
  async id => {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const folder = await mkdtemp(join(tmpdir(), 'docs-'));
    const marked = () =>
      database.knex('postmortems').whereNotNull('docs_due_at').pluck('id');
    const start = async () => {
      const work = new RecordingQueue();
      new DocsWriter({
        database,
        settings: new Settings(database),
        work,
        queue: new DocsQueue({ database, clock, work, isOn: true }),
        exporter: {
          gather: () => Promise.reject(new Error('It is not written here')),
          imagesOf: async () => [],
        },
        folder,
      }).register();
      await work.sweepAll();
    };
    const number = await addPostmortem(database);
    await start();
    expect(await marked()).toEqual([number]);
    const index = join(folder, 'docs', 'index.md');
    // No page is written here.
    expect(await readFile(index, 'utf8')).toContain('None is published yet.');

    await database.knex('postmortems').update({ docs_due_at: null });
    await start();
    expect(await marked()).toEqual([]);
    await rm(join(folder, 'docs'), { recursive: true });
    await start();
    expect(await marked()).toEqual([number]);
    await rm(folder, { recursive: true });
  },
);
