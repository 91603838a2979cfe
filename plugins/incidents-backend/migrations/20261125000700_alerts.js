// What monitors send: the ways in (integrations), alerts and change events as they stand, and a log
// of what became of each request, so that whatever was accepted or refused can be explained.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('integrations', table => {
    table.string('id', 36).primary();
    table.string('name', 100).notNullable();
    table.string('entity_ref', 600).notNullable();
    // SHA-256 of the key, in hex; the key itself is stored nowhere.
    table.string('key_hash', 64).notNullable().unique();
    table.string('key_hint', 4).notNullable();
    table.string('status', 7).notNullable();
    at(table, 'created_at').notNullable();
    table.string('created_by_ref', 600).notNullable();
    table.string('created_by_name', 600).notNullable();
    at(table, 'revoked_at').nullable();
    at(table, 'last_event_at').nullable();
    table.index(['entity_ref', 'created_at']);
  });
  await knex.schema.createTable('alerts', table => {
    table.string('id', 36).primary();
    // 0 only within the transaction that opens the incident.
    table.integer('incident_id').notNullable();
    table.string('integration_id', 36).notNullable();
    table.string('entity_ref', 600).notNullable();
    table.string('entity_name', 600).notNullable();
    table.string('dedup_key', 255).notNullable();
    table.string('status', 8).notNullable();
    table.string('severity', 8).notNullable();
    table.text('summary').notNullable();
    table.text('source').notNullable();
    table.text('component').nullable();
    table.text('group').nullable();
    table.text('class').nullable();
    table.text('client').nullable();
    table.text('client_url').nullable();
    table.text('links').notNullable();
    table.text('images').notNullable();
    table.text('details').notNullable();
    at(table, 'occurred_at').notNullable();
    at(table, 'first_at').notNullable();
    at(table, 'last_at').notNullable();
    table.integer('count').notNullable();
    at(table, 'resolved_at').nullable();
    table.index(['incident_id', 'first_at']);
    table.index(['integration_id', 'dedup_key', 'resolved_at']);
  });
  // One open alert for a dedup key: what makes concurrent duplicates one alert.
  await knex.raw(
    `create unique index alerts_open_key on alerts (integration_id, dedup_key) where status = 'open'`,
  );
  await knex.schema.createTable('change_events', table => {
    table.string('id', 36).primary();
    table.string('integration_id', 36).notNullable();
    table.string('entity_ref', 600).notNullable();
    table.string('entity_name', 600).notNullable();
    at(table, 'at').notNullable();
    table.text('summary').notNullable();
    table.text('source').nullable();
    table.text('links').notNullable();
    table.text('details').notNullable();
    table.index(['entity_ref', 'at', 'id']);
  });
  await knex.schema.createTable('ingest_log', table => {
    table.bigIncrements('id');
    // Null for what came with a key that nobody has.
    table.string('integration_id', 36).nullable();
    at(table, 'at').notNullable();
    table.string('type', 6).notNullable();
    table.string('action', 11).nullable();
    table.string('outcome', 12).notNullable();
    table.text('dedup_key').nullable();
    table.text('summary').nullable();
    table.text('reason').nullable();
    table.text('errors').notNullable();
    table.text('warnings').notNullable();
    table.integer('incident_id').nullable();
    table.text('payload').notNullable();
    table.index(['integration_id', 'id']);
    table.index(['at']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('ingest_log');
  await knex.schema.dropTable('change_events');
  await knex.schema.dropTable('alerts');
  await knex.schema.dropTable('integrations');
};
