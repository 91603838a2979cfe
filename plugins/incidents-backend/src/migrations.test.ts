import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { fillPostmortems } from './testing/fillPostmortems';
import { startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@muster/backstage-plugin-incidents-backend',
  'migrations',
);
const checkout = 'component:default/checkout';

/** One that makes an attempt and ends, and one that waits to start. */
const plays = [
  `
name: Calls
ownerRef: group:default/payments
on: [{ event: incident.triggered }]
steps:
  - id: call
    action: http.request
    with: { method: GET, url: https://127.0.0.1/ }
    retry: { times: 0 }
    onFailure: continue
`,
  `
name: Waits
ownerRef: group:default/payments
on: [{ event: page.unanswered, afterMinutes: 10 }]
steps:
  - { id: say, action: incident.note, with: { text: Nobody answers } }
`,
];

/** Every table of ours, without the migrations' own. */
async function tablesOf(knex: Knex): Promise<string[]> {
  const isPostgres = knex.client.config.client === 'pg';
  const rows: { name: string }[] = isPostgres
    ? await knex('information_schema.tables')
        .select({ name: 'table_name' })
        .whereRaw('table_schema = current_schema()')
    : await knex('sqlite_master').select('name').where({ type: 'table' });
  return rows
    .map(({ name }) => name)
    .filter(name => !/^(knex_|sqlite_|backstage_)/.test(name))
    .sort();
}

/** Puts something into every table, by using the portal; what only a failure or a crowd makes, by hand. */
async function fill(knex: Knex): Promise<void> {
  const steps = [{ title: 'Meet', by: 'writer', dueDays: 4 }];
  const muster = await startIncidents({
    knex,
    config: { postmortems: { steps } },
  });
  const ana = muster.as('ana');
  const { key } = await ana.call(contract.alerts.createIntegration, {
    body: { name: 'Monitor', entityRef: checkout },
  });
  const policy = await ana.call(contract.escalation.createPolicy, {
    body: {
      name: 'Policy',
      ownerRef: 'group:default/payments',
      steps: [{ targets: [{ type: 'person', ref: 'user:default/ana' }] }],
    },
  });
  await ana.call(contract.escalation.bind, {
    body: { entityRef: checkout, policyId: policy.id },
  });
  const schedule = await ana.call(contract.oncall.createSchedule, {
    body: {
      name: 'Rota',
      ownerRef: 'group:default/payments',
      timezone: 'Europe/Zurich',
      layers: [
        {
          name: 'Daily',
          rotation: {
            unit: 'day',
            every: 1,
            startDate: '2026-03-01',
            handoffTime: '09:00',
            participants: ['user:default/ana'],
          },
        },
      ],
    },
  });
  const span = { start: '2026-03-04T08:00:00Z', end: '2026-03-04T12:00:00Z' };
  await ana.call(contract.oncall.requestCover, {
    params: { id: schedule.id },
    body: { askedRef: 'user:default/ben', ...span },
  });
  await ana.call(contract.oncall.addShadow, {
    params: { id: schedule.id },
    body: { learnerRef: 'user:default/ben', followsRef: null, ...span },
  });
  await ana.call(contract.oncall.addLeave, { body: span });
  await ana.call(contract.oncall.addFeed, { body: { scheduleId: null } });
  await ana.call(contract.alerts.createHeartbeat, {
    body: { name: 'Nightly', entityRef: checkout, everyMinutes: 5 },
  });
  await ana.call(contract.alerts.setEntitySettings, {
    body: { entityRef: checkout, autoResolveMinutes: 60, version: 0 },
  });
  const maintenance = await ana.call(contract.alerts.createMaintenance, {
    body: { ...span, entityRefs: [checkout], reason: 'New database' },
  });
  for (const source of plays) {
    const { id, version } = await ana.call(contract.plays.create, {
      body: { source },
    });
    await ana.call(contract.plays.setState, {
      params: { id },
      body: { version, state: 'enabled' },
    });
  }
  for (const [path, body] of [
    [
      'enqueue',
      {
        event_action: 'trigger',
        payload: { summary: 'Errors', source: 'x', severity: 'critical' },
      },
    ],
    ['change/enqueue', { payload: { summary: 'Deployed' } }],
  ] as const) {
    await muster.http
      .post(`/api/incidents/public/v2/${path}`)
      .send({ routing_key: key, ...body })
      .expect(202);
  }
  await until(async () => {
    const { items } = await ana.call(contract.paging.mailbox, {});
    // News of the request come by mail too; a page is what is waited for.
    return items.some(({ text }) => text.includes('Acknowledge:')) || undefined;
  });
  await ana.call(contract.paging.testPage, {});
  await ana.call(contract.paging.addMethod, {
    body: { channel: 'email', address: 'ana@elsewhere.test' },
  });
  await ana.call(contract.paging.setRules, {
    body: { version: 0, high: [], low: [], quietHours: null },
  });
  await until(async () => {
    const filled = await Promise.all(
      ['incident_followers', 'play_days', 'play_timers'].map(table =>
        knex(table).first(),
      ),
    );
    return filled.every(Boolean) || undefined;
  });
  await fillPostmortems(muster);
  await muster.stop();
  await knex('play_calls').insert({
    play_id: 'p1',
    signature: 'a hash',
    called_at: new Date('2026-03-02T09:00:00Z'),
  });
  await knex('work_dead_letters').insert({
    kind: 'demo',
    data: '{}',
    cause: 'Error: away',
    attempts: 1,
    failed_at: new Date('2026-03-02T09:00:00Z'),
  });
  await knex('schedule_notices').insert({
    id: 'n1',
    schedule_id: schedule.id,
    person_ref: 'user:default/ana',
    key: 'hand-off 2026-03-03T08:00:00.000Z',
    document: JSON.stringify({ title: 'You go on call', text: 'Rota' }),
    created_at: new Date('2026-03-02T09:00:00Z'),
  });
  await knex('maintenance_held').insert({
    window_id: maintenance.id,
    incident_id: 1,
  });
  await knex('escalation_turns').insert({ owner_ref: 'demo', taken: 1 });
  const at = new Date('2026-03-02T09:00:00Z');
  const person_ref = 'user:default/ana';
  await knex('escalation_step_turns').insert({
    policy_id: policy.id,
    step: 0,
    taken: 1,
  });
  await knex('escalation_arrivals').insert({ incident_id: 1, at, count: 1 });
  await knex('escalation_asked').insert({ incident_id: 1, person_ref });
  await knex('escalation_focus').insert({ person_ref, at });
  await knex('inbound_replies').insert({
    channel: 'sms',
    reply_id: 'SM1',
    at,
    ok: true,
    text: 'You have INC-1',
  });
  if (await knex.schema.hasTable('work_jobs')) {
    await knex('work_jobs').insert({
      kind: 'demo',
      data: '{}',
      attempts: 0,
      starts: 0,
      run_at: new Date('2026-03-02T09:00:00Z'),
    });
  }
}

