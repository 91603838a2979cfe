import { mockCredentials } from '@backstage/backend-test-utils';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const api = contract.alerts;

describe.each(eachDatabase())('upkeep over HTTP on %s', id => {
  let muster: StartedIncidents;
  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({ knex });
  });
  afterAll(() => muster.stop());

  const ana = () => muster.as('ana');
  const minutesAhead = (minutes: number) =>
    new Date(+muster.clock.now() + minutes * 60_000).toISOString();
  const send = (method: 'post' | 'put' | 'get', path: string, body?: object) =>
    muster.http[method](`/api/incidents/v1/${path}`)
      .set('authorization', mockCredentials.user.header('user:default/ana'))
      .send(body);
  const plan = (minutes: number) =>
    ana().call(api.createMaintenance, {
      body: {
        entityRefs: ['system:default/shop'],
        end: minutesAhead(minutes),
        reason: 'New database',
      },
    });

  it('pages nobody for a service of a system in maintenance, and whoever is on call when it ends', async () => {
    const window = await plan(60);
    expect(window).toMatchObject({ state: 'running', may: ['edit'] });
    const { id: number, held } = await ana().call(contract.incidents.create, {
      body: { entityRef: checkout, title: 'Down' },
    });
    expect(held).toEqual({ reason: 'New database', until: window.end });
    const params = { id: String(number) };
    const pages = async () =>
      (await ana().call(contract.paging.ledger, { params })).items;
    expect(await pages()).toEqual([]);
    const refused = await ana().call(contract.incidents.escalate, { params });
    expect(refused).toMatchObject({
      outcome: 'unchanged',
      message: expect.stringContaining('held by maintenance'),
    });
    const { items } = await ana().call(api.listMaintenance, {
      query: { entityRef: checkout },
    });
    expect(items.map(one => one.id)).toEqual([window.id]);

    await ana().call(api.endMaintenance, { params: { id: window.id } });
    const paged = await until(async () => {
      const found = await pages();
      return found.length > 0 ? found : undefined;
    });
    expect(paged.map(({ person }) => person.name).sort()).toEqual([
      'Ana Ruiz',
      'Ben Okafor',
    ]);
    expect(
      (await ana().call(contract.incidents.get, { params })).held,
    ).toBeNull();
    const again = await send('put', `maintenance/${window.id}`, {
      end: minutesAhead(30),
      reason: 'More',
    });
    expect(again.status).toBe(409);
  });

  it.each([
    [{ entityRefs: ['group:default/payments'] }, 'must be something that runs'],
    [{ entityRefs: ['component:default/nope'] }, 'is not in the catalog'],
    [{ entityRefs: [] }, 'must name at least one entity'],
    [{ end: '2026-03-02T08:00:00Z' }, 'body.end must lie after now'],
    [
      { start: '2026-03-01T08:00:00Z', end: '2026-03-01T07:00:00Z' },
      'body.start lies in the past; leave it out to begin now, or name a later one; body.end',
    ],
    [{ end: '2027-03-02T08:00:00Z' }, 'more than 90 days'],
    [{ reason: ' ' }, 'body.reason'],
  ])('bad input: maintenance of %j', async (fault, says) => {
    const answer = await send('post', 'maintenance', {
      entityRefs: [checkout],
      end: '2026-03-02T23:00:00Z',
      reason: 'New database',
      ...fault,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(says);
  });

  it('bad input: heartbeats, settings and cursors are refused by name', async () => {
    const heartbeat = await send('post', 'heartbeats', {
      name: '',
      entityRef: checkout,
      everyMinutes: 0,
    });
    expect(heartbeat.status).toBe(400);
    expect(heartbeat.body.error.message).toMatch(
      /body\.name.*body\.everyMinutes/,
    );
    const settings = await send('put', 'entity-settings', {
      entityRef: checkout,
      autoResolveMinutes: 1,
      version: 0,
    });
    expect(settings.body.error.message).toContain('body.autoResolveMinutes');
    for (const list of ['maintenance', 'heartbeats']) {
      const { status, body } = await send('get', `${list}?cursor=nonsense`);
      expect(status).toBe(400);
      expect(body.error.message).toContain('query.cursor');
    }
  });

  it('lists page by page: silent heartbeats first, and windows by their turn', async () => {
    for (const name of ['b', 'a', 'c']) {
      await ana().call(api.createHeartbeat, {
        body: { name, entityRef: checkout, everyMinutes: 5 },
      });
    }
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ana().call(api.listHeartbeats, {
        query: { limit: '1', ...(cursor && { cursor }) },
      });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(['a', 'b', 'c']);

    const running = await plan(10);
    await ana().call(api.createMaintenance, {
      body: {
        entityRefs: [checkout],
        start: minutesAhead(60),
        end: minutesAhead(90),
        reason: 'Later',
      },
    });
    const first = await ana().call(api.listMaintenance, {
      query: { limit: '1' },
    });
    expect(first.items.map(one => one.id)).toEqual([running.id]);
    const rest = await ana().call(api.listMaintenance, {
      query: { cursor: String(first.nextCursor) },
    });
    expect(rest.items.map(({ state }) => state)).toEqual(['ahead', 'over']);
  });
});
