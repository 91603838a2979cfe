// Maintenance windows with what they cover and which incidents they have held; heartbeats; what owners
// set for an entity; what the watchdog saw last; and until when an incident is held.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('maintenance_windows', table => {
    table.string('id', 36).primary();
    // The entities by name, as JSON; their refs are in `maintenance_scopes`.
    table.text('entities').notNullable();
    table.string('reason', 300).notNullable();
    at(table, 'starts_at').notNullable();
    at(table, 'ends_at').notNullable();
    table.text('created_by').notNullable();
    at(table, 'created_at').notNullable();
    // When incidents must be looked at for it again; null once it is over and they have been.
    at(table, 'settle_at').nullable();
    table.index(['ends_at', 'id']);
    table.index(['settle_at']);
  });
  await knex.schema.createTable('maintenance_scopes', table => {
    table.string('window_id', 36).notNullable();
    table.string('entity_ref', 600).notNullable();
    table.primary(['window_id', 'entity_ref']);
    table.index(['entity_ref']);
  });
  await knex.schema.createTable('maintenance_held', table => {
    table.string('window_id', 36).notNullable();
    table.integer('incident_id').notNullable();
    table.primary(['window_id', 'incident_id']);
  });
  await knex.schema.createTable('heartbeats', table => {
    table.string('id', 36).primary();
    table.string('name', 100).notNullable();
    table.string('entity_ref', 600).notNullable();
    table.string('entity_name', 600).notNullable();
    table.integer('every_minutes').notNullable();
    table.string('severity', 4).notNullable();
    // SHA-256 of the secret in its address, in hex; the secret itself is stored nowhere.
    table.string('token_hash', 64).notNullable().unique();
    table.string('key_hint', 4).notNullable();
    table.boolean('paused').notNullable();
    at(table, 'created_at').notNullable();
    at(table, 'last_beat_at').nullable();
    // When silence begins; null while it is paused, has never beaten, or is silent.
    at(table, 'due_at').nullable();
    at(table, 'silent_since').nullable();
    // When its alert must be looked at again; null when nothing can change but by a beat.
    at(table, 'settle_at').nullable();
    table.index(['settle_at']);
    table.index(['entity_ref']);
  });
  await knex.schema.createTable('entity_settings', table => {
    table.string('entity_ref', 600).primary();
    table.integer('auto_resolve_minutes').nullable();
    table.integer('version').notNullable();
    at(table, 'updated_at').notNullable();
    table.text('updated_by').notNullable();
    table.index(['auto_resolve_minutes']);
  });
  // One row for each check that repaired something, and the newest.
  await knex.schema.createTable('watchdog_checks', table => {
    table.bigIncrements('id');
    at(table, 'at').notNullable();
    table.integer('incidents').notNullable();
    table.integer('repaired').notNullable();
    table.index(['at']);
  });
  await knex.schema.alterTable('incidents', table => {
    table.string('held_reason', 300).nullable();
    at(table, 'held_until').nullable();
  });
  await knex.raw(
    'create index incidents_held on incidents (held_until) where held_until is not null',
  );
};

exports.down = async knex => {
  await knex.raw('drop index incidents_held');
  // Not knex's dropColumn: on SQLite it builds the table anew.
  await knex.raw('alter table incidents drop column held_until');
  await knex.raw('alter table incidents drop column held_reason');
  for (const table of [
    'watchdog_checks',
    'entity_settings',
    'heartbeats',
    'maintenance_held',
    'maintenance_scopes',
    'maintenance_windows',
  ]) {
    await knex.schema.dropTable(table);
  }
};
