import express from 'express';
import request from 'supertest';
import { addMinutes } from '../platform/clock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { AcknowledgeLinks } from './AcknowledgeLinks';
import { actor, createFixture, people } from './pagingFixture';

// A fresh database per test takes its time on a busy machine.
jest.setTimeout(60_000);

describe.each(eachDatabase())('acknowledge links, on %s', id => {
  /** An incident for which Ana was paged, and the path of her link. */
  async function paged(title?: string) {
    const database = await openDatabase(id);
    const fixture = await createFixture(database);
    const incident = await fixture.open(title);
    await fixture.page(incident, [people.ana]);
    await fixture.work.runAll();
    const [{ message }] = fixture.email.calls;
    if (message.kind !== 'incident') throw new Error('not a page');
    const http = request(express().use(fixture.room.publicRouter));
    const signer = new AcknowledgeLinks(fixture.settings);
    const [{ id: pageId }] = await fixture.ledger(incident);
    const claim = {
      incidentId: incident,
      personRef: people.ana.ref,
      pageId,
      expiresAt: addMinutes(fixture.clock.now(), 60),
    };
    const status = async () => (await fixture.incidents.get(incident)).status;
    return {
      ...fixture,
      database,
      incident,
      name: `INC-${incident}`,
      path: new URL(message.acknowledgeUrl ?? '').pathname,
      pathOf: (more: Partial<typeof claim>, by = signer) =>
        `/public/acknowledge/${by.issue({ ...claim, ...more })}`,
      http,
      status,
    };
  }

  it('opening it asks and changes nothing, however often a mail scanner does', async () => {
    const { http, path, name, status } = await paged();
    for (let time = 0; time < 3; time++) {
      const { text } = await http.get(path).expect(200);
      expect(text).toContain(`<h1>Acknowledge ${name}?</h1>`);
      expect(text).toContain('SEV2 checkout: 5xx above 20 %');
      expect(text).toContain('You are Ana Ruiz');
      expect(text).toContain('<form method="post">');
    }
    await http.head(path).expect(200);
    expect(await status()).toBe('triggered');
  });

  it('confirming takes the incident for the person of the link, and says so', async () => {
    const { http, path, name, status, incidents, incident } = await paged();
    const { text } = await http.post(path).expect(200);
    expect(text).toContain(`<h1>You have ${name}</h1>`);
    expect(text).toContain('You acknowledged at 03:00 UTC');
    expect(text).not.toContain('<form');
    expect(await status()).toBe('acknowledged');
    expect((await incidents.get(incident)).acknowledgedBy).toEqual(
      actor(people.ana),
    );
  });

  it('used again it says when you acknowledged, and changes nothing', async () => {
    const { http, path, clock, incidents, incident } = await paged();
    await http.post(path);
    const { version, lastSeq } = await incidents.get(incident);
    clock.advanceMinutes(5);
    for (const again of [http.get(path), http.post(path)]) {
      const { text } = await again.expect(200);
      expect(text).toContain('You acknowledged at 03:00 UTC');
    }
    expect(await incidents.get(incident)).toMatchObject({ version, lastSeq });
  });

  it('says who has it when somebody was faster', async () => {
    const { http, path, name, incidents, incident } = await paged();
    await incidents.commands.acknowledge(incident, actor(people.ben));
    for (const call of [http.get(path), http.post(path)]) {
      const { text } = await call.expect(200);
      expect(text).toContain(`<h1>Ben Okafor has ${name}</h1>`);
      expect(text).toContain('You may join');
      expect(text).not.toContain('<form');
    }
  });

  it('bad input: a resolved incident says who resolved it and cannot be acknowledged', async () => {
    const { http, path, name, incidents, incident, status } = await paged();
    await incidents.commands.resolve(incident, actor(people.ben));
    const { text } = await http.post(path).expect(200);
    expect(text).toContain(`<h1>${name} is resolved</h1>`);
    expect(text).toContain('resolved by Ben Okafor at 03:00 UTC');
    expect(await status()).toBe('resolved');
  });

  it('is shown by no cache, runs no script, loads nothing and tells nobody where it was', async () => {
    const { http, path } = await paged();
    const { headers, text } = await http.get(path);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script|<link|<img|src=|@import|url\(/i);
    expect(text).toContain('name="viewport"');
    expect(text).toContain('prefers-color-scheme: dark');
  });

  it('bad input: a title with markup is shown as text', async () => {
    const { http, path } = await paged(
      `</p><script>alert(1)</script>"'&lt;<img src=x onerror=alert(2)>`,
    );
    const { text } = await http.get(path);
    expect(text).toContain(
      '&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;lt;&lt;img src=x onerror=alert(2)&gt;',
    );
    expect(text).not.toMatch(/<script|<img/);
  });

  it('bad input: an expired link says so, and changes nothing', async () => {
    const { http, path, clock, status } = await paged();
    clock.advanceMinutes(24 * 60 - 1);
    await http.get(path).expect(200);
    clock.advanceMinutes(1);
    for (const call of [http.get(path), http.post(path)]) {
      const { text } = await call.expect(410);
      expect(text).toContain('This link has expired');
      expect(text).toContain('href="https://portal.example.test/incidents"');
    }
    expect(await status()).toBe('triggered');
  });

  it.each([
    ['garbage', (_path: string) => '/public/acknowledge/garbage'],
    ['a link that was cut', (path: string) => path.slice(0, -5)],
    ['a link that was padded', (path: string) => `${path}xx`],
    [
      'markup',
      (_path: string) =>
        `/public/acknowledge/${encodeURIComponent('<script>alert(1)</script>')}`,
    ],
  ])('bad input: %s is refused and not repeated', async (_name, forge) => {
    const { http, path, status } = await paged();
    for (const call of [http.get(forge(path)), http.post(forge(path))]) {
      const { text } = await call.expect(400);
      expect(text).toContain('This link does not work');
      expect(text).toContain('href="https://portal.example.test/incidents"');
      expect(text).not.toContain('<script');
      expect(text).not.toContain('garbage');
    }
    expect(await status()).toBe('triggered');
  });

  it('bad input: a link signed with another key is refused', async () => {
    const { http, pathOf, clock, status } = await paged();
    const stranger = new AcknowledgeLinks({ keys: ['another key'], clock });
    await http.post(pathOf({}, stranger)).expect(400);
    expect(await status()).toBe('triggered');
  });

  it('bad input: the link of one incident with the signature of another is refused', async () => {
    const { http, pathOf, path, incident, status } = await paged();
    const [other] = pathOf({ incidentId: incident + 1 }).split('.');
    await http.post(`${other}.${path.split('.')[1]}`).expect(400);
    expect(await status()).toBe('triggered');
  });

  it.each([
    ['another incident', { incidentId: 999 }],
    ['another person', { personRef: people.ben.ref }],
    ['a page that does not exist', { pageId: 'nope' }],
  ])(
    'bad input: a signed link that names %s is refused',
    async (_name, other) => {
      const { http, pathOf, status } = await paged();
      const { text } = await http.post(pathOf(other)).expect(404);
      expect(text).toContain('belongs to no page');
      await http.get(pathOf({})).expect(200);
      expect(await status()).toBe('triggered');
    },
  );

  it('bad input: a link of a learner’s copy, as the version before sent it, is refused', async () => {
    const { page, ledger, pathOf, http, incident, status } = await paged();
    await page(incident, [people.ben], { copyOf: [people.ana] });
    const [, { id: pageId }] = await ledger(incident);
    const path = pathOf({ pageId, personRef: people.ben.ref });
    for (const call of [http.get(path), http.post(path)]) {
      const { text } = await call.expect(403);
      expect(text).toContain(
        'You shadow Ana Ruiz: it is theirs to acknowledge',
      );
      expect(text).not.toContain('<form');
    }
    expect(await status()).toBe('triggered');
  });

  it('bad input: while the database is away it asks to try again', async () => {
    const fixture = await paged();
    const away = await createFixture(fixture.database, {
      incidents: {
        acknowledge: async () => {
          throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
        },
      },
    });
    const { text, headers } = await request(
      express().use(away.room.publicRouter),
    )
      .post(fixture.path)
      .expect(503);
    expect(headers['retry-after']).toBe('5');
    expect(text).toContain('Nothing was changed. Try again');
    expect(await fixture.status()).toBe('triggered');
  });
});
