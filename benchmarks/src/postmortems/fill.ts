import { Knex } from 'knex';

/** What the filled postmortems are spread over. */
export const spread = { services: 500, teams: 40, people: 200, factors: 300 };

/** Words that people look for, the first most often; the first stands in most texts, the last in one of twelve. */
export const vocabulary =
  'checkout timeout connection pool database latency deploy rollback cache queue retry network certificate expired disk memory leak payment search index replica failover lock deadlock config flag traffic spike throttle proxy gateway cluster node kernel upgrade migration backup restore region zone dns token login session cart order invoice mail webhook partner batch export import report dashboard alert runbook'.split(
    ' ',
  );

/** Of each postmortem, in words; what a screen or two hold. */
const wordsEach = 200;

/**
 * Adds published postmortems, spread as in a large company over many years: some still drafts, some restricted, with
 * sections, factors, people, follow-ups, and their words. Only tables that lists read are filled.
 */
export async function fill(knex: Knex, total: number): Promise<void> {
  const names = { ...spread, total, words: wordsEach };
  await knex.raw('set search_path to incidents');
  for (const statement of [
    insertPostmortems,
    insertFactors,
    insertNodes,
    insertPeople,
    insertFollowUps,
  ]) {
    await knex.raw(statement, names);
  }
  await knex.raw(insertTexts, { ...names, vocabulary });
  await knex.raw(
    // As PostgreSQL has done by itself long before there are so many.
    'vacuum analyze postmortems, postmortem_people, factors, postmortem_factors, follow_ups, full_texts',
  );
}

const insertPostmortems = `
  insert into postmortems (
    title, state, required, severity, entity_ref, entity_name, owner_ref, owner_name, system_ref, writer_ref, writer_name,
    occurred_at, ended_at, opened_at, due_at, published_at, figures, dismissed, restricted, summary, version, updated_at, notices)
  select
    'Error rate above ' || n % 97 || ' % in zone ' || n % 13,
    case when n % 33 = 0 then 'draft' when n % 20 = 0 then 'amended' else 'published' end,
    true, 'SEV' || 1 + n % 3,
    'component:default/service-' || n % :services::int, 'Service ' || n % :services::int,
    'group:default/team-' || n % :teams::int, 'Team ' || n % :teams::int, 'system:default/system-' || n % 60,
    'user:default/person-' || n % :people::int, 'Person ' || n % :people::int,
    at, at + interval '40 minutes', at + interval '40 minutes', at + interval '7 days', at + interval '5 days',
    '[]', '[]', n % 50 = 7, 'Checkout stood still for a while since the pool was exhausted', 1, at, 0
  from (
    select n, now() - (:total::int - n) * interval '100 minutes' as at from generate_series(1, :total::int) n
  ) numbered`;

const insertFactors = `
  insert into factors (id, name, key)
  select 'factor-' || n, 'Factor ' || n, 'factor ' || n from generate_series(0, :factors::int - 1) n`;

const insertNodes = `
  insert into postmortem_factors (id, postmortem_id, parent_id, position, text, factor_id)
  select id || '-' || k, id, null, k, 'Why ' || k, 'factor-' || (id * 7 + k * 31) % :factors::int
  from postmortems, generate_series(0, 2) k`;

const insertPeople = `
  insert into postmortem_people (postmortem_id, part, ref, name, position)
  select id, part, 'user:default/person-' || (id + k) % :people::int, 'Person ' || (id + k) % :people::int, k
  from postmortems, (values (0, 'participant'), (1, 'participant'), (2, 'reviewer')) people (k, part)`;

const insertFollowUps = `
  insert into follow_ups (
    postmortem_id, title, description, entity_ref, entity_name, due_on, priority, kind, state, made_at, made_by)
  select id, 'Make it better', '', entity_ref, entity_name, '2026-03-02', 'medium', 'prevent',
    case when (id + k) % 10 = 0 then 'open' else 'verified' end, opened_at, '{}'
  from postmortems, generate_series(0, 1) k`;

// As FullText.put writes them.
const insertTexts = `
  insert into full_texts (kind, id, title, body, words)
  select 'postmortem', id, title, body,
    setweight(to_tsvector('english', title) || to_tsvector('simple', title), 'A')
      || to_tsvector('english', body) || to_tsvector('simple', body)
  from (
    select p.id, p.title || ' ' || p.entity_name as title, (
      select string_agg(
        case when random() < 0.04
          then (:vocabulary::text[])[1 + floor(power(random(), 2) * array_length(:vocabulary::text[], 1))::int]
          else 'word' || floor(power(random(), 3) * 20000)::int end, ' ')
      from generate_series(1, :words::int) k where k + p.id > 0) as body
    from postmortems p
  ) texts`;
