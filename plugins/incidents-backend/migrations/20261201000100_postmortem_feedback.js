// How useful a published postmortem was to each who took part in it.
exports.up = async knex => {
  await knex.schema.createTable('postmortem_feedback', table => {
    table.integer('postmortem_id').notNullable();
    table.string('person_ref', 600).notNullable();
    table.string('person_name', 600).notNullable();
    // From 1, not at all, to 5, very.
    table.integer('score').notNullable();
    table.text('text').notNullable();
    table.timestamp('at', { useTz: true, precision: 3 }).notNullable();
    table.primary(['postmortem_id', 'person_ref']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTableIfExists('postmortem_feedback');
};
