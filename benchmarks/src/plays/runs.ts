import { Knex } from 'knex';

/** Fills the history with runs that have ended, spread over 90 days: of one play mostly, some of others. */
export async function fillHistory(
  knex: Knex,
  playId: string,
  count: number,
): Promise<void> {
  await knex.raw(
    `insert into incidents.play_runs
       (id, play_id, version, play_name, owner_ref, state, because, trigger, inputs, started_by, authority, chain,
        started_at, deadline_at, ended_at, text)
     select 'old-' || n, case when n % 10 = 0 then 'other' else :playId end, 1, 'Bench', 'group:default/team-payments',
            case when n % 50 = 0 then 'failed' else 'succeeded' end, 'it was long ago', '{}', '{}',
            '{"kind":"system","ref":null,"name":"Muster"}',
            '{"kind":"person","person":{"ref":"user:default/ana.ruiz","name":"Ana Ruiz"}}', '[]',
            now() - n * interval '7.7 seconds', now() - n * interval '7.7 seconds' + interval '1 day', now(), 'Done'
       from generate_series(1, :count::int) n`,
    { playId, count },
  );
  // As it is by itself after a while.
  await knex.raw('vacuum analyze incidents.play_runs');
}

/** Adds runs that wait for tomorrow, each with its step. */
export async function addWaiting(
  knex: Knex,
  playId: string,
  count: number,
): Promise<void> {
  await knex.raw(
    `insert into incidents.play_runs
       (id, play_id, version, play_name, owner_ref, state, because, trigger, inputs, started_by, authority, chain,
        started_at, deadline_at, due_at, text)
     select 'waits-' || n, :playId, 1, 'Bench', 'group:default/team-payments', 'running', 'it waits', '{}', '{}',
            '{"kind":"system","ref":null,"name":"Muster"}',
            '{"kind":"person","person":{"ref":"user:default/ana.ruiz","name":"Ana Ruiz"}}', '[]',
            now(), now() + interval '2 days', now() + interval '1 day', 'Waits'
       from generate_series(1, :count::int) n`,
    { playId, count },
  );
  await knex.raw(
    `insert into incidents.play_steps (run_id, path, position, kind, state, started_at, due_at, text, data)
     select 'waits-' || n, 'rest', 1, 'wait', 'waiting', now(), now() + interval '1 day', 'Waits', '{}'
       from generate_series(1, :count::int) n`,
    { count },
  );
}

/** Transactions of the whole server within some seconds. */
export async function transactionsIn(
  knex: Knex,
  seconds: number,
): Promise<number> {
  const read = async () => {
    const { rows } = await knex.raw<{ rows: { count: string }[] }>(
      'select sum(xact_commit) as count from pg_stat_database',
    );
    return Number(rows[0].count);
  };
  const before = await read();
  await new Promise(resolve => {
    setTimeout(resolve, seconds * 1000);
  });
  return (await read()) - before;
}
