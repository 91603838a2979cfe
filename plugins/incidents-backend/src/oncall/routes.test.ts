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
      description: '',
      version: 1,
      updatedBy: { ref: 'user:default/ana', name: 'Ana Ruiz' },
      updatedAt: '2026-03-02T09:00:00.000Z',
      may: ['edit'],
    });
    const params = { id: made.id };
    expect(await as('carla').call(api.getSchedule, { params })).toEqual({
      ...made,
      may: [],
    });
    expect((await as('carla').call(api.listSchedules, {})).items).toEqual([
      {
        ...made,
        may: [],
        now: [{ ref: 'user:default/ana', name: 'Ana Ruiz' }],
        until: '2026-03-09T08:00:00.000Z',
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
    const { http } = await start();
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
