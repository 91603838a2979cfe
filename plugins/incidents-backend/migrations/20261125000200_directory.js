// The last known good answer of the catalog: one row per entity, one per member of a group.
// Rows are kept when an entity vanishes, so that its incidents keep their names and people.
exports.up = async knex => {
  await knex.schema.createTable('directory_entities', table => {
    table.string('ref', 600).primary();
    table.string('parent_ref', 600).nullable().index();
    table.string('fingerprint', 64).notNullable();
    table.text('facts').notNullable();
    table
      .timestamp('confirmed_at', { useTz: true, precision: 3 })
      .notNullable();
    table.timestamp('vanished_at', { useTz: true, precision: 3 }).nullable();
  });
  await knex.schema.createTable('directory_members', table => {
    table.string('group_ref', 600).notNullable();
    table.string('person_ref', 600).notNullable();
    table.primary(['group_ref', 'person_ref']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('directory_members');
  await knex.schema.dropTable('directory_entities');
};