type Contents = Readonly<Record<string, readonly object[]>>;

/** What is in every table of ours. */
async function contentsOf(knex: Knex): Promise<Contents> {
  const contents: Record<string, readonly object[]> = {};
  for (const table of await tablesOf(knex)) {
    contents[table] = await knex(table).select();
  }
  return contents;
}

/** The part of some contents that others have too: their tables and columns, rows in a fixed order. */
function within(contents: Contents, others: Contents): Contents {
  return Object.fromEntries(
    Object.entries(others).map(([table, [example = {}]]) => {
      const columns = Object.keys(example);
      const rows = (contents[table] ?? []).map(row =>
        JSON.stringify(
          Object.entries(row)
            .filter(([name]) => columns.includes(name))
            .sort(),
        ),
      );
      return [table, rows.sort().map(row => JSON.parse(row))];
    }),
  );
}

const applied = async (knex: Knex): Promise<number> =>
  (await knex('knex_migrations').pluck('name')).length;

describe.each(eachDatabase())('the migrations on %s', id => {
  it('go up, all down, and up again with data in every table', async () => {
    const { knex } = await openDatabase(id);
    await fill(knex);
    const contents = await contentsOf(knex);
    const isEmpty = ([, rows]: [string, readonly object[]]) =>
      rows.length === 0;
    expect(Object.entries(contents).filter(isEmpty)).toEqual([]);

    await knex.migrate.rollback({ directory }, true);
    expect(await tablesOf(knex)).toEqual([]);
    await knex.migrate.latest({ directory });
    expect(await tablesOf(knex)).toEqual(Object.keys(contents));
    const again = await startIncidents({ knex });
    await again.as('ana').call(contract.incidents.list, {});
    await again.stop();
  });

  it('go down one by one, and up again, and touch nothing but their own', async () => {
    const { knex } = await openDatabase(id);
    await fill(knex);
    while ((await applied(knex)) > 0) {
      const before = await contentsOf(knex);
      await knex.migrate.down({ directory });
      const kept = await contentsOf(knex);
      expect(within(before, kept)).toEqual(within(kept, kept));
      await knex.migrate.up({ directory });
      const after = await contentsOf(knex);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect(within(after, kept)).toEqual(within(kept, kept));
      await knex.migrate.down({ directory });
    }
    expect(await tablesOf(knex)).toEqual([]);
  });

  it('that take the last step back and forth leave a portal that goes on', async () => {
    const { knex } = await openDatabase(id);
    await fill(knex);
    await knex.migrate.down({ directory });
    const muster = await startIncidents({ knex });
    const ana = muster.as('ana');
    const { items } = await ana.call(contract.incidents.list, {
      query: { status: 'triggered' },
    });
    expect(items.length).toBeGreaterThan(0);
    const params = { id: items[0].name };
    const pages = await ana.call(contract.paging.ledger, { params });
    expect(pages.items.length).toBeGreaterThan(0);
    const { outcome } = await ana.call(contract.incidents.acknowledge, {
      params,
    });
    expect(outcome).toBe('done');
    await muster.stop();
  });
});
