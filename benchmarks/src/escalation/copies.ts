import { Knex } from 'knex';

/** Columns of a table, quoted, those that the database fills left out. */
async function columnsOf(
  knex: Knex,
  table: string,
  without: readonly string[],
): Promise<string[]> {
  const [schema, name] = table.split('.');
  const rows = await knex('information_schema.columns')
    .select<{ column_name: string }[]>('column_name')
    .where({ table_schema: schema, table_name: name })
    .whereNotIn('column_name', [...without])
    .orderBy('ordinal_position');
  return rows.map(({ column_name }) => `"${column_name}"`);
}

/**
 * Copies an open incident with its people, its escalation and the job that wakes it, and nothing else: it has been
 * paged long ago and waits for its next step.
 *
 * @param template - the incident that is copied
 * @param due - seconds from now until the next step of copy `n` (SQL over `n`, 1 the first)
 * @returns the lowest number of a copy; the others follow
 */
export async function copyOpenIncidents(
  knex: Knex,
  template: number,
  count: number,
  due: string,
): Promise<number> {
  const incidents = await columnsOf(knex, 'incidents.incidents', ['id']);
  const people = await columnsOf(knex, 'incidents.incident_people', [
    'incident_id',
  ]);
  const escalations = await columnsOf(knex, 'incidents.escalations', [
    'incident_id',
    'due_at',
  ]);
  const timeline = await columnsOf(knex, 'incidents.timeline', ['incident_id']);
  const jobs = await columnsOf(knex, 'incidents_work.job', [
    'id',
    'data',
    'singleton_key',
    'start_after',
  ]);
  return knex.transaction(async tx => {
    const { rows } = await tx.raw<{ rows: { id: number }[] }>(
      `insert into incidents.incidents (${incidents})
       select ${incidents} from incidents.incidents, generate_series(1, :count::int)
        where id = :template returning id`,
      { count, template },
    );
    const first = Math.min(...rows.map(({ id }) => id));
    const numbers = { first, count, template };
    await tx.raw(
      `insert into incidents.incident_people (incident_id, ${people})
       select :first::int + n - 1, ${people} from incidents.incident_people, generate_series(1, :count::int) n
        where incident_id = :template`,
      numbers,
    );
    await tx.raw(
      `insert into incidents.timeline (incident_id, ${timeline})
       select :first::int + n - 1, ${timeline} from incidents.timeline, generate_series(1, :count::int) n
        where incident_id = :template`,
      numbers,
    );
    await tx.raw(
      `insert into incidents.escalations (incident_id, due_at, ${escalations})
       select :first::int + n - 1, now() + (${due}) * interval '1 second', ${escalations}
         from incidents.escalations, generate_series(1, :count::int) n where incident_id = :template`,
      numbers,
    );
    await tx.raw(
      `insert into incidents_work.job (id, data, singleton_key, start_after, ${jobs})
       select gen_random_uuid(),
              jsonb_set(
                jsonb_set(data, '{data,incidentId}', to_jsonb(:first::int + n - 1)),
                '{runAt}', to_jsonb(extract(epoch from now() + (${due}) * interval '1 second') * 1000)),
              'escalation:' || :first::int + n - 1, now() + (${due}) * interval '1 second', ${jobs}
         from incidents_work.job, generate_series(1, :count::int) n
        where singleton_key = 'escalation:' || :template::int and state < 'active'`,
      numbers,
    );
    return first;
  });
}
