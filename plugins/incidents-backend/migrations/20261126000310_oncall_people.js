// What people say about their duty: requests to cover a part of it, when they are away, and the secret
// addresses under which calendar programs read it.
exports.up = async knex => {
  const instant = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });

  await knex.schema.createTable('cover_requests', table => {
    table.string('id', 64).primary();
    table.string('schedule_id', 64).notNullable();
    table.string('asker_ref', 600).notNullable().index();
    table.string('asked_ref', 600).notNullable().index();
    instant(table, 'start_at').notNullable();
    instant(table, 'end_at').notNullable();
    // What the asker takes over in return; both are empty for a mere cover.
    instant(table, 'return_start_at');
    instant(table, 'return_end_at');
    table.text('reason').notNullable();
    table.string('state', 16).notNullable();
    instant(table, 'created_at').notNullable();
    instant(table, 'answered_at');
    // The state that people were told of last.
    table.string('told_state', 16);
    // When there is something to do: somebody to be told, or a request whose time comes.
    instant(table, 'due_at').index();
    table.index(['schedule_id', 'state']);
  });
  await knex.schema.createTable('personal_leave', table => {
    table.string('id', 64).primary();
    table.string('person_ref', 600).notNullable();
    instant(table, 'start_at').notNullable();
    instant(table, 'end_at').notNullable();
    table.text('note').notNullable();
    instant(table, 'created_at').notNullable();
    table.index(['person_ref', 'end_at']);
  });
  await knex.schema.createTable('calendar_feeds', table => {
    table.string('id', 64).primary();
    table.string('person_ref', 600).notNullable().index();
    // Empty: the person's own shifts of all schedules.
    table.string('schedule_id', 64);
    table.string('token_hash', 64).notNullable().unique();
    instant(table, 'created_at').notNullable();
    instant(table, 'last_read_at');
  });
};

exports.down = async knex => {
  for (const table of ['calendar_feeds', 'personal_leave', 'cover_requests']) {
    await knex.schema.dropTable(table);
  }
};
