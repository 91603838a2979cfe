// What the steps of a policy wait for, snoozes and questions beside steps; whose turn it is where a step
// pages one person at a time; alerts that are counted, and who was asked for an acknowledgement of their own.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.alterTable('escalations', table => {
    // `hours` or `alerts`, for which the next step waits; `release`: it has waited for the end of maintenance.
    // Null when only its delay runs.
    table.string('waiting_for', 10).nullable();
    // Somebody escalated now: the next step runs whatever it would wait for.
    table.boolean('forced').notNullable().defaultTo(false);
    // Maintenance holds it: no step runs before it is released.
    table.boolean('suspended').notNullable().defaultTo(false);
    // Maintenance has stopped pages of the step that ran last.
    table.boolean('cut_short').notNullable().defaultTo(false);
    // A step of its policy has a condition on alerts.
    table.boolean('counts_alerts').notNullable().defaultTo(false);
    // When its people were last asked whether they are at it, and since when that is unanswered.
    at(table, 'asked_at').nullable();
    at(table, 'unanswered_since').nullable();
  });
  await knex.schema.alterTable('incidents', table => {
    at(table, 'snoozed_until').nullable();
  });
  await knex.schema.createTable('escalation_step_turns', table => {
    table.string('policy_id', 64).notNullable();
    table.integer('step').notNullable();
    table.integer('taken').notNullable();
    table.primary(['policy_id', 'step']);
  });
  await knex.schema.createTable('escalation_arrivals', table => {
    table.integer('incident_id').notNullable();
    at(table, 'at').notNullable();
    // Alerts and repeats that arrived together.
    table.integer('count').notNullable();
    table.index(['incident_id', 'at']);
  });
  await knex.schema.createTable('escalation_asked', table => {
    table.integer('incident_id').notNullable();
    table.string('person_ref', 600).notNullable();
    at(table, 'acknowledged_at').nullable();
    table.primary(['incident_id', 'person_ref']);
  });
  await knex.schema.createTable('escalation_focus', table => {
    table.string('person_ref', 600).primary();
    // When the next step was last paged beside this person.
    at(table, 'at').notNullable();
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('escalation_focus');
  await knex.schema.dropTable('escalation_asked');
  await knex.schema.dropTable('escalation_arrivals');
  await knex.schema.dropTable('escalation_step_turns');
  // Not knex's dropColumn: on SQLite it builds the table anew.
  await knex.raw('alter table incidents drop column snoozed_until');
  for (const column of [
    'unanswered_since',
    'asked_at',
    'counts_alerts',
    'cut_short',
    'suspended',
    'forced',
    'waiting_for',
  ]) {
    await knex.raw('alter table escalations drop column ??', [column]);
  }
};
