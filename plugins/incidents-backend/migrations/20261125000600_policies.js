// Escalation policies and the entities that they are bound to. The steps are one JSON document, since
// they are read and written as a whole; `version` guards against two editors.
exports.up = async knex => {
  await knex.schema.createTable('policies', table => {
    table.string('id', 64).primary();
    table.string('name', 100).notNullable().unique();
    table.string('owner_ref', 600).notNullable();
    table.text('document').notNullable();
    table.integer('version').notNullable();
    table.timestamp('updated_at', { useTz: true, precision: 3 }).notNullable();
    table.text('updated_by').notNullable();
  });
  await knex.schema.createTable('policy_bindings', table => {
    table.string('entity_ref', 600).primary();
    table.string('policy_id', 64).notNullable().index();
    table.timestamp('bound_at', { useTz: true, precision: 3 }).notNullable();
    table.text('bound_by').notNullable();
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('policy_bindings');
  await knex.schema.dropTable('policies');
};
