// The escalation of each incident: the policy as it was at trigger, where it stands and when it goes
// on; and whose turn it is in groups too large to page as a whole.
exports.up = async knex => {
  await knex.schema.createTable('escalations', table => {
    table.integer('incident_id').primary();
    table.text('policy').notNullable();
    // The step that ran last, 0 the first; the number of steps stands for the catch-all.
    table.integer('step').notNullable();
    table.integer('loop').notNullable();
    // `held` (recorded, pages nobody), `running`, `stopped`, `exhausted`.
    table.string('state', 10).notNullable();
    table.timestamp('due_at', { useTz: true, precision: 3 }).nullable();
    table.index(['state', 'due_at']);
  });
  await knex.schema.createTable('escalation_turns', table => {
    table.string('owner_ref', 600).primary();
    table.integer('taken').notNullable();
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('escalation_turns');
  await knex.schema.dropTable('escalations');
};
