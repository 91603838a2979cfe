// One row per fact about this database: the signing key that was made for it, whether a portal
// without `demo` has used it.
exports.up = knex =>
  knex.schema.createTable('settings', table => {
    table.string('name', 64).primary();
    table.text('value').notNullable();
  });

exports.down = knex => knex.schema.dropTable('settings');
