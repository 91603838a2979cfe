import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { Row } from '../result';
import { until } from '../until';

/** Looks an entity up: the cheapest step that does something, so that what is measured is the runner. */
const sourceOf = (steps: number) =>
  JSON.stringify({
    name: 'Bench of steps',
    ownerRef: 'group:default/team-payments',
    limits: { atOnce: 1000, perHour: 10_000 },
    steps: Array.from({ length: steps }, (_, n) => ({
      id: `s${n}`,
      action: 'directory.look-up',
      with: { entity: 'component:default/checkout' },
    })),
  });

const patience = 1_800_000;

/**
 * Many runs at once, and as many bare jobs of the same queue as they have steps: jobs that find nothing to do, which is the
 * least that a step can cost.
 *
 * @param template - a run that waits: its job is copied
 */
export async function besideBareJobs(
  knex: Knex,
  admin: IncidentsClient,
  template: string,
  { runs, steps }: { readonly runs: number; readonly steps: number },
): Promise<Row[]> {
  const { id } = await admin.call(contract.plays.create, {
    body: { source: sourceOf(steps) },
  });
  await admin.call(contract.plays.setState, {
    params: { id },
    body: { version: 1, state: 'enabled' },
  });
  await knex.raw(
    `insert into incidents.play_runs
       (id, play_id, version, play_name, owner_ref, state, because, trigger, inputs, started_by, authority, chain,
        started_at, deadline_at, due_at, text)
     select 'run-' || n, :id, 1, 'Bench of steps', owner_ref, 'running', because, '{}', '{}', started_by, authority,
            '[]', now(), now() + interval '2 days', now() + interval '1 day', ''
       from incidents.play_runs, generate_series(1, :runs::int) n where play_runs.id = :template`,
    { id, runs, template },
  );
  const rows: Row[] = [];
  const measure = async (
    name: string,
    count: number,
    prefix: string,
    copies: number,
    isOver: () => Promise<boolean>,
  ) => {
    const start = performance.now();
    await copyJob(knex, template, prefix, copies);
    await until(`${name} are over`, isOver, patience);
    const seconds = (performance.now() - start) / 1000;
    rows.push({
      name,
      count,
      perSecond: Math.round(count / seconds),
      ms: null,
    });
  };
  const none = async (query: Knex.QueryBuilder) =>
    (await query.first()) === undefined;
  await measure(
    `steps of ${runs.toLocaleString('en-GB')} runs`,
    runs * steps,
    'run-',
    runs,
    () =>
      none(
        knex('incidents.play_runs').where({ play_id: id, state: 'running' }),
      ),
  );
  const [failed] = await knex('incidents.play_runs')
    .where({ play_id: id })
    .whereNot({ state: 'succeeded' })
    .limit(1);
  if (failed) throw new Error(`A run did not end well: ${failed.text}`);
  await measure(
    'bare jobs of the queue',
    runs * steps,
    'no-run-',
    runs * steps,
    () =>
      none(
        knex('incidents_work.job')
          .where({ name: 'plays.advance' })
          .whereIn('state', ['created', 'retry', 'active'])
          .andWhere('singleton_key', 'like', 'plays:run:no-run-%'),
      ),
  );
  return rows;
}

/** Copies the job that waits for a run, for runs of these names, due at once. */
async function copyJob(
  knex: Knex,
  template: string,
  prefix: string,
  count: number,
): Promise<void> {
  const changed = ['id', 'data', 'singleton_key', 'start_after'];
  const columns = await knex('information_schema.columns')
    .where({ table_schema: 'incidents_work', table_name: 'job' })
    .whereNotIn('column_name', changed)
    .select<{ column_name: string }[]>('column_name');
  const names = columns.map(({ column_name: name }) => `"${name}"`).join(', ');
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `insert into incidents_work.job (id, data, singleton_key, start_after, ${names})
     select gen_random_uuid(),
            jsonb_set(
              jsonb_set(data, '{data,runId}', to_jsonb(:prefix::text || n)), '{runAt}', 'null'),
            'plays:run:' || :prefix || n, now(), ${names}
       from incidents_work.job, generate_series(1, :count::int) n
      where singleton_key = 'plays:run:' || :template and state < 'active'`,
    { prefix, count, template },
  );
  if (rowCount !== count) {
    throw new Error(`${rowCount} jobs were made, and not ${count}`);
  }
}
