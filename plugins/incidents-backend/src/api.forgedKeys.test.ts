import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { StartedIncidents, startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const { incidents, alerts, paging } = contract;
const otherCase = (text: string): string =>
  text.replace(/[a-z]/gi, letter =>
    letter === letter.toLowerCase()
      ? letter.toUpperCase()
      : letter.toLowerCase(),
  );
const flipLast = (text: string): string =>
  text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A');

describe.each(eachDatabase())(
  'what opens a door without signing in, on %s',
  database => {
    let muster: StartedIncidents;
    beforeAll(async () => {
      const { knex } = await openDatabase(database);
      // Each test pages the same person once more within one minute of the clock.
      muster = await startIncidents({
        knex,
        config: { singlePagesPerMinute: 1000 },
      });
    });
    afterAll(() => muster.stop());

    /** A new incident, and the token in the mail that Ana gets about it. */
    async function paged() {
      const opened = await muster.as('dora').call(incidents.create, {
        body: { entityRef: checkout, title: 'Down' },
      });
      const mail = await until(async () => {
        const { items } = await muster
          .as('ana')
          .call(paging.mailbox, { query: { limit: 200 } });
        return items.find(
          ({ subject, to }) =>
            subject.includes(`(${opened.name})`) && to.name === 'Ana Ruiz',
        );
      });
      const token = /\/public\/acknowledge\/(\S+)/.exec(mail.text)?.[1] ?? '';
      const params = { id: opened.name };
      return {
        name: opened.name,
        token,
        path: `/api/incidents/public/acknowledge/${token}`,
        params,
        now: () => muster.as('dora').call(incidents.get, { params }),
      };
    }

    describe('an acknowledge link', () => {
      // What changes nothing can be tried on the same incidents.
      let mine: Awaited<ReturnType<typeof paged>>;
      let other: Awaited<ReturnType<typeof paged>>;
      beforeAll(async () => {
        mine = await paged();
        other = await paged();
      });

      it.each([
        ['GET', {}],
        ['HEAD', {}],
        ['OPTIONS', {}],
        ['PUT', {}],
        ['PATCH', {}],
        ['DELETE', {}],
        ['GET', { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' }],
        ['GET', { 'x-http-method-override': 'POST', 'x-http-method': 'POST' }],
        [
          'GET',
          { 'user-agent': 'Mozilla/5.0 (compatible; mail link scanner)' },
        ],
      ])('is not confirmed by %s with %j', async (method, headers) => {
        const { path, now } = mine;
        for (const address of [path, `${path}?_method=POST`, `${path}/`]) {
          const answer = await fetch(new URL(address, muster.baseUrl), {
            method,
            headers,
          });
          await answer.arrayBuffer();
          expect(answer.status).toBeLessThan(500);
        }
        expect((await now()).status).toBe('triggered');
      });

      it.each<[string, (token: string, other: string) => string]>([
        ['in the other letter case', otherCase],
        [
          'with its payload in the other letter case',
          token =>
            [otherCase(token.split('.')[0]), token.split('.')[1]].join('.'),
        ],
        [
          'with its signature in the other letter case',
          token =>
            [token.split('.')[0], otherCase(token.split('.')[1])].join('.'),
        ],
        ['without its signature', token => `${token.split('.')[0]}.`],
        ['with its last character changed', flipLast],
        ['cut by one', token => token.slice(0, -1)],
        ['padded as other base64 is', token => `${token}=`],
        ['with a dot more', token => `${token}.`],
        ['with a space', token => `${token}%20`],
        ['with a NUL', token => `${token}%00`],
        ['doubled', token => `${token}.${token}`],
        [
          'of another incident, with this one’s signature',
          (token, another) => `${another.split('.')[0]}.${token.split('.')[1]}`,
        ],
        [
          'of this incident, with another one’s signature',
          (token, another) => `${token.split('.')[0]}.${another.split('.')[1]}`,
        ],
        [
          'that says it was signed with nothing',
          token =>
            `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token}`,
        ],
      ])('bad input: %s changes nothing', async (_what, forge) => {
        const forged = forge(mine.token, other.token);
        const path = `/api/incidents/public/acknowledge/${forged}`;
        const { status, text } = await muster.http.post(path);
        expect(status).toBe(400);
        expect(text).toContain('This link does not work');
        expect((await mine.now()).status).toBe('triggered');
        expect((await other.now()).status).toBe('triggered');
      });

      it('used twice, or by two at once, acknowledges once', async () => {
        const { path, now, params } = await paged();
        const answers = await Promise.all([
          muster.http.post(path),
          muster.http.post(path),
        ]);
        answers.push(await muster.http.post(path));
        for (const { status, text } of answers) {
          expect(status).toBe(200);
          expect(text).toMatch(/<h1>You have INC-/);
        }
        expect((await now()).acknowledgedBy?.name).toBe('Ana Ruiz');
        const { items } = await muster
          .as('ana')
          .call(incidents.timeline, { params });
        expect(
          items.filter(({ kind }) => kind === 'acknowledged'),
        ).toHaveLength(1);
      });

      it('after the end does not bring the incident back', async () => {
        const { path, now, params } = await paged();
        await muster.as('dora').call(incidents.resolve, { params, body: {} });
        const { text } = await muster.http.post(path).expect(200);
        expect(text).toContain('is resolved</h1>');
        expect((await now()).status).toBe('resolved');
      });

      it('still takes an incident that was given to somebody else meanwhile, and the story says who', async () => {
        const { path, now, params } = await paged();
        await muster.as('dora').call(incidents.reassign, {
          params,
          body: { people: ['user:default/ben'] },
        });
        await muster.http.post(path).expect(200);
        expect(await now()).toMatchObject({
          status: 'acknowledged',
          assigned: [{ name: 'Ana Ruiz' }],
        });
        const { items } = await muster
          .as('ana')
          .call(incidents.timeline, { params });
        expect(
          items.filter(({ kind }) =>
            ['reassigned', 'acknowledged'].includes(kind),
          ),
        ).toMatchObject([
          { kind: 'reassigned', actor: { name: 'Dora Admin' } },
          { kind: 'acknowledged', actor: { name: 'Ana Ruiz' } },
        ]);
      });

      it('is worth nothing elsewhere: it is no credential of the API', async () => {
        const { token, params } = await paged();
        const { status } = await muster.http
          .post(`/api/incidents/v1/incidents/${params.id}/resolve`)
          .set('authorization', `Bearer ${token}`)
          .send({});
        expect(status).toBe(401);
      });
    });

    describe('an integration key', () => {
      const event = {
        event_action: 'trigger',
        payload: { summary: 'Errors', source: 'x', severity: 'critical' },
      };
      const connect = () =>
        muster.as('ana').call(alerts.createIntegration, {
          body: { name: 'Monitor', entityRef: checkout },
        });
      const countOf = async () => {
        const { items } = await muster
          .as('dora')
          .call(incidents.list, { query: { limit: 200 } });
        return items.length;
      };
      const enqueue = (key: string, header?: string) => {
        const post = muster.http.post('/api/incidents/public/v2/enqueue');
        if (header !== undefined) post.set('x-routing-key', header);
        return post.send({ routing_key: key, ...event });
      };

      it.each<[string, (key: string) => string]>([
        ['in the other letter case', otherCase],
        ['with its last character changed', flipLast],
        ['cut by one', key => key.slice(0, -1)],
        ['with one more', key => `${key}x`],
        ['guessed', () => 'a'.repeat(32)],
        ['that is a pattern', () => '%'.repeat(32)],
        ['that is the hash of one', () => 'f'.repeat(64)],
        ['that is an operator', () => `' or 1=1 -- ${'x'.repeat(20)}`],
      ])(
        'bad input: %s opens nothing, in the body or the header',
        async (_what, forge) => {
          const { key } = await connect();
          const before = await countOf();
          for (const request of [
            enqueue(forge(key)),
            enqueue(key, forge(key)),
          ]) {
            const { status, body } = await request;
            expect(status).toBe(400);
            expect(body.errors.length).toBeGreaterThan(0);
            expect(JSON.stringify(body)).not.toContain(key);
          }
          expect(await countOf()).toBe(before);
        },
      );

      it('bad input: once it is revoked it opens nothing, however it comes', async () => {
        const { key, id } = await connect();
        const { key: good } = await connect();
        await enqueue(key).expect(202);
        const before = await countOf();
        await muster
          .as('ana')
          .call(alerts.revokeIntegration, { params: { id } });
        await enqueue(key).expect(400);
        await enqueue('', key).expect(400);
        // A good one in the body does not stand in for a revoked one in the header.
        await enqueue(good, key).expect(400);
        expect(await countOf()).toBe(before);
        await enqueue(key, good).expect(202);
      });

      it('is worth nothing elsewhere: it is no credential of the API', async () => {
        const { key } = await connect();
        const { status } = await muster.http
          .get('/api/incidents/v1/incidents')
          .set('authorization', `Bearer ${key}`);
        expect(status).toBe(401);
      });
    });
  },
);
