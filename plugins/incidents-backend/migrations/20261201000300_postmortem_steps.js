// What is to be done on the way to a postmortem, by whom, until when: copied from the configuration when it is opened.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });

  await knex.schema.createTable('postmortem_steps', table => {
    table.integer('postmortem_id').notNullable();
    // From 1.
    table.integer('position').notNullable();
    table.string('title', 200).notNullable();
    // Who does it: writer, reviewers or owner.
    table.string('role', 10).notNullable();
    table.integer('due_days').notNullable();
    at(table, 'due_at').notNullable();
    at(table, 'done_at').nullable();
    table.text('done_by').nullable();
    // When its people were told that it is overdue.
    at(table, 'told_at').nullable();
    // When they are to be told; null when they are not.
    at(table, 'notice_at').nullable().index();
    table.primary(['postmortem_id', 'position']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTableIfExists('postmortem_steps');
};
