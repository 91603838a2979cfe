// Schedules: who is on call when. The layers are one JSON document, since they are read and written
// as a whole; `version` guards against two editors.
exports.up = knex =>
  knex.schema.createTable('schedules', table => {
    table.string('id', 64).primary();
    table.string('name', 100).notNullable().unique();
    table.string('owner_ref', 600).notNullable();
    table.text('document').notNullable();
    table.integer('version').notNullable();
    table.timestamp('updated_at', { useTz: true, precision: 3 }).notNullable();
    table.text('updated_by').notNullable();
  });

exports.down = knex => knex.schema.dropTable('schedules');
