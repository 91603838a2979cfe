import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  contract,
  Endpoint,
  IncidentsClient,
  postmortemWritePermission,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const api = contract.postmortems;
const checkout = 'component:default/checkout';
const user = (name: string) => `user:default/${name}`;

/** An answer with this status, whose message has these words in this order. */
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

/** A body that every endpoint below a postmortem takes. */
const anything = {
  version: 1,
  title: 'New',
  reviewers: [user('carla')],
  reason: 'So',
  body: 'So',
  at: '2026-03-02T09:00:00Z',
  text: 'So',
  entries: ['one', 'other'],
  name: 'So',
  data: 'aGk=',
  invitees: [user('carla')],
  done: true,
  score: 4,
  why: 'So',
};

describe.each(eachDatabase())('the life of a postmortem on %s', database => {
  let muster: StartedIncidents;
  let knex: Knex;
  let count = 0;
  /** The permission that the portal's policy denies. */
  let denied = '';

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({
      knex,
      decision: permission => ({
        result:
          permission === denied ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
      }),
    });
  });
  afterAll(() => muster.stop());

  const as = (name: string): IncidentsClient => muster.as(name);
  const ana = () => as('ana');
  /** A resolved SEV1 of checkout in which Night took part; its draft is there. Ana has it. */
  const opened = async (title = `Errors ${++count}`) => {
    const incident = await ana().call(contract.incidents.create, {
      body: { entityRef: checkout, title, severity: 'SEV1' },
    });
    const params = { id: incident.name };
    await as('night').call(contract.incidents.join, { params });
    await ana().call(contract.incidents.acknowledge, { params });
    await ana().call(contract.incidents.resolve, { params });
    const id = await until(async () => {
      const { postmortem } = await ana().call(api.ofIncident, { params });
      return postmortem?.name;
    });
    return { incident, params: { id } };
  };
  const detail = (params: { id: string }, name = 'ana') =>
    as(name).call(api.get, { params });
  const history = async (params: { id: string }) =>
    (await detail(params)).history.map(({ text }) => text);
  const ask = (params: { id: string }, ...names: string[]) =>
    ana().call(api.askForReview, {
      params,
      body: { reviewers: names.map(user) },
    });
  const write = async (params: { id: string }) => {
    for (const { key, version } of (await detail(params)).sections) {
      await ana().call(api.saveSection, {
        params: { ...params, key },
        body: { version, body: 'What was learnt' },
      });
    }
  };
  const edit = async (params: { id: string }, body: object, client = ana()) => {
    const { version } = await detail(params, 'dora');
    return client.call(api.edit, { params, body: { version, ...body } });
  };
  const standing = async (incidentId: string, name: string) => {
    const { postmortem, text, mayOpen } = await as(name).call(api.ofIncident, {
      params: { id: incidentId },
    });
    return { name: postmortem?.name ?? null, text, mayOpen };
  };

  it('offers nothing that the portal’s policy denies', async () => {
    const { params } = await opened();
    const body = { title: 'A larger pool' };
    await ana().call(api.addFollowUp, { params, body });
    const offered = async () => {
      const { may, followUpList } = await detail(params);
      return [...may, ...followUpList.flatMap(one => one.may)];
    };
    expect(await offered()).toEqual(
      expect.arrayContaining(['write', 'publish', 'finish']),
    );
    denied = postmortemWritePermission.name;
    expect(await offered()).toEqual([]);
    denied = '';
  });

  it('begins as a draft that its people and its team may read, and nobody else', async () => {
    const { incident, params } = await opened();
    for (const name of ['ana', 'ben', 'night', 'dora']) {
      expect(await detail(params, name)).toMatchObject({ state: 'draft' });
    }
    await expect(detail(params, 'carla')).rejects.toMatchObject(
      refusal(404, `There is no postmortem ${params.id} that is open to you`),
    );
    const text = `is being written; it is due on 9 March 2026`;
    expect(await standing(incident.name, 'ben')).toEqual({
      name: params.id,
      text: `${params.id} ${text}`,
      mayOpen: false,
    });
    expect(await standing(incident.name, 'carla')).toEqual({
      name: null,
      text: `Its postmortem ${text}`,
      mayOpen: false,
    });

    const { may, lacks, sections, history: lines } = await detail(params);
    const owns = [
      'write',
      'comment',
      'add-follow-up',
      'ask-for-review',
      'publish',
      'waive',
      'restrict',
    ];
    expect(may).toEqual(owns);
    expect((await detail(params, 'night')).may).toEqual(
      owns.filter(ability => ability !== 'waive'),
    );
    expect(lacks).toContain('“Summary” is not written yet');
    expect(sections.length).toBeGreaterThan(3);
    expect(lines).toMatchObject([
      { text: 'It was opened: SEV1 and SEV2 need one' },
    ]);
  });

  it('is begun by hand where the rules leave it open, once', async () => {
    const incident = await ana().call(contract.incidents.create, {
      body: { entityRef: checkout, title: 'Slow', severity: 'SEV4' },
    });
    const body = { incidentId: incident.name };
    expect(await standing(incident.name, 'ben')).toMatchObject({
      name: null,
      text: 'Such incidents may have one',
      mayOpen: false,
    });
    await expect(ana().call(api.open, { body })).rejects.toMatchObject(
      refusal(409, 'is not resolved'),
    );
    await ana().call(contract.incidents.resolve, {
      params: { id: incident.name },
    });
    expect(await standing(incident.name, 'ben')).toMatchObject({
      text: 'Such incidents may have one; none has been begun',
      mayOpen: true,
    });
    expect(await standing(incident.name, 'carla')).toMatchObject({
      mayOpen: false,
    });
    denied = postmortemWritePermission.name;
    expect(await standing(incident.name, 'ben')).toMatchObject({
      mayOpen: false,
    });
    denied = '';
    await expect(
      ana().call(api.open, { body: { ...body, templateId: 'none' } }),
    ).rejects.toMatchObject(refusal(400, 'body.templateId'));
    const [one, other] = await Promise.all([
      ana().call(api.open, { body }),
      as('ben').call(api.open, { body }),
    ]);
    expect(one.id).toBe(other.id);
    expect(one).toMatchObject({ required: false, state: 'draft' });
    const { items } = await ana().call(contract.incidents.timeline, {
      params: { id: incident.name },
    });
    expect(
      items.filter(({ kind }) => kind === 'postmortem-opened'),
    ).toHaveLength(1);
  });

  it('bad input: an edit names everything that is wrong at once, and changes nothing', async () => {
    const { params } = await opened();
    await expect(
      edit(
        params,
        {
          title: 'New',
          writerRef: user('nobody'),
          participants: [user('ana'), 'group:default/search'],
          dueAt: '2026-03-01T00:00:00Z',
          restrictedTo: ['group:default/search', checkout],
        },
        as('ben'),
      ),
    ).rejects.toMatchObject(
      refusal(
        400,
        'body.writerRef names user:default/nobody',
        'body.participants[1] is group:default/search; it must be a user',
        'body.restrictedTo[1]',
        'body.dueAt is over',
        'body.restrictedTo leaves you out; add user:default/ben',
      ),
    );
    await expect(edit(params, { dueAt: null })).rejects.toMatchObject(
      refusal(400, 'a required postmortem is due some day'),
    );
    await expect(
      ana().call(api.edit, { params, body: { version: 7, title: 'New' } }),
    ).rejects.toMatchObject(refusal(409, 'was changed since you opened it'));
    await expect(
      edit(params, { title: 'New' }, as('carla')),
    ).rejects.toMatchObject(refusal(404));
    expect(await detail(params)).toMatchObject({ version: 1 });

    const dueAt = '2026-03-20T12:00:00.000Z';
    expect(
      await edit(params, {
        title: 'The pool was empty',
        writerRef: user('ben'),
        dueAt,
        participants: [user('night'), user('carla')],
        figures: [{ label: 'Customers', value: '300' }],
        dismissed: [{ quote: 'human error', rule: 'blame' }],
      }),
    ).toMatchObject({
      title: 'The pool was empty',
      writer: { name: 'Ben Okafor' },
      dueAt,
      participants: [{ name: 'Night Watch' }, { name: 'Carla Out' }],
      version: 2,
    });
    expect(await history(params)).toContainEqual(
      expect.stringMatching(
        /^Ana Ruiz changed the title from “.*” to “The pool was empty”, asked Ben Okafor to see to it, moved the day until which it is due to 20 March 2026, changed the figures of its impact, changed who took part and left a wording as it is$/,
      ),
    );
    expect(await detail(params, 'carla')).toMatchObject({ state: 'draft' });
  });

  it('is published when it is complete and reviewed; it says what it lacks; without review takes a reason', async () => {
    const { incident, params } = await opened();
    await expect(ask(params, 'ana', 'payments')).rejects.toMatchObject(
      refusal(
        400,
        'body.reviewers[1]',
        'body.reviewers[0] is Ana Ruiz, who writes it',
      ),
    );
    await ask(params, 'ben', 'carla');
    expect((await detail(params, 'carla')).may).toContain('sign-off');
    await expect(
      as('night').call(api.signOff, { params, body: {} }),
    ).rejects.toMatchObject(refusal(403, 'you are not one of'));
    await as('ben').call(api.signOff, { params, body: { note: 'Clear' } });
    // Taken back, everybody is asked anew.
    await ana().call(api.takeBack, { params, body: { reason: 'A gap' } });
    await expect(
      as('ben').call(api.signOff, { params, body: {} }),
    ).rejects.toMatchObject(refusal(409, 'is a draft; ask for a review'));
    muster.clock.advanceMinutes(5);
    expect((await ask(params, 'ben', 'carla')).reviewers).toMatchObject(
      ['Ben Okafor', 'Carla Out'].map(name => ({
        person: { name },
        askedAt: muster.clock.now().toISOString(),
        signedOffAt: null,
      })),
    );
    await as('ben').call(api.signOff, { params, body: {} });
    await expect(
      ana().call(api.publish, { params, body: {} }),
    ).rejects.toMatchObject(
      refusal(
        409,
        'cannot be published yet',
        '“Summary” is not written yet',
        '“Impact” is not written yet',
        'Carla Out has not signed off',
        'body.withoutReview',
      ),
    );
    await expect(
      ana().call(api.publish, { params, body: { withoutReview: 'Ill' } }),
    ).rejects.toMatchObject(refusal(409, '“Summary” is not written yet'));
    await write(params);
    expect((await detail(params)).lacks).toEqual([
      'Carla Out has not signed off',
    ]);
    const published = await ana().call(api.publish, {
      params,
      body: { withoutReview: 'She is on leave' },
    });
    expect(published).toMatchObject({
      state: 'published',
      publishedAt: muster.clock.now().toISOString(),
      amendedAt: null,
    });
    const moves = published.history
      .map(({ text }) => text)
      .filter(text => !text.includes('began “'));
    expect(moves.slice(0, 3)).toEqual([
      'Ana Ruiz published it without the sign-off of Carla Out: She is on leave',
      'Ben Okafor signed off',
      'Ana Ruiz asked Ben Okafor and Carla Out to review it',
    ]);
    const { items } = await as('carla').call(contract.incidents.timeline, {
      params: { id: incident.name },
    });
    expect(items.at(-1)?.text).toBe(
      `Ana Ruiz published the postmortem ${params.id}`,
    );

    // What is published is everybody's to read, and amended to be changed.
    expect((await detail(params)).may).toEqual([
      'comment',
      'add-follow-up',
      'amend',
      'restrict',
      'mark-worth-reading',
    ]);
    for (const refused of [
      edit(params, { title: 'New' }),
      ask(params, 'ben'),
      ana().call(api.waive, { params, body: { reason: 'No' } }),
    ]) {
      await expect(refused).rejects.toMatchObject(refusal(409, 'mend'));
    }
    muster.clock.advanceMinutes(60);
    await ana().call(api.amend, { params, body: { reason: 'A typo' } });
    expect(await detail(params, 'carla')).toMatchObject({ state: 'amended' });
    expect(
      await ana().call(api.publish, {
        params,
        body: { withoutReview: 'A typo only' },
      }),
    ).toMatchObject({
      state: 'published',
      publishedAt: published.publishedAt,
      amendedAt: muster.clock.now().toISOString(),
    });
    // Pressed twice it is published once.
    await ana().call(api.publish, { params, body: {} });
    expect((await history(params)).slice(0, 2)).toEqual([
      'Ana Ruiz published it as amended without the sign-off of Carla Out: A typo only',
      'Ana Ruiz opened it for amendment: A typo',
    ]);
  });

  it('is waived with a reason by its team, and required after all', async () => {
    const { incident, params } = await opened();
    const waive = (name: string, reason: string) =>
      as(name).call(api.waive, { params, body: { reason } });
    await expect(waive('ana', ' ')).rejects.toMatchObject(
      refusal(400, 'body.reason'),
    );
    await expect(waive('night', 'No')).rejects.toMatchObject(refusal(403));
    expect(await waive('ana', 'It was a drill')).toMatchObject({
      state: 'waived',
      overdue: false,
      waived: { reason: 'It was a drill', by: { name: 'Ana Ruiz' } },
      may: ['comment', 'require', 'restrict'],
    });
    expect((await standing(incident.name, 'carla')).text).toBe(
      'Its postmortem was waived by Ana Ruiz: It was a drill',
    );
    await expect(
      ana().call(api.publish, { params, body: {} }),
    ).rejects.toMatchObject(refusal(409, 'was waived'));
    muster.clock.advanceMinutes(30 * 24 * 60);
    const dueAt = new Date(muster.clock.now().getTime() + 7 * 86_400_000);
    expect(await ana().call(api.require, { params })).toMatchObject({
      state: 'draft',
      waived: null,
      required: true,
      dueAt: dueAt.toISOString(),
    });
  });

  it('a restricted one answers 404 to others everywhere, and its owner group is one of them', async () => {
    const { incident, params } = await opened('The vault was open');
    await write(params);
    await ana().call(api.publish, { params, body: {} });
    const restricted = await edit(params, {
      restrictedTo: ['group:default/search'],
    });
    expect(restricted).toMatchObject({
      restricted: true,
      restrictedTo: [{ name: 'Search' }],
    });
    for (const name of ['ana', 'carla', 'night', 'dora']) {
      expect(await detail(params, name)).toMatchObject({ restricted: true });
    }
    const named = [
      'user:default/ben',
      'user:default/carla',
      'user:default/dora',
    ];
    expect(
      await ana().call(api.shutOut, { params, query: { refs: named.join() } }),
    ).toEqual({ items: ['user:default/ben'] });
    // As it would be, before that is saved.
    expect(
      await ana().call(api.shutOut, {
        params,
        query: {
          refs: named.join(),
          restrictedTo: 'group:default/payments',
        },
      }),
    ).toEqual({ items: ['user:default/carla'] });
    const propose = (invitees: string[], at = '2027-03-09T10:00:00Z') =>
      ana().call(api.proposeMeeting, {
        params,
        body: { at, minutes: 30, place: '', invitees },
      });
    await expect(propose(named)).rejects.toMatchObject(
      refusal(400, 'body.invitees[0]: user:default/ben may not read'),
    );
    const past = muster.clock.now().toISOString();
    await expect(propose([user('nobody')], past)).rejects.toMatchObject(
      refusal(400, 'body.at is', 'which has passed', 'body.invitees[0]'),
    );
    const { version } = await detail(params);
    // Ana is in Payments, and may read it; Ben is too, and may not. Carla is asked twice.
    const { text } = await propose([
      'group:default/payments',
      'group:default/search',
      ...named.slice(1),
    ]);
    expect(text).toContain('DTSTART:20270309T100000Z');
    const told = await knex('notes')
      .where({ channel: 'portal' })
      .andWhere('subject', 'like', `${params.id} is talked about%`)
      .orderBy('person_ref')
      .pluck('person_ref');
    expect(told).toEqual([user('carla'), user('dora')]);
    expect((await detail(params)).version).toBe(version);
    const asBen = (method: Endpoint['method'], path: string) =>
      muster.http[method](`/api/incidents${path}`)
        .set('authorization', mockCredentials.user.header(user('ben')))
        .send(anything);
    const answers = await Promise.all(
      Object.values(contract.postmortems)
        .filter(({ path }) => path.startsWith('/v1/postmortems/:id'))
        .map(async ({ id, method, path }) => {
          const at = path
            .replace(':id', params.id)
            .replace(/:(number|position)/, '1')
            .replace(/:\w+/, 'summary');
          return `${id} ${(await asBen(method, at)).status}`;
        }),
    );
    expect(answers.length).toBeGreaterThan(25);
    expect(answers.filter(answer => !answer.endsWith(' 404'))).toEqual([]);

    const other = await opened('The vault was open again');
    for (const path of [
      '/v1/postmortems?q=vault',
      '/v1/postmortem-facets?q=vault',
      `/v1/entity-postmortems?entityRef=${checkout}`,
      '/v1/follow-ups',
      '/v1/factors',
      `/v1/incidents/${incident.name}/postmortem`,
      `/v1/incidents/${other.incident.name}/similar`,
    ]) {
      const { status, text: answer } = await asBen('get', path);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect(answer).not.toContain(`"${params.id}"`);
    }
    expect((await standing(incident.name, 'ben')).text).toBe(
      'Its postmortem is open to named people',
    );

    await edit(params, { restrictedTo: [] });
    expect(await detail(params, 'ben')).toMatchObject({ restricted: false });
    expect((await history(params)).slice(0, 3)).toEqual([
      'Ana Ruiz opened it to everybody',
      'Ana Ruiz proposed a meeting on 2027-03-09 10:00 UTC, for 30 minutes, with Payments, Search, Carla Out and Dora Admin',
      'Ana Ruiz restricted it to Search',
    ]);
  });

  it('is read and published when its incident has gone, its team has, and a reviewer has', async () => {
    const { incident, params } = await opened();
    await write(params);
    await ask(params, 'ben');
    await knex('timeline').where({ incident_id: incident.id }).delete();
    await knex('incidents').where({ id: incident.id }).delete();
    const at = muster.clock.now();
    await knex('directory_entities')
      .whereIn('ref', [user('ben'), 'group:default/payments', checkout])
      .update({ vanished_at: at });
    muster.clock.advanceMinutes(1);
    expect(await detail(params)).toMatchObject({
      incident: { name: incident.name },
      owner: { name: 'Payments' },
      reviewers: [{ person: { name: 'Ben Okafor' }, signedOffAt: null }],
      lacks: ['Ben Okafor has not signed off'],
    });
    await expect(ask(params, 'ben', 'carla')).rejects.toMatchObject(
      refusal(400, 'body.reviewers[0]', 'no longer in the catalog'),
    );
    await ask(params, 'carla');
    await as('carla').call(api.signOff, { params, body: { note: 'Good' } });
    await ana().call(api.publish, { params, body: {} });
    expect(await detail(params, 'night')).toMatchObject({
      state: 'published',
      reviewers: [{ person: { name: 'Carla Out' }, note: 'Good' }],
    });
    await knex('directory_entities').update({ vanished_at: null });
  });
});
