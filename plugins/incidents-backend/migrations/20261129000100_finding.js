// Postmortems are found by their words without reading the words of each (docs/decisions/014), and one call makes the ticket of a
// follow-up.
exports.up = async knex => {
  const isPostgres = knex.client.config.client === 'pg';
  await knex.schema.alterTable('follow_ups', table => {
    // Who is making its ticket just now, and until when the others wait for that.
    table.string('ticket_claim', 64).nullable();
    table
      .timestamp('ticket_claimed_until', { useTz: true, precision: 3 })
      .nullable();
  });
  if (!isPostgres) return;
  // Long texts and their words stand beside the table, so that looking which rows an index means reads little. What is in the table
  // already moves when it is written next.
  await knex.raw('alter table full_texts set (toast_tuple_target = 256)');
  // Incidents are many more.
  await knex.raw(
    `create index if not exists full_texts_postmortem_words on full_texts using gin (words) where kind = 'postmortem'`,
  );
  // PostgreSQL takes reading the words of a row for cheap, and would rather read those of every row than the index.
  await knex.raw(
    `create or replace function postmortem_hits(looked tsquery) returns setof integer
       language sql stable parallel safe rows 5000 set enable_seqscan = off
       as $$ select id from full_texts where kind = 'postmortem' and words @@ looked $$`,
  );
};

exports.down = async knex => {
  if (knex.client.config.client === 'pg') {
    await knex.raw('drop function if exists postmortem_hits(tsquery)');
    await knex.raw('drop index if exists full_texts_postmortem_words');
    await knex.raw('alter table full_texts reset (toast_tuple_target)');
  }
  await knex.schema.alterTable('follow_ups', table => {
    table.dropColumn('ticket_claim');
    table.dropColumn('ticket_claimed_until');
  });
};
