import { mockCredentials } from '@backstage/backend-test-utils';
import {
  postmortemListQuerySchema,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { findByKeyHashes } from './alerts/integrationStore';
import { findOpenAlerts, resolveOpenAlerts } from './alerts/alertStore';
import { listChanges } from './alerts/changeStore';
import { listIngestEntries } from './alerts/ingestStore';
import { overdue } from './escalation/store';
import { entityFigures, listIncidents } from './incidents/store';
import { readTimeline } from './incidents/timelineStore';
import { cancelQueued } from './paging/cancelStore';
import { untoldSteps } from './paging/unreachedStore';
import { lostDeliveries, oldestUnsent } from './paging/waitingStore';
import { decidedFor } from './oncall/notices/store';
import { FeedBook } from './oncall/people/FeedBook';
import { LeaveBook } from './oncall/people/LeaveBook';
import { requestsAbout, requestsDue } from './oncall/people/requestStore';
import {
  changesBetween,
  findSchedules,
  schedulesToWatch,
  versionsFrom,
} from './oncall/store';
import { readLedger } from './paging/ledgerStore';
import { overdueNotes } from './paging/noteStore';
import { FakeClock } from './platform/FakeClock';
import { healthOf } from './plays/book/health';
import { listPlays, readEnabled } from './plays/book/playStore';
import { listRuns } from './plays/run/runList';
import { overdueRuns, playsWithQueue } from './plays/run/runStore';
import { runsWithLostLeases } from './plays/run/stepStore';
import { startedIn } from './plays/triggers/IncidentTriggers';
import { ticksDue } from './plays/triggers/Ticks';
import { timersDue, timersOf } from './plays/triggers/timerStore';
import { FullText } from './platform/fullText';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { PostmortemFacets } from './postmortems/finding/PostmortemFacets';
import { PostmortemLists } from './postmortems/finding/PostmortemLists';
import { Reach, Reader } from './postmortems/finding/Reach';
import { Gate } from './postmortems/life/Gate';

jest.setTimeout(120_000);

const rows = 20_000;
const now = new Date('2026-03-02T09:00:00.000Z');
const entityRef = 'component:default/service-7';
/** A document of a schedule, so that what is found can be read. */
const schedule = JSON.stringify(
  scheduleInputSchema.parse({
    name: 'Primary',
    ownerRef: 'group:default/payments',
    timezone: 'UTC',
    layers: [
      {
        name: 'Days',
        rotation: {
          unit: 'day',
          every: 1,
          startDate: '2026-03-02',
          handoffTime: '09:00',
          participants: ['user:default/ana'],
        },
      },
    ],
  }),
);

/** Years of incidents, almost all over; the few that are not are what the hot queries look for. */
const fill = (n: string) => `
  insert into incidents (title, description, entity_ref, entity_name, owner_ref, system_ref, severity,
    urgency, status, phase, customer_impact, opened_at, opened_by, policy_name, trace, last_seq, updated_at)
  select 'Incident ' || n, '', 'component:default/service-' || n % 200, '', 'group:default/team-' || n % 40,
    'system:default/system-' || n % 60, 'SEV' || 1 + n % 5, 'high',
    case when n % 500 = 0 then 'triggered' else 'resolved' end, 'investigating', 'unknown',
    timestamptz '2026-03-01' - n * interval '1 minute', '{}', 'p', '[]', 2, now() from ${n};
  insert into incident_people (incident_id, person_ref, person_name, part, position)
  select n, 'user:default/person-' || n % 100, '', 'assigned', 0 from ${n};
  insert into timeline (incident_id, seq, at, kind, actor, text, data)
  select n, seq, now(), 'note', '{}', '', '{}' from ${n}, generate_series(1, 2) seq;
  insert into escalations (incident_id, policy, step, loop, state, due_at)
  select n, '{}', 0, 0, case when n % 500 = 0 then 'running' else 'stopped' end,
    timestamptz '2026-03-01' from ${n};
  insert into page_batches (id, incident_id, urgency, step, loop, why, created_at)
  select 'b' || n, n, 'high', 1, 0, '', now() from ${n};
  insert into pages (id, batch_id, incident_id, person_ref, person_name, position)
  select 'p' || n, 'b' || n, n, 'user:default/ana', '', 0 from ${n};
  insert into deliveries (id, page_id, incident_id, channel, position, state, due_at)
  select 'd' || n, 'p' || n, n, 'portal', 0, case when n % 500 = 0 then 'queued' else 'sent' end,
    timestamptz '2026-03-01' from ${n};
  insert into delivery_attempts (delivery_id, attempt, channel, at, outcome, detail)
  select 'd' || n, 1, 'portal', now(), 'sent', '' from ${n};
  insert into integrations (id, name, entity_ref, key_hash, key_hint, status, created_at, created_by_ref, created_by_name)
  select 'i' || n, '', 'component:default/service-' || n % 200, 'hash' || n, '', 'active', now(), '', '' from ${n};
  insert into alerts (id, incident_id, integration_id, entity_ref, entity_name, dedup_key, status, severity, summary,
    source, links, images, details, occurred_at, first_at, last_at, count)
  select 'a' || n, n, 'i' || n % 50, '', '', 'key' || n, case when n % 500 = 0 then 'open' else 'resolved' end,
    'error', '', '', '[]', '[]', '{}', now(), now(), now(), 1 from ${n};
  insert into change_events (id, integration_id, entity_ref, entity_name, at, summary, links, details)
  select 'c' || n, 'i1', 'component:default/service-' || n % 200, '', now() - n * interval '1 minute', '', '[]', '{}' from ${n};
  insert into ingest_log (integration_id, at, type, outcome, errors, warnings, payload)
  select 'i' || n % 50, now(), 'alert', 'appended', '[]', '[]', '' from ${n};
  insert into cover_requests (id, schedule_id, asker_ref, asked_ref, start_at, end_at, reason, state, created_at, due_at)
  select 'r' || n, 's' || n % 100, 'user:default/person-' || n % 100, 'user:default/person-' || n % 99, now(), now(), '',
    case when n % 500 = 0 then 'open' else 'accepted' end, now(),
    case when n % 500 = 0 then timestamptz '2026-03-01' end from ${n};
  insert into personal_leave (id, person_ref, start_at, end_at, note, created_at)
  select 'l' || n, 'user:default/person-' || n % 100, now() - n * interval '1 day', now() - n * interval '1 day', '', now() from ${n};
  insert into calendar_feeds (id, person_ref, token_hash, created_at)
  select 'f' || n, 'user:default/person-' || n % 100, 'hash' || n, now() from ${n};
  insert into schedules (id, name, owner_ref, document, version, updated_at, updated_by, watch_at)
  select 's' || n, 'Schedule ' || n, 'group:default/team-' || n % 40, '${schedule}', 1, now(),
    '{"ref":"user:default/ana","name":"Ana"}',
    timestamptz '2026-03-02T09:00Z' + case when n % 500 = 0 then -1 else 1 end * interval '1 hour' from ${n};
  insert into schedule_versions (schedule_id, version, document, saved_at, saved_by)
  select 's' || n, 1, '${schedule}', now(), '{"ref":"user:default/ana","name":"Ana"}' from ${n};
  insert into schedule_changes (id, schedule_id, kind, start_at, end_at, document, created_at, created_by)
  select 'c' || n, 's' || 1 + n % 200, 'override', timestamptz '2026-03-02' - n * interval '1 hour',
    timestamptz '2026-03-02' - (n - 1) * interval '1 hour',
    '{"kind":"remove","replacesRef":null,"reason":""}', now(), '{"ref":"user:default/ana","name":"Ana"}' from ${n};
  insert into schedule_notices (id, schedule_id, person_ref, key, document, created_at, told_at)
  select 'n' || n, 's' || 1 + n % 200, 'user:default/ana', 'key' || n, '{}', now(), now() from ${n};
  insert into plays (id, name, last_name, owner_ref, state, version, approved_version, next_tick_at, enabled_at, updated_at, updated_by)
  select 'p' || n, 'Play ' || n, 'Play ' || n, 'group:default/team-' || n % 400, case when n % 500 = 0 then 'enabled' else 'draft' end,
    1, 1, case when n % 500 = 0 then timestamptz '2026-03-01' end, now(), now(), '{"ref":"user:default/ana","name":"Ana"}' from ${n};
  insert into play_versions (play_id, version, source, document, actions, hash, made_at, made_by, approved_at, approved_by)
  select 'p' || n, 1, '', '{"on":[]}', '[]', '', now(), '{}', now(), '{}' from ${n};
  insert into play_runs (id, play_id, version, play_name, owner_ref, once_key, state, incident_id, because, trigger, inputs,
    started_by, authority, chain, started_at, deadline_at, ended_at, text)
  select 'r' || n, 'p' || n % 200, 1, '', '', 'key' || n, case when n % 500 = 0 then 'running' when n % 9 = 0 then 'failed' else
    'succeeded' end, n, '', '{}', '{}', '{}', '{}', '[]', timestamptz '2026-03-02' - n * interval '1 hour', now(),
    timestamptz '2026-03-02' - n * interval '1 hour', '' from ${n};
  insert into play_steps (run_id, path, position, kind, state, started_at, lease_until, text, data)
  select 'r' || n, 'page', 1, 'action', case when n % 500 = 0 then 'running' else 'succeeded' end, now(),
    case when n % 500 = 0 then timestamptz '2026-03-02' + n * interval '1 second' end, '', '{}' from ${n};
  insert into play_days (play_id, day, outcome, count)
  select 'p' || n % 400, to_char(timestamptz '2026-03-02' - n / 400 * interval '1 day', 'YYYY-MM-DD'), 'succeeded', 1 from ${n};
  insert into play_timers (play_id, incident_id, trigger, due_at)
  select 'p' || n, n, 0, timestamptz '2026-03-02' + n * interval '1 minute' from ${n};
  insert into notes (id, channel, person_ref, person_name, about, subject, text, url, created_at, due_at)
  select 'o' || n, 'email', 'user:default/ana', '', '', '', '', '', now(),
    case when n % 500 = 0 then timestamptz '2026-03-01' end from ${n};
  insert into postmortems (title, state, required, severity, entity_ref, entity_name, owner_ref, occurred_at, opened_at, figures,
    dismissed, worth_reading, updated_at)
  select 'Postmortem ' || n, case when n % 30 = 0 then 'draft' else 'published' end, true, 'SEV2',
    'component:default/service-' || n % 200, '', 'group:default/team-' || n % 40,
    timestamptz '2026-03-01' - n * interval '1 hour', timestamptz '2026-03-01', '[]', '[]',
    case when n % 100 = 0 then '{}' end, now() from ${n};
  insert into postmortem_people (postmortem_id, part, ref, name, position)
  select n, 'participant', 'user:default/person-' || n % 100, '', 0 from ${n};
  insert into factors (id, name, key) select 'f' || n, 'Factor ' || n, 'factor ' || n from ${n} where n <= 200;
  insert into postmortem_factors (id, postmortem_id, position, text, factor_id)
  select 'n' || n, n, 0, '', 'f' || 1 + n % 200 from ${n};
  insert into full_texts (kind, id, title, body, words)
  select 'postmortem', n, '', '', to_tsvector('simple', 'checkout word' || n % 50) from ${n};
  analyze`;

/** What keeps its queries to itself. */
interface People {
  readonly leave: LeaveBook;
  readonly feeds: FeedBook;
  readonly postmortems: PostmortemLists;
}

/** Whoever looks for postmortems: no admin. */
const reader: Reader = {
  caller: {
    kind: 'person',
    ref: 'user:default/person-3',
    ownership: ['user:default/person-3', 'group:default/team-3'],
    isAdmin: false,
  },
  credentials: mockCredentials.none(),
};
const page = (query: Record<string, string> = {}) =>
  postmortemListQuerySchema.parse(query);

/** Every query that a storm, a sweep or an open screen repeats. */
const hot: Readonly<
  Record<string, (db: Knex, people: People) => PromiseLike<unknown>>
> = {
  'open incidents': db =>
    listIncidents(db, { status: ['triggered', 'acknowledged'], limit: 50 }),
  'newest incidents': db => listIncidents(db, { limit: 50 }),
  'incidents of an entity': db => listIncidents(db, { entityRef, limit: 50 }),
  'incidents of a team': db =>
    listIncidents(db, { ownerRef: 'group:default/team-3', limit: 50 }),
  'open incidents of a person': db =>
    listIncidents(db, {
      assignedTo: 'user:default/person-3',
      status: ['triggered', 'acknowledged'],
      limit: 50,
    }),
  'the card of an entity': db => entityFigures(db, entityRef, now),
  'the timeline of an incident': db => readTimeline(db, 500, 0, 100),
  'the pages of an incident': db => readLedger(db, 500),
  'cancelling what is queued': db =>
    db.transaction(tx => cancelQueued(tx, 500, 'over')),
  'the sweep of deliveries': db =>
    lostDeliveries(db, { channel: 'email' }, now, 500),
  'the sweep of copies in the portal': db =>
    lostDeliveries(db, { channel: 'portal', isCopy: true }, now, 500),
  'the sweep of steps that reached nobody': db =>
    untoldSteps(db, { before: now }),
  'the oldest page that is not sent': db => oldestUnsent(db, now),
  'the sweep of escalations': db => overdue(db, now, 200),
  'integrations by their keys': db => findByKeyHashes(db, ['hash7', 'hash8']),
  'open alerts by their keys': db =>
    findOpenAlerts(db, [
      { integrationId: 'i1', dedupKey: 'key1' },
      { integrationId: 'i2', dedupKey: 'key2' },
    ]),
  'the alerts of an incident that resolves': db =>
    db.transaction(tx => resolveOpenAlerts(tx, 500, now)),
  'what changed on an entity': db =>
    listChanges(db, { entityRef, from: now, limit: 20 }),
  'the sweep of cover requests': db => requestsDue(db, now, 200),
  'requests to and from a person': db =>
    requestsAbout(db, 'user:default/person-3', now),
  'who is away': (_db, { leave }) =>
    leave.awayBetween(['user:default/person-3'], now, now),
  'a calendar that is read': (_db, { feeds }) => feeds.byToken('secret'),
  'schedules by their ids': db => findSchedules(db, ['s7', 's8']),
  'versions of schedules': async db =>
    versionsFrom(db, await findSchedules(db, ['s7', 's8']), now),
  'changes of a schedule': db => changesBetween(db, ['s7'], now, now),
  'what was told of a schedule': db =>
    db.transaction(tx => decidedFor(tx, 's7')),
  'the sweep of schedules': db => schedulesToWatch(db, now, 200),
  'the sweep of notes': db => overdueNotes(db, now, 200),
  'plays that may start': db => readEnabled(db),
  'a page of plays': db => listPlays(db, { limit: 50, after: 'Play 7' }),
  'plays by words of their name': db =>
    listPlays(db, { q: '77', limit: 50, after: undefined }),
  'plays of a team': db =>
    listPlays(db, { ownerRef: 'group:default/team-3', limit: 50, after: '' }),
  'how plays have done': async db =>
    healthOf(
      { knex: db, dialect: 'postgres' },
      await listPlays(db, { limit: 50, after: 'Play 7' }),
      now,
    ),
  'plays that have started in an incident': db =>
    startedIn(db, ['p7', 'p8'], 7),
  'runs of plays': db => listRuns(db, { limit: 50 }, undefined),
  'older runs of plays': db =>
    listRuns(db, { limit: 50, cursor: '1772000000000.r7' }, undefined),
  'runs of a play': db => listRuns(db, { playId: 'p7', limit: 50 }, undefined),
  'runs that have failed': db =>
    listRuns(db, { state: 'failed', limit: 50 }, undefined),
  'runs of an incident': db =>
    listRuns(db, { incidentId: 7, limit: 50 }, undefined),
  'runs whose incidents a viewer may read': db =>
    listRuns(
      db,
      { limit: 50 },
      { column: 'owner_ref', values: ['group:default/team-3'] },
    ),
  'the sweep of runs': db => overdueRuns(db, now, 200),
  'the sweep of attempts': db => runsWithLostLeases(db, now, 200),
  'the sweep of runs that wait their turn': db => playsWithQueue(db),
  'the timers of an incident': db => timersOf(db, 7),
  'the sweep of timers': db => timersDue(db, now, 200),
  'the sweep of ticks': db => ticksDue(db, now, 200),
  'newest postmortems': (_db, { postmortems }) =>
    postmortems.page(page(), reader),
  'older postmortems': (_db, { postmortems }) =>
    postmortems.page(page({ cursor: '1772000000000_7' }), reader),
  'postmortems of a team': (_db, { postmortems }) =>
    postmortems.page(page({ ownerRef: 'group:default/team-3' }), reader),
  'postmortems of an entity': (_db, { postmortems }) =>
    postmortems.page(page({ entityRef }), reader),
  'postmortems with a factor': (_db, { postmortems }) =>
    postmortems.page(page({ factorId: 'f7' }), reader),
  'postmortems worth reading': (_db, { postmortems }) =>
    postmortems.page(page({ worthReading: 'true' }), reader),
  'the log of an integration': db => listIngestEntries(db, 'i7', { limit: 50 }),
};

// SQLite serves one process for the first minute; its plans are not what production waits for.
const postgres = eachDatabase().filter(id => id !== 'SQLITE_3');
if (postgres.length > 0) {
  describe.each(postgres)('plans of the hot queries on %s', id => {
    let knex: Knex;
    let people: People;
    let facets: PostmortemFacets;
    beforeAll(async () => {
      const database = await openDatabase(id);
      ({ knex } = database);
      const room = {
        database,
        clock: new FakeClock(now.toISOString()),
        newId: () => 'x',
        newToken: () => 'x',
      };
      const finding = {
        ...room,
        fullText: new FullText(database),
        reach: new Reach({
          gate: new Gate(room),
          access: { readable: async () => undefined },
        }),
        views: { list: async () => [] },
      };
      people = {
        leave: new LeaveBook(room),
        feeds: new FeedBook(room),
        postmortems: new PostmortemLists(finding),
      };
      facets = new PostmortemFacets(finding);
      await knex.raw(fill(`generate_series(1, ${rows}) n`));
    });

    /** The statements that some work sends, in the form in which they can be sent again. */
    const statementsOf = async (work: () => PromiseLike<unknown>) => {
      const asked: { sql: string; bindings: Knex.Value[] }[] = [];
      const note = (query: { sql: string; bindings: Knex.Value[] }) =>
        asked.push(query);
      knex.on('query', note);
      await work();
      knex.removeListener('query', note);
      return asked
        .filter(({ sql }) => /^(select|update|insert|delete|with)/i.test(sql))
        .map(({ sql, bindings }) => ({
          sql: sql.replace(/\$\d+/g, '?'),
          bindings: [...bindings],
        }));
    };

    it.each(Object.keys(hot))('%s does not read a whole table', async name => {
      const statements = await statementsOf(() => hot[name](knex, people));
      expect(statements).not.toEqual([]);
      for (const { sql, bindings } of statements) {
        const { rows: plan } = await knex.raw<{
          rows: { 'QUERY PLAN': string }[];
        }>(`explain ${sql}`, bindings);
        const text = plan.map(row => row['QUERY PLAN']).join('\n');
        expect(text).not.toMatch(/Seq Scan/);
      }
    });

    // Every text has the first word: PostgreSQL would rather read the words of each than the index.
    it.each(['checkout', 'checkout word7', '"checkout word7"'])(
      'postmortems are found by %j from the index',
      async q => {
        const statements = [
          ...(await statementsOf(() =>
            people.postmortems.page(page({ q }), reader),
          )),
          ...(await statementsOf(() => facets.count({ q }, reader))),
        ];
        const scans = await knex.transaction(async tx => {
          for (const { sql, bindings } of statements) {
            await tx.raw(sql, bindings);
          }
          const { rows: counted } = await tx.raw<{ rows: { n: string }[] }>(
            `select pg_stat_get_xact_numscans('full_texts'::regclass) as n`,
          );
          return Number(counted[0].n);
        });
        expect(statements.length).toBeGreaterThan(2);
        expect(scans).toBe(0);
      },
    );
  });
}
