import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { addMinutes } from '../../platform/clock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { demoShop } from '../../testing/demoShop';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const api = contract.postmortems;
const checkout = 'component:default/checkout';
const payments = 'group:default/payments';

/** The shop, in which checkout depends on search. */
const entities = demoShop.map(entity =>
  entity.metadata.name === 'checkout'
    ? {
        ...entity,
        relations: [
          ...(entity.relations ?? []),
          { type: 'dependsOn', targetRef: 'component:default/search' },
        ],
      }
    : entity,
);

/** An answer with this status, whose message has these words. */
const refusal = (statusCode: number, ...words: string[]) => ({
  statusCode,
  body: {
    error: {
      message: expect.stringMatching(
        words
          .map(each => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('[^]*'),
      ),
    },
  },
});

describe.each(eachDatabase())(
  'the document of a postmortem on %s',
  database => {
    let muster: StartedIncidents;
    let knex: Knex;
    let keys: Record<'checkout' | 'search', string>;
    let id: string;

    const ana = () => muster.as('ana');
    const send = (path: string, body: object) =>
      muster.http
        .post(`/api/incidents/public/v2/${path}`)
        .send(body)
        .expect(202);
    const later = (minutes: number) =>
      muster.clock.advanceSeconds(60 * minutes);
    /** Resolves an incident of checkout of SEV1, and answers its postmortem. */
    const postmortemOf = async (incidentId: string): Promise<string> =>
      until(async () => {
        const { postmortem } = await ana().call(api.ofIncident, {
          params: { id: incidentId },
        });
        return postmortem?.name;
      });
    const opened = async (): Promise<string> => {
      const incident = await ana().call(contract.incidents.create, {
        body: { entityRef: checkout, title: 'Payments fail', severity: 'SEV1' },
      });
      const params = { id: incident.name };
      await ana().call(contract.incidents.resolve, { params });
      return postmortemOf(incident.name);
    };
    const timeline = async (of = id) =>
      (await ana().call(api.timeline, { params: { id: of } })).items;
    const edit = (entryId: string, body: object, of = id) =>
      ana().call(api.editEntry, { params: { id: of, entryId }, body });
    const detail = (of = id) => ana().call(api.get, { params: { id: of } });

    beforeAll(async () => {
      ({ knex } = await openDatabase(database));
      muster = await startIncidents({
        knex,
        entities,
        config: {
          postmortems: {
            words: [{ words: 'root cause', why: 'There is seldom one' }],
          },
        },
      });
      const keyOf = async (entityRef: string) =>
        (
          await muster.as('dora').call(contract.alerts.createIntegration, {
            body: { name: `Monitor of ${entityRef}`, entityRef },
          })
        ).key;
      keys = {
        checkout: await keyOf(checkout),
        search: await keyOf('component:default/search'),
      };
      // A deploy of what it depends on, a page, and what people did.
      const deployed = { summary: 'Deployed 2.3', source: 'ci' };
      await send('change/enqueue', {
        routing_key: keys.search,
        payload: deployed,
      });
      later(20);
      const trigger = {
        routing_key: keys.checkout,
        event_action: 'trigger',
        dedup_key: 'errors',
        payload: {
          summary: '5xx above 5 %',
          source: 'prometheus',
          severity: 'critical',
          timestamp: addMinutes(muster.clock.now(), -3).toISOString(),
        },
      };
      await send('enqueue', trigger);
      const { items } = await ana().call(contract.incidents.list, {});
      const params = { id: items[0].name };
      later(2);
      await send('enqueue', trigger);
      await ana().call(contract.incidents.acknowledge, { params });
      later(10);
      await muster.as('ben').call(contract.incidents.note, {
        params,
        body: { text: 'Rolled back' },
      });
      later(5);
      await ana().call(contract.incidents.resolve, { params });
      id = await postmortemOf(items[0].name);
    });
    afterAll(() => muster.stop());

    it('begins by itself, with what was recorded', async () => {
      const draft = await detail();
      expect(draft.sections.map(({ key, version }) => [key, version])).toEqual(
        [
          'summary',
          'impact',
          'timeline',
          'factors',
          'went-well',
          'lucky',
          'questions',
          'follow-ups',
        ].map(key => [key, 0]),
      );
      expect(draft.template).toEqual({ id: 'built-in', name: 'Standard' });
      expect(draft.participants.map(({ name }) => name).sort()).toEqual([
        'Ana Ruiz',
        'Ben Okafor',
      ]);
      const measured = Object.fromEntries(
        draft.measured.map(({ key, text }) => [key, text]),
      );
      expect(measured).toMatchObject({
        duration: '20 minutes, from started to resolved',
        'time-to-detect': '3 minutes, from started to detected',
        'time-to-acknowledge':
          '2 minutes, from detected to the first acknowledgement',
        alerts: '1 alert',
        changes: '1 change',
      });
      expect(draft.density).toMatchObject({ bucketSeconds: 60 });
      expect(Math.max(...(draft.density?.alerts ?? []))).toBe(1);
      const entries = await timeline();
      expect(entries.map(({ at }) => at)).toEqual(
        entries.map(({ at }) => at).sort(),
      );
      expect(entries[0]).toMatchObject({
        text: 'search: Deployed 2.3',
        source: {
          kind: 'change',
          type: 'change',
          path: '/catalog/default/component/search',
        },
        actor: { name: 'ci' },
      });
      expect(entries[1]).toMatchObject({
        text: expect.stringMatching(
          /^5xx above 5 % \(critical, from prometheus; sent 2 times until 20/,
        ),
        moment: 'started',
      });
      const byType = (type: string) =>
        entries.find(({ source }) => source.type === type);
      expect(byType('triggered')).toMatchObject({
        starred: true,
        moment: 'detected',
      });
      expect(byType('acknowledged')).toMatchObject({
        starred: true,
        moment: 'declared',
      });
      expect(byType('note')).toMatchObject({ starred: true, hidden: false });
      expect(byType('assigned')).toMatchObject({ hidden: true });
      expect(byType('resolved')).toMatchObject({ moment: 'resolved' });
      expect(byType('postmortem-opened')).toBeUndefined();
    });

    it('loses nothing when two people write the same section', async () => {
      const save = (person: string, version: number, body: string) =>
        muster.as(person).call(api.saveSection, {
          params: { id, key: 'summary' },
          body: { version, body },
        });
      const both = await Promise.all([
        save('ana', 0, 'Ana wrote this'),
        save('ben', 0, 'Ben wrote that'),
      ]);
      const first = both.find(({ outcome }) => outcome === 'saved');
      const second = both.find(({ outcome }) => outcome === 'conflict');
      expect(first?.section).toMatchObject({ version: 1, required: true });
      expect(second).toMatchObject({ section: first?.section, aside: 2 });
      // The answer was lost, and is asked for again.
      const [theirs] = ['Ana wrote this', 'Ben wrote that'].filter(
        body => body !== first?.section.body,
      );
      const loser = theirs.startsWith('Ana') ? 'ana' : 'ben';
      expect(await save(loser, 0, theirs)).toMatchObject({
        outcome: 'conflict',
        aside: 2,
      });
      expect(await save(loser, 1, 'Both')).toMatchObject({
        outcome: 'saved',
        section: { version: 3 },
      });
      // What is so already is no version.
      expect(await save('ana', 1, 'Both')).toMatchObject({
        outcome: 'saved',
        section: { version: 3 },
      });
      // Typing on is one version, for some minutes.
      later(5);
      await save('ben', 3, 'Both of');
      expect(await save('ben', 4, 'Both of us')).toMatchObject({
        section: { version: 5 },
      });
      const { items } = await ana().call(api.sectionVersions, {
        params: { id, key: 'summary' },
      });
      expect(items.map(({ number, aside }) => [number, aside])).toEqual([
        [5, false],
        [3, false],
        [2, true],
        [1, false],
        [0, false],
      ]);
      const change = (number: number) =>
        ana().call(api.sectionChange, {
          params: { id, key: 'summary', number: String(number) },
        });
      expect(await Promise.all([5, 3, 2, 0].map(change))).toEqual([
        { body: 'Both of us', before: 'Both' },
        // What was put aside has never stood in it.
        { body: 'Both', before: first?.section.body },
        { body: theirs, before: first?.section.body },
        { body: '', before: '' },
      ]);
      await expect(change(4)).rejects.toMatchObject(
        refusal(404, 'has no version 4'),
      );
      await expect(save('ana', 9, 'x')).rejects.toMatchObject(
        refusal(400, 'body.version is 9'),
      );
    });

    it('keeps what was recorded while it is curated', async () => {
      const [change, alert] = await timeline();
      const reworded = await edit(alert.id, {
        text: 'Checkout fails',
        starred: true,
      });
      expect(reworded).toMatchObject({
        text: 'Checkout fails',
        original: alert.text,
        starred: true,
        version: alert.version + 1,
      });
      await expect(
        edit(alert.id, { version: alert.version, hidden: true }),
      ).rejects.toMatchObject(refusal(409, 'was changed since you looked'));
      expect(await edit(alert.id, { text: null })).toMatchObject({
        text: alert.text,
        original: null,
      });
      await expect(
        edit(alert.id, { at: '2026-03-02T00:00:00Z' }),
      ).rejects.toMatchObject(refusal(400, 'body.at'));

      // A moment is at one entry only.
      await edit(change.id, { moment: 'started' });
      const moved = await timeline();
      expect(
        moved
          .filter(({ moment }) => moment === 'started')
          .map(entry => entry.id),
      ).toEqual([change.id]);
      // And it began then, in lists as well.
      expect(await detail()).toMatchObject({
        moments: { started: change.at },
        occurredAt: change.at,
        durationSeconds: 37 * 60,
      });
      await edit(alert.id, { moment: 'started' });

      const hand = await ana().call(api.addEntry, {
        params: { id },
        body: {
          at: addMinutes(new Date(alert.at), 1).toISOString(),
          text: 'Support heard of it',
          moment: 'mitigated',
        },
      });
      expect(hand).toMatchObject({
        addedBy: { name: 'Ana Ruiz' },
        source: { kind: 'hand', path: null },
        moment: 'mitigated',
      });
      await expect(
        edit(hand.id, { at: '2030-01-01T00:00:00Z' }),
      ).rejects.toMatchObject(refusal(400, 'has not come yet'));
      expect(await edit(hand.id, { at: alert.at })).toMatchObject({
        at: alert.at,
      });
      await expect(
        ana().call(api.removeEntry, { params: { id, entryId: alert.id } }),
      ).rejects.toMatchObject(refusal(409, 'hide it instead'));
    });

    it('merges entries, merged ones as well, and splits them again', async () => {
      const before = await timeline();
      const merge = (entries: string[], text = 'One', of = id) =>
        ana().call(api.mergeEntries, {
          params: { id: of },
          body: { entries, text },
        });
      const [change, alert] = before;
      const note = before.find(({ source }) => source.type === 'note');
      const inner = await merge([alert.id, change.id, alert.id]);
      expect(inner).toMatchObject({
        at: change.at,
        merged: [change, alert].map(({ id: of, at, text }) => ({
          id: of,
          at,
          text,
        })),
        moment: 'started',
        source: { kind: 'merged' },
      });
      const outer = await merge([inner.id, note?.id ?? ''], 'All');
      expect(outer).toMatchObject({
        // Down to what was recorded, however often it was merged.
        merged: [change, alert, note].map(entry => ({
          id: entry?.id,
          text: entry?.text,
        })),
        moment: 'started',
        starred: true,
      });
      expect(await timeline()).toHaveLength(before.length - 2);
      await expect(edit(alert.id, { starred: true })).rejects.toMatchObject(
        refusal(409, 'split that first'),
      );

      const elsewhere = await opened();
      const [theirs] = await timeline(elsewhere);
      await expect(merge([alert.id, theirs.id, 'x'])).rejects.toMatchObject(
        refusal(400, 'body.entries.0', 'body.entries.1', 'body.entries.2 is x'),
      );
      await expect(edit(theirs.id, { starred: true })).rejects.toMatchObject(
        refusal(404, 'has no timeline entry'),
      );
      const moments = (await timeline()).filter(
        ({ moment }) => moment === 'detected' || moment === 'declared',
      );
      await expect(merge(moments.map(entry => entry.id))).rejects.toMatchObject(
        refusal(400, 'detected and declared'),
      );

      // What is shown as its moment is taken away from where it was recorded.
      expect(await edit(outer.id, { moment: null })).toMatchObject({
        moment: null,
      });
      for (const entryId of [outer.id, inner.id]) {
        await ana().call(api.removeEntry, { params: { id, entryId } });
      }
      const after = await timeline();
      expect(after.map(entry => entry.id)).toEqual(
        before.map(entry => entry.id),
      );
      expect(after.some(({ moment }) => moment === 'started')).toBe(false);
      await edit(alert.id, { moment: 'started' });
    });

    it('takes in what was recorded since, once', async () => {
      const before = await timeline();
      await edit(before[1].id, { text: 'Mine' });
      const { incident } = await detail();
      await ana().call(contract.incidents.note, {
        params: { id: incident?.name ?? '' },
        body: { text: 'One thing more' },
      });
      const collect = () => ana().call(api.collect, { params: { id } });
      expect(await collect()).toEqual({ added: 1 });
      expect(await collect()).toEqual({ added: 0 });
      const after = await timeline();
      expect(after).toHaveLength(before.length + 1);
      expect(after[1]).toMatchObject({
        text: 'Mine',
        original: before[1].text,
      });
    });

    it('tells whoever is named, once, when they may read it', async () => {
      const told = () =>
        muster.notifications.mock.calls
          .map(([options]) => JSON.stringify(options))
          .filter(text => text.includes('names you'));
      const save = (version: number, body: string) =>
        ana().call(api.saveSection, {
          params: { id, key: 'lucky' },
          body: { version, body },
        });
      // The name of somebody else that begins with the same letters.
      await save(0, 'Ask @user:default/benny');
      await save(
        1,
        'Ask @user:default/ben and @user:default/carla, says @user:default/ana',
      );
      await save(2, 'Ask nobody');
      await save(3, 'Ask @user:default/ben after all');
      await ana().call(api.comment, {
        params: { id },
        body: { section: 'lucky', text: 'And @group:default/payments?' },
      });
      await until(async () => (told().length >= 2 ? true : undefined));
      expect(told().map(text => /user:default\/\w+/.exec(text)?.[0])).toEqual([
        'user:default/ben',
        'user:default/ben',
      ]);
      expect(told()[0]).toContain(`/incidents/postmortems/${id}`);
      const { items } = await ana().call(api.comments, { params: { id } });
      expect(items).toMatchObject([
        { section: 'lucky', by: { name: 'Ana Ruiz' }, resolvedAt: null },
      ]);
      const commentId = items[0].id;
      const resolve = (person: string, of = id) =>
        muster
          .as(person)
          .call(api.resolveComment, { params: { id: of, commentId } });
      expect(await resolve('ben')).toMatchObject({
        resolvedBy: { name: 'Ben Okafor' },
      });
      expect(await resolve('ana')).toMatchObject({
        resolvedBy: { name: 'Ben Okafor' },
      });
      await expect(resolve('ana', await opened())).rejects.toMatchObject(
        refusal(404, 'has no comment'),
      );
      await expect(
        ana().call(api.comment, {
          params: { id },
          body: { section: 'nowhere', text: 'x' },
        }),
      ).rejects.toMatchObject(refusal(400, 'body.section is nowhere'));
    });

    it('tells of a comment its writer and who has commented there, each once, and of them who may read it', async () => {
      const of = await opened();
      const number = Number(of.slice(3));
      await knex('postmortems').where({ id: number }).update({
        state: 'published',
        writer_ref: 'user:default/ben',
        writer_name: 'Ben Okafor',
      });
      const comment = (name: string, text: string, section?: string) =>
        muster.as(name).call(api.comment, {
          params: { id: of },
          body: { text, ...(section && { section }) },
        });
      const told = async () => {
        const notes: { person_ref: string; subject: string; text: string }[] =
          await knex('notes')
            .where({ channel: 'portal' })
            .andWhere('subject', 'like', `%${of}`)
            .orderBy(['person_ref', 'subject']);
        await knex('notes')
          .where('subject', 'like', `%${of}`)
          .update({ subject: 'seen' });
        return notes.map(
          ({ person_ref: ref, subject }) => `${ref.slice(13)}: ${subject}`,
        );
      };
      await comment('carla', 'We saw it too', 'lucky');
      expect(await told()).toEqual([`ben: Carla Out commented on ${of}`]);
      await comment('night', 'So did we');
      expect(await told()).toEqual([`ben: Night Watch commented on ${of}`]);
      await comment('ana', 'When?', 'lucky');
      expect(await told()).toEqual([
        `ben: Ana Ruiz commented on ${of}`,
        `carla: Ana Ruiz commented on ${of}`,
      ]);
      // Whoever is named in it is told so, and of nothing else.
      await comment('ben', 'When, @user:default/carla?', 'lucky');
      expect(await told()).toEqual([
        `ana: Ben Okafor commented on ${of}`,
        `carla: Ben Okafor names you in ${of}`,
      ]);
      // A draft is not open to Carla any more.
      await knex('postmortems')
        .where({ id: number })
        .update({ state: 'draft' });
      await comment('ben', 'At nine', 'lucky');
      expect(await told()).toEqual([`ana: Ben Okafor commented on ${of}`]);
    });

    it('keeps images that are images', async () => {
      const add = (data: Buffer, of = id) =>
        ana().call(api.addImage, {
          params: { id: of },
          body: { name: 'Errors [5xx]', data: data.toString('base64') },
        });
      const png = Buffer.from('89504e470d0a1a0a0001ff00', 'hex');
      const kept = await add(png);
      expect(kept.markdown).toBe(
        `![Errors \\[5xx\\]](muster-image:${kept.id})`,
      );
      const get = (of: string) =>
        ana().call(api.image, { params: { id: of, imageId: kept.id } });
      expect(await get(id)).toEqual({
        name: 'Errors [5xx]',
        mediaType: 'image/png',
        data: png.toString('base64'),
      });
      await expect(get(await opened())).rejects.toMatchObject(
        refusal(404, 'has no image'),
      );
      await expect(
        add(Buffer.from('<svg onload="alert(1)"/>')),
      ).rejects.toMatchObject(refusal(400, 'body.data is no PNG'));
      const large = Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]);
      await expect(add(large)).rejects.toMatchObject(
        refusal(400, 'at most 2.0 MB'),
      );
      // Larger than other bodies may be.
      expect((await add(large.subarray(0, 2 * 1024 * 1024))).id).toBeTruthy();
    });

    it('refuses what is too large by name, and drops what no database keeps', async () => {
      const put = (body: string) =>
        muster.http
          .put(`/api/incidents/v1/postmortems/${id}/sections/questions`)
          .set('authorization', 'Bearer mock-user-token')
          .send({ version: 0, body });
      const paste = await put('x'.repeat(20_000_000));
      expect(paste.status).toBe(413);
      expect(paste.body.error.message).toBe(
        'body is larger than 1mb; a section holds 200,000 characters; put what is longer, such as a log, where it can be linked to',
      );
      const save = (body: string) =>
        ana().call(api.saveSection, {
          params: { id, key: 'questions' },
          body: { version: 0, body },
        });
      await expect(save('x'.repeat(200_001))).rejects.toMatchObject(
        refusal(400, 'body.body'),
      );
      expect(await save('a\u0000b')).toMatchObject({ section: { body: 'ab' } });
      await expect(
        ana().call(api.saveSection, {
          params: { id, key: 'nothing' },
          body: { version: 0, body: 'x' },
        }),
      ).rejects.toMatchObject(
        refusal(404, 'has no section nothing; it has summary'),
      );
    });

    it('begins with the most particular template, and checks what it names', async () => {
      const section = { key: 'story', title: 'Story', body: '' };
      const add = (fields: object, person = 'ana') =>
        muster.as(person).call(api.addTemplate, {
          body: { name: 'x', sections: [section], ...fields },
        });
      await expect(
        add({
          ownerRef: payments,
          sections: [
            section,
            { ...section, body: '{{ incident.titel }} {{ who }}' },
          ],
        }),
      ).rejects.toMatchObject(
        refusal(
          400,
          'body.sections.1.key is story',
          'body.sections.1.body names incident.titel',
          'did you mean incident.title?',
          'names who',
        ),
      );
      await expect(
        add({ ownerRef: 'group:default/nobody' }, 'dora'),
      ).rejects.toMatchObject(refusal(400, 'body.ownerRef'));
      await expect(add({ ownerRef: null })).rejects.toMatchObject({
        statusCode: 403,
      });
      await add({ name: 'Everybody', ownerRef: null }, 'dora');
      const mine = await add({
        name: 'Payments',
        ownerRef: payments,
        severities: ['SEV1'],
        sections: [
          {
            ...section,
            required: true,
            body: '# {{ incident.name }} of {{ entity.name }}: {{ incident.duration }}, {{ participants }}, {{ postmortem.name }}',
          },
        ],
      });
      expect(mine).toMatchObject({
        owner: { name: 'Payments' },
        mayEdit: true,
        builtIn: false,
        version: 1,
      });
      await expect(
        add({ name: 'Payments', ownerRef: payments }),
      ).rejects.toMatchObject(refusal(409, 'body.name is “Payments”'));

      const begun = await opened();
      const { sections, incident, template } = await detail(begun);
      expect(template).toEqual({ id: mine.id, name: 'Payments' });
      expect(sections).toMatchObject([
        {
          key: 'story',
          required: true,
          version: 0,
          body: `# ${incident?.name} of checkout: 0 seconds, Ana Ruiz, Ben Okafor, ${begun}`,
        },
      ]);

      const params = { templateId: mine.id };
      const body = {
        version: 1,
        name: 'Payments',
        ownerRef: payments,
        sections: [section],
      };
      const change = (person: string, more = {}) =>
        muster
          .as(person)
          .call(api.editTemplate, { params, body: { ...body, ...more } });
      await expect(change('carla')).rejects.toMatchObject({ statusCode: 403 });
      // Nor may she give it to others.
      await expect(
        change('ana', { ownerRef: 'group:default/search' }),
      ).rejects.toMatchObject({ statusCode: 403 });
      expect(await change('ben')).toMatchObject({ version: 2 });
      await expect(change('ana')).rejects.toMatchObject(
        refusal(409, 'version 2, you saw 1'),
      );
      await expect(
        ana().call(api.editTemplate, {
          params: { templateId: 'built-in' },
          body,
        }),
      ).rejects.toMatchObject(refusal(400, 'cannot be changed'));
      await ana().call(api.removeTemplate, { params });
      const { items, variables } = await ana().call(api.templates, {});
      expect(items.map(({ name, mayEdit }) => [name, mayEdit])).toEqual([
        ['Standard', false],
        ['Everybody', false],
      ]);
      expect(variables.map(({ name }) => name)).toContain('incident.duration');
      expect((await detail(begun)).sections).toHaveLength(1);
      expect(await ana().call(api.words, {})).toEqual({
        items: [
          { words: 'root cause', why: 'There is seldom one', instead: '' },
        ],
      });
    });

    it('shows a timeline of 2,000 entries by one query', async () => {
      const long = await opened();
      const [like] = await knex('postmortem_entries').where({
        postmortem_id: Number(long.slice(3)),
      });
      const rows = Array.from({ length: 2000 }, (_each, n) => ({
        ...like,
        id: `long-${n}`,
        source_id: `long:${n}`,
        moment: null,
        position: 100 + n,
      }));
      for (let start = 0; start < rows.length; start += 200) {
        await knex('postmortem_entries').insert(rows.slice(start, start + 200));
      }
      const asked: string[] = [];
      const listen = ({ sql }: { sql: string }) => asked.push(sql);
      knex.on('query', listen);
      const items = await timeline(long);
      knex.removeListener('query', listen);
      expect(items.length).toBeGreaterThan(2000);
      expect(
        asked.filter(sql => sql.includes('postmortem_entries')),
      ).toHaveLength(1);
      expect(await edit('long-1999', { starred: true }, long)).toMatchObject({
        starred: true,
      });
    });
  },
);
