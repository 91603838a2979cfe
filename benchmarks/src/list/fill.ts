import { Knex } from 'knex';

/** Services, teams and people that the filled incidents are spread over. */
export const spread = { services: 500, teams: 40, people: 200 };

/**
 * Adds resolved incidents up to a total, spread over services and teams as in a large company, and a
 * hundred open ones at the end. Only tables that lists read are filled.
 */
export async function fillUpTo(knex: Knex, total: number): Promise<void> {
  const [{ n }] = await knex('incidents.incidents').count({ n: 'id' });
  const missing = total - Number(n);
  if (missing <= 0) return;
  await knex.raw(insertIncidents, { ...spread, missing, open: 100 });
  await knex.raw(insertPeople, spread);
  await knex.raw('analyze incidents.incidents, incidents.incident_people');
}

const insertIncidents = `
  insert into incidents.incidents (
    title, description, entity_ref, entity_name, owner_ref, owner_name, system_ref, system_name,
    severity, urgency, status, phase, customer_impact, opened_at, opened_by, resolved_at, resolved_by,
    policy_name, trace, last_seq, updated_at)
  select
    'Error rate above ' || n % 97 || ' % in zone ' || n % 13, 'p99 of ' || n || ' ms',
    'component:default/service-' || n % :services::int, 'Service ' || n % :services::int,
    'group:default/team-' || n % :teams::int, 'Team ' || n % :teams::int,
    'system:default/system-' || n % 60, 'System ' || n % 60,
    'SEV' || 1 + n % 5, case when n % 5 < 3 then 'high' else 'low' end,
    case when n > :missing::int - :open::int then 'triggered' else 'resolved' end,
    'investigating', 'unknown', at, '{"kind":"system","ref":null,"name":"Bench"}',
    case when n > :missing::int - :open::int then null else at + interval '20 minutes' end,
    case when n > :missing::int - :open::int then null else '{"kind":"system","ref":null,"name":"Bench"}' end,
    'Bench', '[]', 4, at
  from (
    select n, now() - (:missing::int - n) * interval '30 seconds' as at from generate_series(1, :missing::int) n
  ) numbered`;

const insertPeople = `
  insert into incidents.incident_people (incident_id, person_ref, person_name, part, position)
  select id, 'user:default/person-' || id % :people::int, 'Person ' || id % :people::int, 'assigned', 0
  from incidents.incidents on conflict do nothing`;
