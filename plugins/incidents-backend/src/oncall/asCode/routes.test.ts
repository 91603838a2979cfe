import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';

const api = contract.oncall;
const path = '/api/incidents/v1/schedules/yaml';

jest.setTimeout(60_000);

const text = (name: string, owner = 'payments', zone = 'Europe/Zurich') =>
  `# By turns.
name: ${name}
ownerRef: group:${owner}
timezone: ${zone}
layers:
  - name: Week
    rotation:
      unit: week
      every: 1
      startDate: 2026-03-02
      handoffTime: 09:00
      participants: [user:ana, user:ben]
`;

describe.each(eachDatabase())('schedules as code, %s', id => {
  let muster: StartedIncidents;
  let may = true;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({
      knex,
      config: {
        pipelines: [
          { subject: 'external:ci', ownerRefs: ['group:default/payments'] },
        ],
      },
      decision: permission => ({
        result:
          may || permission !== 'incidents.escalation.manage'
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }),
    });
  });
  afterAll(() => muster.stop());

  const send = (
    name: string,
    yaml: string,
    rest: { apply?: boolean; seenVersion?: number | null } = {},
  ) => muster.as(name).call(api.importSchedule, { body: { yaml, ...rest } });
  const asService = async (subject: string, body: object) => {
    const { status, body: answer } = await muster.http
      .post(path)
      .set(
        'authorization',
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(subject),
          targetPluginId: 'incidents',
        }),
      )
      .send(body);
    return { status, ...answer };
  };
  const refused = (statusCode: number, message: RegExp) => ({
    statusCode,
    body: { error: { message: expect.stringMatching(message) } },
  });

  it('shows the difference, applies it once, and reads back what it wrote', async () => {
    const fresh = await send('carla', text('Rota'));
    expect(fresh).toMatchObject({
      errors: [],
      scheduleId: null,
      version: null,
      applied: false,
    });
    expect(fresh.diff.slice(0, 2)).toEqual([
      '+name: Rota',
      '+ownerRef: group:payments',
    ]);
    expect(muster.signals).not.toHaveBeenCalled();
    const made = await send('ana', text('Rota'), { apply: true });
    expect(made).toMatchObject({ version: 1, applied: true });
    expect(muster.signals.mock.calls).toMatchObject([
      [{ message: { changedBy: api.importSchedule.id } }],
    ]);
    const scheduleId = String(made.scheduleId);

    const { yaml } = await muster
      .as('carla')
      .call(api.exportSchedule, { params: { id: scheduleId } });
    const same = await send('ana', yaml, { apply: true, seenVersion: 1 });
    expect(same).toMatchObject({ scheduleId, version: 1, applied: true });
    expect(same.diff.every(line => line.startsWith(' '))).toBe(true);

    const change = text('Rota', 'payments', 'UTC');
    expect((await send('carla', change)).diff).toEqual(
      expect.arrayContaining(['-timezone: Europe/Zurich', '+timezone: UTC']),
    );
    for (const seenVersion of [null, 7]) {
      await expect(
        send('ana', change, { apply: true, seenVersion }),
      ).rejects.toMatchObject(refused(409, /at version 1.*look at the diff/));
    }
    expect(
      await send('ana', change, { apply: true, seenVersion: 1 }),
    ).toMatchObject({ scheduleId, version: 2, applied: true });
    await expect(
      send('ana', text('Another'), { apply: true, seenVersion: 1 }),
    ).rejects.toMatchObject(refused(409, /There is no schedule “Another”/));
  });

  it('applies for owners only, the one before as well as the next', async () => {
    await expect(
      send('carla', text('Mine'), { apply: true }),
    ).rejects.toMatchObject(refused(403, /of group:default\/payments/));
    await send('ana', text('Mine'), { apply: true });
    await expect(
      send('carla', text('Mine', 'search'), { apply: true, seenVersion: 1 }),
    ).rejects.toMatchObject(refused(403, /search and group:default\/payments/));
    expect(
      await send('dora', text('Mine', 'search'), {
        apply: true,
        seenVersion: 1,
      }),
    ).toMatchObject({ version: 2 });
  });

  it('lets any service check, and a pipeline apply for the owners that the configuration names', async () => {
    const yaml = text('Piped');
    expect(await asService('external:other', { yaml })).toMatchObject({
      status: 200,
      applied: false,
    });
    expect(
      await asService('external:other', { yaml, apply: true }),
    ).toMatchObject({ status: 403 });
    expect(await asService('external:ci', { yaml, apply: true })).toMatchObject(
      {
        status: 200,
        applied: true,
      },
    );
    expect(
      await asService('external:ci', {
        yaml: text('Piped', 'search'),
        apply: true,
        seenVersion: 1,
      }),
    ).toMatchObject({ status: 403 });
    const { items } = await muster.as('ana').call(api.listSchedules, {});
    expect(items.find(({ name }) => name === 'Piped')?.updatedBy.ref).toBe(
      'external:ci',
    );
  });

  it('is narrowed by the portal’s policy where it saves', async () => {
    may = false;
    await expect(
      send('ana', text('Denied'), { apply: true }),
    ).rejects.toMatchObject(refused(403, /incidents\.escalation\.manage/));
    expect(await send('ana', text('Denied'))).toMatchObject({ errors: [] });
    may = true;
  });

  it('bad input: faults that only the portal knows have their place too, and nothing is saved', async () => {
    const wrong = text('Wrong', 'nobody').replace(
      '[user:ana, user:ben]',
      '\n        - user:ana\n        - [user:ben, user:gone]',
    );
    const answer = await send('ana', wrong, { apply: true });
    expect(answer).toMatchObject({
      applied: false,
      scheduleId: null,
      errors: [
        {
          line: 3,
          column: 11,
          field: 'ownerRef',
          message: expect.stringMatching(/not in the catalog/),
        },
        {
          line: 14,
          column: 22,
          field: 'layers.0.rotation.participants.1.1',
          message: expect.stringMatching(/user:default\/gone/),
        },
      ],
    });
    const made = await send('ana', text('Away'), { apply: true });
    await muster.as('ana').call(api.archiveSchedule, {
      params: { id: String(made.scheduleId) },
    });
    expect((await send('ana', text('Away'), { apply: true })).errors).toEqual([
      {
        line: 2,
        column: 7,
        field: 'name',
        message: expect.stringMatching(/put away/),
      },
    ]);
  });
});
