import { contract } from '@muster/backstage-plugin-incidents-common';
import { Database } from '../../platform/database';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { addPostmortem } from '../finding/testPostmortem';

jest.setTimeout(60_000);

const api = contract.postmortems;

describe.each(eachDatabase())('exports of postmortems on %s', id => {
  let database: Database;
  let muster: StartedIncidents;
  beforeAll(async () => {
    database = await openDatabase(id);
    muster = await startIncidents({ knex: database.knex });
  });
  afterAll(() => muster.stop());

  const ana = () => muster.as('ana');

  /** What is said of reviews, whys and follow-ups besides their titles. */
  const detailed = async () => {
    const number = await addPostmortem(database, {
      state: 'draft',
      publishedAt: null,
      factors: ['Retries without a limit'],
      people: [
        ['reviewer', 'user:default/ben'],
        ['reviewer', 'user:default/dora'],
      ],
    });
    const postmortem = `PM-${number}`;
    await database
      .knex('postmortem_people')
      .where({ postmortem_id: number, ref: 'user:default/ben' })
      .update({
        signed_off_at: new Date('2026-03-04T08:30:00Z'),
        note: 'Reads well, says ben',
      });
    const { name } = await ana().call(api.addFollowUp, {
      params: { id: postmortem },
      body: {
        title: 'Limit retries',
        description: 'Three of them.\n\n- not a follow-up, says ben',
        kind: 'mitigate',
        factorId: 'Retries without a limit',
      },
    });
    await ana().call(api.addFollowUp, {
      params: { id: postmortem },
      body: { title: 'An alert' },
    });
    await ana().call(api.finishFollowUp, { params: { id: name } });
    await ana().call(api.verifyFollowUp, {
      params: { id: name },
      body: {
        kind: 'drill',
        url: 'https://drills.example/ben/7',
        note: 'ben pulled the plug',
      },
    });
    await database
      .knex('follow_ups')
      .where({ postmortem_id: number, title: 'Limit retries' })
      .update({
        ticket: JSON.stringify({
          system: 'issues',
          key: 'SHOP-7',
          url: 'https://issues.example/SHOP-7',
        }),
      });
    return { params: { id: postmortem }, name };
  };

  it('says all of reviews, whys and follow-ups, which an import reads as before', async () => {
    const { params, name } = await detailed();
    const read = (format: 'markdown' | 'html' | 'json', redact = false) =>
      ana().call(api.export, {
        params,
        query: { format, redact: redact ? 'true' : 'false' },
      });
    const markdown = (await read('markdown')).text;
    expect(markdown).toContain(`reviewers:
  - name: user:default/ben
    signed-off: 2026-03-04T08:30:00.000Z
    note: Reads well, says ben
  - name: user:default/dora
`);
    expect(markdown).toContain(
      '- Because of Retries without a limit (factor “Retries without a limit”)\n',
    );
    expect(markdown).toMatch(
      new RegExp(
        `- \\[x\\] Limit retries \\(${name}, verified, medium, mitigate, due [-\\d]+\\)\n`,
      ),
    );
    expect(markdown).toMatch(
      /\n\n\*\*Limit retries\*\*: against Retries without a limit; ticket SHOP-7 <https:\/\/issues\.example\/SHOP-7>; verified [-\d]+ [\d:]+ UTC; proof \(drill\): ben pulled the plug <https:\/\/drills\.example\/ben\/7>\n\n> Three of them\.\n> \n> - not a follow-up, says ben\n/,
    );

    const html = (await read('html')).text;
    expect(html).toContain(
      '<dd>user:default/ben, signed off 2026-03-04 08:30 UTC: Reads well, says ben; user:default/dora, not signed off</dd>',
    );
    expect(html).toContain('href="https://drills.example/ben/7"');
    const json = JSON.parse((await read('json')).text);
    expect(json).toMatchObject({
      reviewers: [
        {
          name: 'user:default/ben',
          signedOffAt: '2026-03-04T08:30:00.000Z',
          note: 'Reads well, says ben',
        },
        { name: 'user:default/dora', signedOffAt: null, note: '' },
      ],
      factors: [{ factor: 'Retries without a limit' }],
    });
    expect(
      json.followUps.find((one: { name: string }) => one.name === name),
    ).toMatchObject({
      kind: 'mitigate',
      description: expect.stringContaining('Three of them.'),
      ticket: { key: 'SHOP-7', url: 'https://issues.example/SHOP-7' },
      proof: { kind: 'drill', note: 'ben pulled the plug' },
    });

    for (const format of ['markdown', 'html', 'json'] as const) {
      const { text } = await read(format, true);
      expect(text).not.toMatch(/\bben\b|\bdora\b/i);
      expect(text).toContain('Reads well, says a reviewer');
      expect(text).toContain('a reviewer pulled the plug');
      expect(text).toContain('SHOP-7');
      // Who is in an address may be written in many ways.
      expect(text).not.toMatch(/issues\.example|drills\.example/);
    }

    const { items } = await ana().call(api.previewImport, {
      body: { files: [{ name: 'x.md', text: markdown }] },
    });
    expect(items).toMatchObject([
      {
        factors: [
          'Retries without a limit',
          'Because of Retries without a limit',
        ],
        followUps: [
          { title: 'Limit retries', done: true },
          { title: 'An alert', done: false },
        ],
        faults: [],
      },
    ]);
    expect(
      items[0].sections.find(({ key }) => key === 'follow-ups')?.body,
    ).toMatch(/^\*\*Limit retries\*\*.*\n\n> Three of them\./);
  });
});
