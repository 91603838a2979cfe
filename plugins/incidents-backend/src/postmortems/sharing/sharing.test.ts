import { contract } from '@muster/backstage-plugin-incidents-common';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { addMinutes } from '../../platform/clock';
import { Database } from '../../platform/database';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';
import { addPostmortem } from '../finding/testPostmortem';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const api = contract.postmortems;

/** Texts of the elements of an XML document by their names, read strictly. */
function textsOf(xml: string): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name);
    for (const { name: attribute, value } of Object.values(attributes)) {
      const key = `${name}@${attribute}`;
      texts.set(key, [...(texts.get(key) ?? []), value]);
    }
  });
  parser.on('text', text => {
    const name = open.slice(-2).join('/');
    if (text.trim()) texts.set(name, [...(texts.get(name) ?? []), text]);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return texts;
}

describe.each(eachDatabase())('sharing postmortems on %s', id => {
  let database: Database;
  let muster: StartedIncidents;
  let folder: string;
  beforeAll(async () => {
    database = await openDatabase(id);
    folder = await mkdtemp(join(tmpdir(), 'postmortems-'));
    muster = await startIncidents({
      knex: database.knex,
      config: { postmortems: { docsFolder: folder } },
    });
  });
  afterAll(async () => {
    await muster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ana = () => muster.as('ana');
  const file = (name: string, text: string, more = {}) => ({
    name,
    text,
    entityRef: checkout,
    ...more,
  });
  const importAs = (name: string, ...files: object[]) =>
    muster.as(name).call(api.import, { body: { files: files as [] } });

  const refusalOf = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'not refused',
      error => error.body.error.message,
    );

  describe('import', () => {
    it('takes in what an export says, and nothing twice', async () => {
      const text = `---
title: Checkout stood still
date: 2026-02-03T10:00:00Z
severity: SEV1
service: checkout
---
It was down for an hour.

## Contributing factors
- Pool too small

## Follow-ups
- [x] Larger pool
- [ ] An alert

## What we tried
Everything.
`;
      const { items } = await importAs('ana', { name: 'pool.md', text });
      expect(items).toMatchObject([
        {
          title: 'Checkout stood still',
          state: 'published',
          severity: 'SEV1',
          entity: { ref: checkout },
          owner: { ref: 'group:default/payments', name: 'Payments' },
          incident: null,
          occurredAt: '2026-02-03T10:00:00.000Z',
          publishedAt: '2026-02-03T10:00:00.000Z',
          factors: [{ name: 'Pool too small' }],
          followUps: { open: 1, done: 1, verified: 0 },
          summary: 'It was down for an hour.',
        },
      ]);
      const { name } = items[0];
      expect(
        await refusalOf(
          importAs('ana', {
            name: 'again.md',
            text: text.replaceAll('\n', '\r\n'),
          }),
        ),
      ).toMatch(/again.md: imported before; leave it out/);
      const exported = await ana().call(api.export, { params: { id: name } });
      expect(exported).toMatchObject({
        fileName: `${name}.md`,
        mediaType: 'text/markdown',
      });
      const preview = await ana().call(api.previewImport, {
        body: {
          files: [
            { name: 'pool.md', text: exported.text },
            { name: 'same.md', text },
          ],
        },
      });
      expect(preview.items).toMatchObject([
        {
          title: 'Checkout stood still',
          occurredAt: '2026-02-03T10:00:00.000Z',
          severity: 'SEV1',
          entity: { ref: checkout },
          factors: ['Pool too small'],
          followUps: [
            { title: 'Larger pool', done: true },
            { title: 'An alert', done: false },
          ],
          faults: [],
          notes: [],
          duplicateOf: null,
        },
        { duplicateOf: { name } },
      ]);
      expect(preview.items[0].sections).toEqual([
        { key: 'summary', title: 'Summary', body: 'It was down for an hour.' },
        { key: 'factors', title: 'Contributing factors', body: '' },
        { key: 'follow-ups', title: 'Follow-ups', body: '' },
        { key: 'what-we-tried', title: 'What we tried', body: 'Everything.' },
      ]);
    });

    it('takes all or none, and names every fault in every file', async () => {
      const before = await database.knex('postmortems').count({ n: '*' });
      expect(
        await refusalOf(
          importAs(
            'ana',
            file('2026-02-04.md', 'Fine.'),
            { name: '2026-02-05.md', text: 'Of nothing.' },
            file('2026-02-06.md', 'Fine.'),
            file('undated.md', 'When?', {
              entityRef: 'component:default/gone',
            }),
          ),
        ),
      ).toMatch(
        /body\.files\[1\] \(2026-02-05\.md\): It does not say which service.* body\.files\[2\] \(2026-02-06\.md\): It is the same text as 2026-02-04\.md;.* body\.files\[3\] \(undated\.md\): It has no date;.* It is about “component:default\/gone”, which is not in the catalog/,
      );
      expect(await database.knex('postmortems').count({ n: '*' })).toEqual(
        before,
      );
    });

    it('is for the owners of every service that is named', async () => {
      expect(
        await refusalOf(importAs('carla', file('2026-02-04.md', 'Not mine.'))),
      ).toMatch(/Only members of the owning team and admins/);
    });

    it('says what to do about too much at once', async () => {
      const { status, body } = await muster.http
        .post('/api/incidents/v1/postmortem-imports')
        .set(
          'authorization',
          'Bearer mock-user-token:{"sub":"user:default/ana"}',
        )
        .send({
          files: Array.from({ length: 25 }, (_, n) =>
            file(
              `2026-02-04-${n}.md`,
              `${n} `.repeat(200_000).slice(0, 499_000),
            ),
          ),
        });
      expect([status, body.error.message]).toEqual([
        413,
        'body is larger than 10mb; import fewer files at a time',
      ]);
    });
  });

  describe('export', () => {
    it('is one self-contained page, or JSON; redacted without a name', async () => {
      const number = await addPostmortem(database, {
        title: 'Ana Ruiz & <b>the pool</b>',
        writer: { ref: 'user:default/ana', name: 'Ana Ruiz' },
        people: [
          ['participant', 'user:default/ben'],
          ['reviewer', 'user:default/jean-luc'],
        ],
        sections: {
          summary:
            'Ana restarted it; @user:default/ben watched. ANA RUIZ <ana.ruiz@shop.example> asked jean-luc. <script>alert(1)</script> ![pool](muster-image:ab12) ![pool](muster-image:ab12) ![large](muster-image:cd34) ![x](http://evil.test/x.png)',
        },
      });
      for (const [imageId, data] of [
        ['ab12', Buffer.from('PNG')],
        ['cd34', Buffer.alloc(20 * 1024 * 1024)],
        ['ef56', Buffer.from('not in the text')],
      ] as const) {
        await database.knex('postmortem_images').insert({
          id: imageId,
          postmortem_id: number,
          name: 'pool',
          media_type: 'image/png',
          data,
          added_at: muster.clock.now(),
          added_by: '{}',
        });
      }
      const params = { id: `PM-${number}` };
      const html = await ana().call(api.export, {
        params,
        query: { format: 'html' },
      });
      expect(html.mediaType).toBe('text/html');
      expect(html.text).toContain(
        '<img src="data:image/png;base64,UE5H" alt="pool"> <em>pool (an image that stands above)</em> <em>large (an image that is not here)</em>',
      );
      const markdown = await ana().call(api.export, { params });
      expect(markdown.text).toContain(
        '![pool][muster-image:ab12] ![pool][muster-image:ab12] ![large](muster-image:cd34)',
      );
      expect(markdown.text.split('data:')).toHaveLength(2);
      expect(markdown.text).toMatch(
        /\n\n\[muster-image:ab12\]: data:image\/png;base64,UE5H\n$/,
      );
      expect(html.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(html.text).not.toMatch(/<script|<b>|src="http|<link/);
      const json = await ana().call(api.export, {
        params,
        query: { format: 'json' },
      });
      expect(JSON.parse(json.text)).toMatchObject({
        name: params.id,
        writer: 'Ana Ruiz',
      });
      for (const format of ['markdown', 'html', 'json'] as const) {
        const { text } = await ana().call(api.export, {
          params,
          query: { format, redact: 'true' },
        });
        expect(text).not.toMatch(
          /ana\b|ruiz|\bben\b|user:default|@shop|jean|luc\b/i,
        );
        expect(text).toContain('the writer restarted it; a responder watched');
        expect(text).not.toContain('UE5H');
      }
    });

    it('is refused to whoever may not read it', async () => {
      const number = await addPostmortem(database, { state: 'draft' });
      expect(
        await refusalOf(
          muster
            .as('carla')
            .call(api.export, { params: { id: `PM-${number}` } }),
        ),
      ).toMatch(/There is no postmortem/);
    });
  });

  describe('feed', () => {
    /** The client does not know this media type to be text. */
    const textOf = async (path: string) => {
      const { body } = await read(path).responseType('blob').expect(200);
      return String(body);
    };
    const pathOf = (url: string) => url.replace(/^.*?\/api/, '/api');
    const read = (path: string) => muster.http.get(path);

    it('is Atom of what its person may read, and says when nothing is new', async () => {
      const published = {
        publishedAt: muster.clock.now(),
        state: 'published' as const,
      };
      const title = 'Feed ]]> & <b> "quoted" \u0001 💥';
      await addPostmortem(database, { ...published, title });
      await addPostmortem(database, {
        ...published,
        title: 'Feed secret',
        restricted: true,
        people: [['reader', 'group:default/payments']],
      });
      await addPostmortem(database, {
        ...published,
        title: 'Feed draft',
        state: 'draft',
        people: [['participant', 'user:default/carla']],
      });
      await addPostmortem(database, {
        ...published,
        title: 'Feed search',
        entity: { ref: 'component:default/search', name: 'search <&>' },
        owner: { ref: 'group:default/search', name: 'Search' },
      });
      const titles = async (path: string) => {
        const text = await textOf(path);
        return (textsOf(text).get('entry/title') ?? [])
          .filter(one => one.includes('Feed'))
          .map(one => one.replace(/^PM-\d+ /, ''));
      };
      const clean = title.replace('\u0001', '');
      const carlas = pathOf(
        (await muster.as('carla').call(api.makeFeed, {})).url,
      );
      const bens = pathOf((await muster.as('ben').call(api.makeFeed, {})).url);
      expect(await titles(carlas)).toEqual(['Feed search', clean]);
      expect(await titles(bens)).toEqual(['Feed search', 'Feed secret', clean]);
      expect(await titles(`${bens}?team=group:default/search`)).toEqual([
        'Feed search',
      ]);
      expect(await titles(`${bens}?entity=${checkout}`)).toEqual([
        'Feed secret',
        clean,
      ]);

      const first = await read(bens);
      const text = await textOf(bens);
      expect(first.headers['content-type']).toBe(
        'application/atom+xml; charset=utf-8',
      );
      const parts = textsOf(text);
      // What RFC 4287 asks of a feed and of each entry.
      expect(parts.get('feed@xmlns')).toEqual(['http://www.w3.org/2005/Atom']);
      for (const name of ['feed/id', 'feed/title', 'feed/updated'])
        expect(parts.get(name)).toHaveLength(1);
      const count = parts.get('entry/id')?.length;
      for (const name of ['entry/title', 'entry/updated', 'author/name'])
        expect(parts.get(name)).toHaveLength(count ?? 0);
      expect(new Set(parts.get('entry/id')).size).toBe(count);
      expect(parts.get('category@term')).toContain('search <&>');
      expect(text).not.toContain(bens.split('/').pop());
      await read(bens).set('If-None-Match', first.headers.etag).expect(304);
      await read(bens)
        .set('If-Modified-Since', first.headers['last-modified'])
        .expect(304);
      await read(`${bens}?team=payments`).expect(
        400,
        /query.team must be a full ref/,
      );
    });

    it('rests when the policy was not asked for thirty days', async () => {
      const path = pathOf((await muster.as('dora').call(api.makeFeed, {})).url);
      const status = async () => (await read(path)).status;
      expect(await status()).toBe(200);
      await database
        .knex('postmortem_feeds')
        .where({ person_ref: 'user:default/dora' })
        .update({ asked_at: addMinutes(muster.clock.now(), -30 * 24 * 60) });
      expect(await status()).toBe(404);
      await muster.as('dora').call(api.feed, {});
      expect(await status()).toBe(200);
    });

    it('ends with its address, of which nothing is told', async () => {
      const before = pathOf((await ana().call(api.makeFeed, {})).url);
      expect((await ana().call(api.feed, {})).madeAt).toBe(
        muster.clock.now().toISOString(),
      );
      const rows = await database.knex('postmortem_feeds');
      expect(JSON.stringify(rows)).not.toContain(before.split('/').pop());
      const now = pathOf((await ana().call(api.makeFeed, {})).url);
      await ana().call(api.endFeed, {});
      expect(await ana().call(api.feed, {})).toEqual({ madeAt: null });
      const answers = await Promise.all(
        [
          before,
          now,
          '/api/incidents/public/postmortems/feed/x?team=nonsense',
        ].map(async path => {
          const { status, body } = await read(path);
          return [status, body.error.message];
        }),
      );
      expect(answers).toEqual(Array(3).fill([404, 'There is no such feed']));
    });
  });

  it('keeps a folder for TechDocs true', async () => {
    const { items } = await importAs(
      'ana',
      file('2026-02-09.md', '# A | pool\nIt **broke**.'),
    );
    const { id: number, name } = items[0];
    const page = join(folder, 'docs', `${name}.md`);
    const index = () =>
      readFile(join(folder, 'docs', 'index.md'), 'utf8').catch(() => '');
    await until(async () =>
      (await index()).includes(name) ? true : undefined,
    );
    expect(await readFile(page, 'utf8')).toContain('It **broke**.');
    expect(await index()).toContain(
      `| 2026-02-09 | [${name} A \\| pool](${name}.md) | SEV3 | checkout |`,
    );
    expect(await readFile(join(folder, 'mkdocs.yml'), 'utf8')).toContain(
      'techdocs-core',
    );

    const { version } = await ana().call(api.get, { params: { id: name } });
    await ana().call(api.edit, {
      params: { id: String(number) },
      body: { version, restrictedTo: ['group:default/payments'] },
    });
    // The page and the list of all are written by two, in either order.
    const isTold = async () =>
      (await index()).includes(`${name}.md`) ||
      (await readdir(join(folder, 'docs'))).includes(`${name}.md`);
    await until(async () => ((await isTold()) ? undefined : true));
  });
});
