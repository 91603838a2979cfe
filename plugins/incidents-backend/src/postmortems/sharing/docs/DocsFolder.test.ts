import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DocsFolder } from './DocsFolder';

let root: string;
let folder: DocsFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'docs-'));
  folder = new DocsFolder(join(root, 'postmortems'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const image = (id: string) => ({
  id,
  mediaType: 'image/png',
  data: Buffer.from('PNG'),
});

it('writes a page with its images, again and again, and removes it', async () => {
  for (const text of ['Old', 'New']) {
    await folder.write(
      'PM-12',
      addressOf => `${text} ![x](${addressOf('ab-12')})`,
      [image('ab-12')],
    );
  }
  const docs = join(root, 'postmortems', 'docs');
  expect(await readFile(join(docs, 'PM-12.md'), 'utf8')).toBe(
    'New ![x](PM-12/ab-12.png)',
  );
  expect(await readdir(join(docs, 'PM-12'))).toEqual(['ab-12.png']);
  await folder.remove('PM-12');
  await folder.remove('PM-12');
  expect(await readdir(docs)).toEqual([]);
});

it('writes nothing outside, whatever names there are', async () => {
  for (const name of ['../PM-12', 'PM-1/../../x', 'PM-', '/etc/PM-1']) {
    await expect(folder.write(name, () => '', [])).rejects.toThrow(
      'is no name of a postmortem',
    );
    await expect(folder.remove(name)).rejects.toThrow(
      'is no name of a postmortem',
    );
  }
  await folder.write('PM-1', addressOf => addressOf('../../x'), [
    image('../../x'),
  ]);
  expect(await readdir(root)).toEqual(['postmortems']);
  expect(await readdir(join(root, 'postmortems', 'docs'))).toEqual(['PM-1.md']);
});

it('leaves what a portal has made of mkdocs.yml, and shows titles as they are', async () => {
  await folder.writeIndex([]);
  const settings = join(root, 'postmortems', 'mkdocs.yml');
  await writeFile(settings, 'site_name: Ours\n');
  await folder.writeIndex([
    {
      name: 'PM-3',
      title: 'a | b\n[x](javascript:1) <b>',
      severity: 'SEV1',
      service: 'checkout',
      occurredAt: new Date('2026-03-02T09:00:00Z'),
    },
  ]);
  expect(await readFile(settings, 'utf8')).toBe('site_name: Ours\n');
  expect(
    await readFile(join(root, 'postmortems', 'docs', 'index.md'), 'utf8'),
  ).toContain(
    '| 2026-03-02 | [PM-3 a \\| b \\[x\\]\\(javascript:1\\) \\<b\\>](PM-3.md) | SEV1 | checkout |',
  );
});
