import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import { FakeClock } from '../platform/FakeClock';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { startIncidents, StartOptions } from '../testing/startIncidents';
import { until } from '../testing/until';

const api = contract.oncall;

const primary = {
  name: 'Payments primary',
  ownerRef: 'group:default/payments',
  timezone: 'Europe/Zurich',
  layers: [
    {
      name: 'Week',
      rotation: {
        unit: 'week' as const,
        every: 1,
        startDate: '2026-03-02',
        handoffTime: '09:00',
        participants: ['user:default/ana', 'user:default/ben'],
      },
    },
  ],
};

// A fresh database and backend per test take their time on a busy machine.
jest.setTimeout(60_000);

describe.each(eachDatabase())('the endpoints of schedules, %s', id => {
  const started: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(backend => backend.stop()));
  });
  async function start(options: Partial<StartOptions> = {}) {
    const { knex } = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const incidents = await startIncidents({ knex, clock, ...options });
    started.push(incidents);
    return incidents;
  }

  /** The catalog is read in the background; people have their names once it is. */
  async function startWithNames() {
    const incidents = await start();
    await until(async () => {
      const { person } = await incidents.as('ana').call(contract.portal.me, {});
      return person.name === 'Ana Ruiz' || undefined;
    });
    return incidents;
  }

  it('makes, shows, changes and removes a schedule', async () => {
    const { as } = await startWithNames();
    const made = await as('ana').call(api.createSchedule, { body: primary });
    expect(made).toMatchObject({
      ...primary,
      archivedAt: null,
      description: '',
      version: 1,
      updatedBy: { ref: 'user:default/ana', name: 'Ana Ruiz' },
      updatedAt: '2026-03-02T09:00:00.000Z',
      may: ['edit'],
    });
    const params = { id: made.id };
    const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };
    const ben = { ref: 'user:default/ben', name: 'Ben Okafor' };
    expect(await as('carla').call(api.getSchedule, { params })).toEqual({
      ...made,
      may: [],
      now: [ana],
      until: '2026-03-09T08:00:00.000Z',
      next: [ben],
      gaps: [],
      proposals: [],
      warnings: [],
    });
    expect((await as('carla').call(api.listSchedules, {})).items).toEqual([
      {
        ...made,
        may: [],
        now: [{ ref: 'user:default/ana', name: 'Ana Ruiz' }],
        until: '2026-03-09T08:00:00.000Z',
        firstGap: null,
      },
    ]);
    const changed = await as('ben').call(api.updateSchedule, {
      params,
      body: { ...primary, timezone: 'UTC', version: 1 },
    });
    expect(changed).toMatchObject({ version: 2, timezone: 'UTC' });
    const { items } = await as('carla').call(api.shifts, {
      params,
      query: { from: '2026-03-02T09:00:00Z', to: '2026-03-09T10:00:00+01:00' },
    });
    expect(items).toEqual([
      {
        participant: { ref: 'user:default/ana', name: 'Ana Ruiz' },
        start: '2026-03-02T09:00:00.000Z',
        end: '2026-03-09T09:00:00.000Z',
      },
    ]);
    await as('ana').call(api.archiveSchedule, { params });
    expect((await as('ana').call(api.listSchedules, {})).items).toEqual([]);
    const archived = await as('carla').call(api.listSchedules, {
      query: { archived: 'true' },
    });
    expect(archived.items).toMatchObject([{ id: made.id, now: [] }]);
    expect(await as('ben').call(api.restoreSchedule, { params })).toMatchObject(
      {
        archivedAt: null,
        version: 2,
      },
    );
    expect(
      (await as('carla').call(api.versions, { params })).items,
    ).toMatchObject([
      { version: 2, savedBy: ben, changes: ['Time zone: Europe/Zurich → UTC'] },
      { version: 1, savedBy: ana, changes: ['Made'] },
    ]);
  });

  it('draws, explains and counts what overrides, temporary schedules and shadows make of it', async () => {
    const { as, clock } = await startWithNames();
    const [ana, ben, carla] = [
      { ref: 'user:default/ana', name: 'Ana Ruiz' },
      { ref: 'user:default/ben', name: 'Ben Okafor' },
      { ref: 'user:default/carla', name: 'Carla Out' },
    ];
    const { id: scheduleId } = await as('ana').call(api.createSchedule, {
      body: primary,
    });
    const params = { id: scheduleId };
    const body = {
      kind: 'cover' as const,
      personRef: ben.ref,
      replacesRef: ana.ref,
      start: '2026-03-02T08:00:00Z',
      end: '2026-03-03T09:00:00Z',
      reason: 'dentist',
    };
    const { items } = await as('carla').call(api.previewOverride, {
      params,
      body,
    });
    expect(items).toEqual([
      {
        start: '2026-03-02T09:00:00.000Z',
        end: '2026-03-03T09:00:00.000Z',
        before: [ana],
        after: [ben],
      },
    ]);
    await expect(
      as('carla').call(api.previewOverride, {
        params,
        body: { ...body, end: body.start },
      }),
    ).rejects.toMatchObject({ statusCode: 400 });
    const cover = await as('ana').call(api.addOverride, { params, body });
    // What was before it was made is not rewritten.
    expect(cover).toMatchObject({
      kind: 'cover',
      person: ben,
      replaces: ana,
      start: '2026-03-02T09:00:00.000Z',
      createdBy: ana,
    });
    const empty = await as('ana').call(api.addOverride, {
      params,
      body: {
        kind: 'remove',
        replacesRef: null,
        start: '2026-03-04T09:00:00Z',
        end: '2026-03-04T10:00:00Z',
        reason: 'maintenance',
      },
    });
    const fixed = await as('ana').call(api.addTemporary, {
      params,
      body: {
        start: '2026-03-05T09:00:00Z',
        end: '2026-03-05T12:00:00Z',
        shifts: [
          {
            personRef: carla.ref,
            start: '2026-03-05T09:00:00Z',
            end: '2026-03-05T12:00:00Z',
          },
        ],
      },
    });
    const shadow = await as('ana').call(api.addShadow, {
      params,
      body: {
        learnerRef: carla.ref,
        followsRef: null,
        start: '2026-03-03T09:00:00Z',
        end: '2026-03-04T09:00:00Z',
      },
    });
    const query = { from: '2026-03-02T09:00:00Z', to: '2026-03-06T00:00:00Z' };
    const calendar = await as('carla').call(api.calendar, { params, query });
    expect(
      calendar.final.map(({ people, start: from }) => [
        from.slice(8, 13),
        ...people.map(({ name }) => name),
      ]),
    ).toEqual([
      ['02T09', 'Ben Okafor'],
      ['03T09', 'Ana Ruiz'],
      ['04T10', 'Ana Ruiz'],
      ['05T09', 'Carla Out'],
      ['05T12', 'Ana Ruiz'],
    ]);
    expect(calendar.layers).toMatchObject([
      { name: 'Week', turns: [{ people: [ana] }] },
    ]);
    expect(calendar.gaps).toEqual([
      {
        start: '2026-03-04T09:00:00.000Z',
        end: '2026-03-04T10:00:00.000Z',
        reason:
          'Left empty on purpose from Wed 4 Mar 2026, 10:00 to Wed 4 Mar 2026, 11:00 (maintenance).',
      },
    ]);
    expect(calendar.overrides).toEqual([cover, empty]);
    expect(calendar.temporary).toEqual([fixed]);
    expect(calendar.shadows).toEqual([shadow]);
    expect(calendar.zoneData).toBe(process.versions.tz);
    const spring = await as('carla').call(api.calendar, {
      params,
      query: { from: '2026-03-28T00:00:00Z', to: '2026-03-30T00:00:00Z' },
    });
    expect(spring.clockChanges).toEqual([
      {
        at: '2026-03-29T01:00:00.000Z',
        text: 'Clocks go forward 1 h on Sun 29 Mar at 02:00: this day is 23 h long',
      },
    ]);
    expect(await as('carla').call(api.explain, { params })).toMatchObject({
      people: [ben],
      lines: [
        expect.stringMatching(/^Ben Okafor covers Ana Ruiz from .*dentist/),
        expect.stringContaining('Layer “Week” has Ana Ruiz'),
      ],
    });
    const load = await as('carla').call(api.load, { params, query });
    expect(load.items.map(({ person, hours }) => [person.name, hours])).toEqual(
      [
        ['Ana Ruiz', 59],
        ['Ben Okafor', 24],
        ['Carla Out', 3],
      ],
    );
    const preview = await as('carla').call(api.previewSchedule, {
      body: {
        ...primary,
        layers: [
          {
            ...primary.layers[0],
            rotation: {
              ...primary.layers[0].rotation,
              participants: [ben.ref],
            },
          },
        ],
        ...query,
        scheduleId,
      },
    });
    expect(preview.final.map(({ people }) => people[0].name)).toEqual([
      'Ben Okafor',
      'Ben Okafor',
      'Carla Out',
      'Ben Okafor',
    ]);

    // Another one for the same person at the same time says whose stands in the way.
    await expect(
      as('ben').call(api.addOverride, {
        params,
        body: {
          kind: 'cover',
          personRef: carla.ref,
          replacesRef: ana.ref,
          start: '2026-03-03T08:00:00Z',
          end: '2026-03-03T10:00:00Z',
        },
      }),
    ).rejects.toMatchObject({
      statusCode: 409,
      body: {
        error: {
          message: expect.stringMatching(
            /Ben Okafor covers Ana Ruiz from .* already, as Ana Ruiz has set/,
          ),
        },
      },
    });
    // One that has begun ends now; one that has not goes away.
    clock.advanceMinutes(60);
    const end = (endpoint: typeof api.removeOverride, itemId: string) =>
      as('ana').call(endpoint, { params: { id: scheduleId, itemId } });
    await end(api.removeOverride, cover.id);
    await end(api.removeOverride, empty.id);
    await end(api.removeTemporary, fixed.id);
    await end(api.removeShadow, shadow.id);
    await expect(end(api.removeOverride, cover.id)).rejects.toMatchObject({
      statusCode: 409,
    });
    await expect(end(api.removeShadow, empty.id)).rejects.toMatchObject({
      statusCode: 404,
    });
    const after = await as('carla').call(api.calendar, { params, query });
    expect(after).toMatchObject({
      overrides: [{ id: cover.id, end: '2026-03-02T10:00:00.000Z' }],
      temporary: [],
      shadows: [],
      gaps: [],
      final: [{ people: [ben] }, { people: [ana] }],
    });
  });

  it('warns of somebody who is away while on call, and proposes a joiner', async () => {
    const { as } = await startWithNames();
    const [layer] = primary.layers;
    const alone = {
      ...primary,
      layers: [
        {
          ...layer,
          rotation: { ...layer.rotation, participants: ['user:default/ana'] },
        },
      ],
    };
    const { id: scheduleId } = await as('ana').call(api.createSchedule, {
      body: alone,
    });
    await as('ana').call(api.addLeave, {
      body: { start: '2026-03-03T00:00:00Z', end: '2026-03-05T00:00:00Z' },
    });
    const params = { id: scheduleId };
    expect(await as('ben').call(api.getSchedule, { params })).toMatchObject({
      warnings: [
        {
          person: { name: 'Ana Ruiz' },
          suggestion: { name: 'Ben Okafor' },
          start: '2026-03-03T00:00:00.000Z',
          end: '2026-03-05T00:00:00.000Z',
        },
      ],
      proposals: [
        {
          person: { name: 'Ben Okafor' },
          text: 'Ben Okafor is in Payments and has no turn in this schedule',
        },
      ],
    });
    expect(
      (await as('carla').call(api.getSchedule, { params })).warnings,
    ).toEqual([]);
  });

  it('lets the owner and admins change it, and nobody give it away or take it', async () => {
    const { as } = await start();
    await expect(
      as('carla').call(api.createSchedule, { body: primary }),
    ).rejects.toMatchObject({ statusCode: 403 });
    const { id: scheduleId } = await as('dora').call(api.createSchedule, {
      body: primary,
    });
    const params = { id: scheduleId };
    const update = (name: string, ownerRef: string, version: number) =>
      as(name).call(api.updateSchedule, {
        params,
        body: { ...primary, ownerRef, version },
      });
    const forbidden = { statusCode: 403 };
    await expect(
      update('carla', 'group:default/search', 1),
    ).rejects.toMatchObject(forbidden);
    await expect(
      update('ana', 'group:default/search', 1),
    ).rejects.toMatchObject(forbidden);
    await expect(
      as('carla').call(api.archiveSchedule, { params }),
    ).rejects.toMatchObject(forbidden);
    expect((await update('dora', 'group:default/search', 1)).may).toEqual([
      'edit',
    ]);
    expect((await update('carla', 'group:default/search', 2)).version).toBe(3);
  });

  it('is narrowed by the portal’s permission policy', async () => {
    const { as } = await start({ decision: { result: AuthorizeResult.DENY } });
    await expect(as('ana').call(api.listSchedules, {})).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  it('does not remove a schedule that a policy pages', async () => {
    const { as } = await start();
    const { id: scheduleId } = await as('ana').call(api.createSchedule, {
      body: primary,
    });
    await as('ana').call(contract.escalation.createPolicy, {
      body: {
        name: 'Payments policy',
        ownerRef: primary.ownerRef,
        steps: [{ targets: [{ type: 'schedule', id: scheduleId }] }],
      },
    });
    await expect(
      as('ana').call(api.archiveSchedule, { params: { id: scheduleId } }),
    ).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { message: expect.stringContaining('Payments policy') } },
    });
  });

  it('bad input: says which field and why', async () => {
    const { http, as } = await start();
    const authorization = mockCredentials.user.header('user:default/ana');
    const send = async (body: object) => {
      const answer = await http
        .post('/api/incidents/v1/schedules')
        .set('authorization', authorization)
        .send(body);
      return [answer.status, answer.body.error?.message];
    };
    const rotation = (rest: object) => ({
      ...primary,
      layers: [
        { name: 'Week', rotation: { ...primary.layers[0].rotation, ...rest } },
      ],
    });
    const wrong = 'body.layers.0.rotation';
    for (const [body, field, why] of [
      [{ ...primary, name: ' ' }, 'body.name', 'must not be empty'],
      [{ ...primary, name: undefined }, 'body.name', 'expected string'],
      [{ ...primary, timezone: 'CET/Mars' }, 'body.timezone', 'IANA time zone'],
      [{ ...primary, ownerRef: 'payments' }, 'body.ownerRef', 'component:'],
      [{ ...primary, layers: [] }, 'body.layers', 'at least one layer'],
      [{ ...primary, layers: 'all' }, 'body.layers', 'expected array'],
      [rotation({ participants: [] }), `${wrong}.participants`, 'at least one'],
      [rotation({ every: 0 }), `${wrong}.every`, '>=1'],
      [rotation({ every: 1.5 }), `${wrong}.every`, 'int'],
      [rotation({ unit: 'fortnight' }), `${wrong}.unit`, 'day'],
      [rotation({ handoffTime: '24:00' }), `${wrong}.handoffTime`, '09:00'],
      [rotation({ startDate: '2026-02-30' }), `${wrong}.startDate`, 'date'],
      [rotation({ startDate: '9999-12-31' }), `${wrong}.startDate`, 'years'],
    ] as const) {
      const [status, message] = await send(body);
      expect([status, message]).toEqual([400, expect.stringContaining(field)]);
      expect(message).toContain(why);
    }
    for (const [rest, why] of [
      [{ participants: [[], []] }, 'participants leaves every turn to nobody'],
      [
        {
          unit: 'day',
          moreHandoffs: [{ weekday: 'mon', time: '09:00' }],
        },
        'moreHandoffs are for weekly rotations',
      ],
      [{ count: 'active-days' }, 'make it all-days, or the unit day'],
    ] as const) {
      const [code, text] = await send(rotation(rest));
      expect([code, text]).toEqual([400, expect.stringContaining(why)]);
    }
    const { id: scheduleId } = await as('ana').call(api.createSchedule, {
      body: primary,
    });
    const override = async (from: string, end: string, rest: object = {}) => {
      const answer = await http
        .post(`/api/incidents/v1/schedules/${scheduleId}/overrides`)
        .set('authorization', authorization)
        .send({
          kind: 'cover',
          personRef: 'user:default/ben',
          replacesRef: null,
          start: from,
          end,
          ...rest,
        });
      return [answer.status, answer.body.error?.message];
    };
    const [before, early, late] = ['01', '03', '04'].map(
      day => `2026-03-${day}T00:00:00Z`,
    );
    for (const [from, end, rest, why] of [
      [before, '2026-03-02T08:00:00Z', {}, 'body.end has passed'],
      [early, early, {}, 'body.end is body.start'],
      [late, early, {}, 'body.end is before body.start'],
      [early, '2027-04-01T00:00:00Z', {}, 'body.end is more than a year after'],
      [early, late, { kind: 'sing' }, 'body.kind'],
      [
        early,
        late,
        { replacesRef: 'user:default/ben' },
        'body.personRef is whom it replaces',
      ],
      [
        late,
        early,
        { personRef: 'user:default/x', replacesRef: 'group:default/payments' },
        'body.end is before body.start; swap them, or end it later; body.personRef names user:default/x, which is not in the catalog; name somebody who is; body.replacesRef is group:default/payments; it must be a user',
      ],
    ] as const) {
      expect(await override(from, end, rest)).toEqual([
        400,
        expect.stringContaining(why),
      ]);
    }
    const [status, message] = await send(
      rotation({ participants: ['user:default/a\u0000na', 'user:x'] }),
    );
    expect(status).toBe(400);
    expect(message).toBe(
      'body.layers[0].rotation.participants[1] names user:default/x, which is not in the catalog; name somebody who is',
    );
  });

  it('bad input: odd identifiers and instants are answered, not stumbled over', async () => {
    const { http, as } = await start();
    const { id: scheduleId } = await as('ana').call(api.createSchedule, {
      body: primary,
    });
    const get = async (path: string) => {
      const answer = await http
        .get(`/api/incidents/v1/schedules/${path}`)
        .set('authorization', mockCredentials.user.header('user:default/ana'));
      return [answer.status, answer.body.error?.message];
    };
    expect(await get('none')).toEqual([
      404,
      'There is no schedule none; it may have been removed',
    ]);
    expect((await get('no%00ne'))[0]).toBe(404);
    expect((await get('%00'))[0]).toBe(400);
    expect((await get('x'.repeat(65)))[0]).toBe(400);
    const shifts = `${scheduleId}/shifts`;
    expect((await get(shifts))[1]).toContain('query.from');
    expect(await get(`${shifts}?from=today&to=2026-03-02T00:00:00Z`)).toEqual([
      400,
      expect.stringContaining('query.from Invalid ISO datetime'),
    ]);
    expect(
      await get(
        `${shifts}?from=2999-12-31T00:00:00Z&to=2999-12-31T23:59:59-05:00`,
      ),
    ).toEqual([400, 'query.to must lie in the years 1900 to 2999']);
    expect(
      await get(`${shifts}?from=2026-03-03T00:00:00Z&to=2026-03-02T00:00:00Z`),
    ).toEqual([400, 'query.to must be after query.from']);
  });
});
