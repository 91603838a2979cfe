// Who changed what: one row for each call that changes something besides an incident, which has its timeline.
exports.up = async knex => {
  await knex.schema.createTable('audit_entries', table => {
    table.string('id', 64).primary();
    table.timestamp('at', { useTz: true, precision: 3 }).notNullable();
    // An actor as JSON, by the name of the time.
    table.text('actor').notNullable();
    // The endpoint, and what it does in words.
    table.string('action', 100).notNullable();
    table.text('summary').notNullable();
    // What was asked, without secrets.
    table.text('request').notNullable();
    // `begun`, `done` or `refused`.
    table.string('outcome', 10).notNullable();
    table.text('reason').nullable();
    table.index(['at', 'id']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('audit_entries');
};
