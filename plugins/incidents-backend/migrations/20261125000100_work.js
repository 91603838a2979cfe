// Wake-ups of the embedded database, and work that failed for good (on either database).
// On PostgreSQL the wake-ups live in the schema "incidents_work", which the queue makes and keeps itself.
const isSqlite = knex => String(knex.client.config.client).includes('sqlite');

exports.up = async knex => {
  if (isSqlite(knex)) {
    await knex.schema.createTable('work_jobs', table => {
      table.increments('id');
      table.string('kind', 100).notNullable();
      table.string('key', 200).nullable().index();
      table.text('data').notNullable();
      table.timestamp('run_at', { useTz: true, precision: 3 }).notNullable();
      table.integer('attempts').notNullable();
      table.integer('starts').notNullable();
      table.index(['kind', 'run_at']);
    });
  }
  await knex.schema.createTable('work_dead_letters', table => {
    table.increments('id');
    table.string('kind', 100).notNullable();
    table.string('key', 200).nullable().index();
    table.text('data').notNullable();
    table.text('cause').notNullable();
    table.integer('attempts').notNullable();
    table.timestamp('failed_at', { useTz: true, precision: 3 }).notNullable();
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('work_dead_letters');
  await knex.schema.dropTableIfExists('work_jobs');
};
