// Plays: their versions, which are never changed; their runs, step by step and attempt by attempt; and what waits to start one.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('plays', table => {
    table.string('id', 64).primary();
    // Null for one that was removed: its name is free again, and its runs stay readable.
    table.string('name', 100).nullable().unique();
    table.string('last_name', 100).notNullable();
    table.string('owner_ref', 600).notNullable().index();
    table.string('state', 10).notNullable();
    table.integer('version').notNullable();
    table.integer('approved_version').nullable();
    // Why the last three runs that ended have failed, all of them: counts up to three.
    table.integer('failures_in_a_row').notNullable().defaultTo(0);
    // Of its schedule triggers, the next.
    at(table, 'next_tick_at').nullable().index();
    table.string('webhook_token_hash', 64).nullable().unique();
    table.text('webhook_secret').nullable();
    at(table, 'enabled_at').nullable();
    at(table, 'updated_at').notNullable();
    table.text('updated_by').notNullable();
    table.index(['state', 'name']);
  });
  await knex.schema.createTable('play_versions', table => {
    table.string('play_id', 64).notNullable();
    table.integer('version').notNullable();
    table.text('source').notNullable();
    // The parsed source with its defaults, and the ids of the actions it may use.
    table.text('document').notNullable();
    table.text('actions').notNullable();
    table.string('hash', 64).notNullable();
    at(table, 'made_at').notNullable();
    table.text('made_by').notNullable();
    at(table, 'approved_at').nullable();
    table.text('approved_by').nullable();
    // An admin approved it: it may act on incidents of every team.
    table.boolean('everywhere').notNullable().defaultTo(false);
    table.primary(['play_id', 'version']);
  });
  await knex.schema.createTable('play_runs', table => {
    table.string('id', 64).primary();
    table.string('play_id', 64).notNullable();
    table.integer('version').notNullable();
    table.string('play_name', 100).notNullable();
    table.string('owner_ref', 600).notNullable();
    // The text of `onceFor`, or a caller's idempotency key, hashed. Null: any number of times.
    table.string('once_key', 64).nullable();
    table.string('state', 10).notNullable();
    table.integer('incident_id').nullable();
    table.string('entity_ref', 600).nullable();
    // What started it: an event in words, and what the context's `trigger` holds.
    table.text('because').notNullable();
    table.text('trigger').notNullable();
    table.text('inputs').notNullable();
    table.text('started_by').notNullable();
    // Under whose authority it acts: `person` with a ref, or `play` with who approved it.
    table.text('authority').notNullable();
    // Ids of the plays and the incident entries that led to it, for the guard against loops.
    table.text('chain').notNullable();
    // The run and the step that called it.
    table.string('caller_run_id', 64).nullable();
    table.string('caller_path', 500).nullable();
    at(table, 'started_at').notNullable();
    at(table, 'deadline_at').notNullable();
    at(table, 'ended_at').nullable();
    // When somebody must look at it again; null while an attempt runs, or people are asked without a limit.
    at(table, 'due_at').nullable();
    // Grows with each change: what was seen before is looked at again.
    table.integer('revision').notNullable().defaultTo(0);
    // Grows when a person has steps run again: steps take it as theirs.
    table.integer('generation').notNullable().defaultTo(0);
    // Since when and why, while the steps run with which a failed run ends.
    table.text('failing').nullable();
    table.text('text').notNullable();
    table.boolean('asking').notNullable().defaultTo(false);
    table.unique(['play_id', 'once_key']);
    table.index(['play_id', 'started_at', 'id']);
    table.index(['play_id', 'state', 'started_at']);
    table.index(['incident_id', 'started_at']);
    table.index(['started_at', 'id']);
    table.index(['state', 'started_at', 'id']);
    table.index(['state', 'due_at']);
    table.index(['caller_run_id']);
  });
  await knex.schema.createTable('play_steps', table => {
    table.string('run_id', 64).notNullable();
    table.string('path', 500).notNullable();
    // In which order they have begun, from 1.
    table.integer('position').notNullable();
    table.string('kind', 20).notNullable();
    table.string('state', 12).notNullable();
    // Attempts so far, and how often a person has had it run again: part of its idempotency key.
    table.integer('attempt').notNullable().defaultTo(0);
    table.integer('generation').notNullable().defaultTo(0);
    at(table, 'started_at').notNullable();
    at(table, 'ended_at').nullable();
    at(table, 'due_at').nullable();
    // While an attempt runs: its process is taken for dead afterwards.
    at(table, 'lease_until').nullable();
    table.text('text').notNullable();
    table.text('input').nullable();
    table.text('output').nullable();
    // What its kind keeps: whom it asks, the values of a loop, the round of a repetition.
    table.text('data').notNullable();
    table.primary(['run_id', 'path']);
    table.index(['state', 'lease_until']);
  });
  await knex.schema.createTable('play_attempts', table => {
    table.string('run_id', 64).notNullable();
    table.string('path', 500).notNullable();
    table.integer('generation').notNullable();
    table.integer('number').notNullable();
    at(table, 'started_at').notNullable();
    at(table, 'ended_at').nullable();
    table.string('outcome', 12).notNullable();
    table.text('detail').notNullable();
    table.primary(['run_id', 'path', 'generation', 'number']);
  });
  // How many runs have ended by day, since counting a year of them for a list takes too long.
  await knex.schema.createTable('play_days', table => {
    table.string('play_id', 64).notNullable();
    // UTC, YYYY-MM-DD.
    table.string('day', 10).notNullable();
    table.string('outcome', 10).notNullable();
    table.integer('count').notNullable();
    table.primary(['play_id', 'day', 'outcome']);
  });
  // Signed calls of webhooks, for a day: each counts once, whatever else is sent with it.
  await knex.schema.createTable('play_calls', table => {
    table.string('play_id', 64).notNullable();
    // Its hash.
    table.string('signature', 64).notNullable();
    at(table, 'called_at').notNullable().index();
    table.string('run_id', 64).nullable();
    table.primary(['play_id', 'signature']);
  });
  await knex.schema.createTable('play_timers', table => {
    table.string('play_id', 64).notNullable();
    table.integer('incident_id').notNullable();
    // Which of the play's triggers, from 0.
    table.integer('trigger').notNullable();
    at(table, 'due_at').notNullable().index();
    table.primary(['play_id', 'incident_id', 'trigger']);
    table.index(['incident_id']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('play_timers');
  await knex.schema.dropTable('play_calls');
  await knex.schema.dropTable('play_days');
  await knex.schema.dropTable('play_attempts');
  await knex.schema.dropTable('play_steps');
  await knex.schema.dropTable('play_runs');
  await knex.schema.dropTable('play_versions');
  await knex.schema.dropTable('plays');
};
