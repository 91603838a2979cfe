// What a schedule said and says: every version that was saved, and the changes for a time on top of them.
// What existing schedules say has always held. The version before writes only `schedules`; a row there
// that is newer than the newest version here is read as that version.
exports.up = async knex => {
  const instant = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  const ofSchedule = table =>
    table
      .string('schedule_id', 64)
      .notNullable()
      .references('id')
      .inTable('schedules')
      .onDelete('CASCADE');

  await knex.schema.alterTable('schedules', table => {
    // Empty while it is in use.
    instant(table, 'archived_at');
    // When notices are to be looked at next; empty: at once.
    instant(table, 'watch_at').index();
  });
  await knex.schema.createTable('schedule_versions', table => {
    ofSchedule(table);
    table.integer('version').notNullable();
    // Empty: it always held.
    instant(table, 'effective_from');
    table.text('document').notNullable();
    instant(table, 'saved_at').notNullable();
    table.text('saved_by').notNullable();
    table.primary(['schedule_id', 'version']);
  });
  await knex('schedule_versions').insert(
    knex('schedules').select(
      'id as schedule_id',
      'version',
      knex.raw('null'),
      'document',
      'updated_at',
      'updated_by',
    ),
  );
  await knex.schema.createTable('schedule_changes', table => {
    table.string('id', 64).primary();
    ofSchedule(table);
    // override, temporary or shadow; its content is a document of that kind.
    table.string('kind', 16).notNullable();
    instant(table, 'start_at').notNullable();
    instant(table, 'end_at').notNullable();
    table.text('document').notNullable();
    instant(table, 'created_at').notNullable();
    table.text('created_by').notNullable();
    table.index(['schedule_id', 'end_at']);
  });
  // Who was told, or is to be told, of what. A key is told once.
  await knex.schema.createTable('schedule_notices', table => {
    table.string('id', 64).primary();
    ofSchedule(table);
    table.string('person_ref', 600).notNullable();
    table.string('key', 200).notNullable();
    table.text('document').notNullable();
    instant(table, 'created_at').notNullable();
    // Empty until it is told.
    instant(table, 'told_at').index();
    table.unique(['schedule_id', 'person_ref', 'key']);
  });
};

exports.down = async knex => {
  for (const table of [
    'schedule_notices',
    'schedule_changes',
    'schedule_versions',
  ]) {
    await knex.schema.dropTable(table);
  }
  await knex.schema.alterTable('schedules', table => {
    table.dropIndex('watch_at');
    table.dropColumns('archived_at', 'watch_at');
  });
};
