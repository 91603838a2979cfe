// What people should know and are not paged for: news of their duty. A row per person and channel.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('notes', table => {
    table.string('id', 64).primary();
    table.string('channel', 64).notNullable();
    table.string('person_ref', 600).notNullable();
    table.string('person_name', 600).notNullable();
    // News about the same replace each other where a channel can do that.
    table.string('about', 200).notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.text('url').notNullable();
    at(table, 'created_at').notNullable().index();
    // Empty once it is sent or given up.
    at(table, 'due_at').index();
    at(table, 'sent_at');
    // Why it was given up.
    table.text('reason');
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('notes');
};
