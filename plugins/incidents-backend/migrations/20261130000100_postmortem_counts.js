// How many postmortems there are of each service, team, severity, state, month and factor, among those that everybody may read
// (docs/decisions/014): kept by PostgreSQL itself, so that whatever version writes, they are true. Changes are added as rows and never
// written over, so that nobody waits for anybody; whoever reads them puts them together from time to time.
const isOpen = `state in ('published', 'amended') and not restricted`;
const operations = ['insert', 'update', 'delete'];

/** What a statement has taken away (sign -1) and added (1). */
const changedBy = (operation, columns) =>
  [
    ...(operation === 'insert'
      ? []
      : [`select -1 as sign, ${columns} from old_rows`]),
    ...(operation === 'delete'
      ? []
      : [`select 1 as sign, ${columns} from new_rows`]),
  ].join(' union all ');

const postmortemColumns =
  'id, state, restricted, severity, entity_ref, entity_name, owner_ref, owner_name, occurred_at';

/** Adds what changes when postmortems come and go; a change that nothing is counted by adds nothing. */
const addPostmortems = changed => `
  insert into postmortem_counts (facet, value, name, n)
  with counted_ones as (
    select *, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month from (${changed}) changed where ${isOpen}
  ), opened as (
    select id, sum(sign) as n from counted_ones group by id having sum(sign) <> 0
  )
  select facet, value, name, sum(n) from (
    select facet, value, name, sign as n
    from counted_ones cross join lateral (values
      ('service', entity_ref, entity_name),
      ('team', owner_ref, coalesce(owner_name, '')),
      ('severity', severity, severity),
      ('state', state, state),
      ('month', month, month)
    ) by_column (facet, value, name)
    where value is not null
    union all
    select 'factor', factor_id, '', n
    from opened cross join lateral (
      select distinct factor_id from postmortem_factors where postmortem_id = opened.id and factor_id is not null
    ) by_factor
  ) parts
  group by facet, value, name having sum(n) <> 0`;

/** Adds what changes with the factors of postmortems; a postmortem counts once for a factor, however often it has it. */
const addFactors = changed => `
  insert into postmortem_counts (facet, value, name, n)
  with pairs as (
    select postmortem_id, factor_id, sum(sign) as n from (${changed}) changed
    where factor_id is not null group by postmortem_id, factor_id having sum(sign) <> 0
  )
  select 'factor', factor_id, '', sum(n) from (
    select pairs.factor_id, (now_there.n > 0)::integer - (now_there.n > pairs.n)::integer as n
    from pairs
    join postmortems on postmortems.id = pairs.postmortem_id and ${isOpen}
    cross join lateral (
      select count(*) as n from postmortem_factors there
      where there.postmortem_id = pairs.postmortem_id and there.factor_id = pairs.factor_id
    ) now_there
  ) parts
  group by factor_id having sum(n) <> 0`;

/** Runs `statement` after each statement that changes `table`. */
async function follow(knex, table, columns, statementOf) {
  for (const operation of operations) {
    const name = `count_${table}_${operation}`;
    const seen = [
      ...(operation === 'insert' ? [] : ['old table as old_rows']),
      ...(operation === 'delete' ? [] : ['new table as new_rows']),
    ].join(' ');
    await knex.raw(
      `create or replace function ${name}() returns trigger language plpgsql
       as $$ begin ${statementOf(changedBy(operation, columns))}; return null; end $$`,
    );
    await knex.raw(
      `create trigger ${name} after ${operation} on ${table}
       referencing ${seen} for each statement execute function ${name}()`,
    );
  }
}

exports.up = async knex => {
  // Those that are counted anew for each reader: drafts and restricted ones.
  await knex.raw(
    `create index if not exists postmortems_not_open on postmortems (id)
     where state not in ('published', 'amended') or restricted`,
  );
  // SQLite counts them all anew.
  if (knex.client.config.client !== 'pg') return;
  await knex.schema.createTable('postmortem_counts', table => {
    table.bigIncrements('id');
    table.string('facet', 8).notNullable();
    table.string('value', 600).notNullable();
    // As it is shown; that of a factor stands with the factor.
    table.string('name', 600).notNullable();
    // Of several rows of the same the sum counts.
    table.integer('n').notNullable();
  });
  await follow(knex, 'postmortems', postmortemColumns, addPostmortems);
  await follow(
    knex,
    'postmortem_factors',
    'postmortem_id, factor_id',
    // Whoever opens or closes one of them just now is waited for, and sees these factors.
    changed => `
      perform 1 from postmortems where id in (select postmortem_id from (${changed}) changed)
        order by id for no key update;
      ${addFactors(changed)}`,
  );
  await knex.raw(
    addPostmortems(`select 1 as sign, ${postmortemColumns} from postmortems`),
  );
};

exports.down = async knex => {
  if (knex.client.config.client === 'pg') {
    for (const table of ['postmortems', 'postmortem_factors']) {
      for (const operation of operations) {
        const name = `count_${table}_${operation}`;
        await knex.raw(`drop trigger if exists ${name} on ${table}`);
        await knex.raw(`drop function if exists ${name}()`);
      }
    }
    await knex.schema.dropTableIfExists('postmortem_counts');
  }
  await knex.raw('drop index if exists postmortems_not_open');
};
