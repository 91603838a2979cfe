// How people are reached (methods, codes that verify them, rules), what planning by rules needs to know of
// a delivery, and what was sent lately to whom, for storms and limits.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('contact_methods', table => {
    table.string('id', 64).primary();
    table.string('person_ref', 600).notNullable().index();
    table.string('channel', 64).notNullable();
    // Encrypted with a key of incidents.keys; the mask is what everybody else may see.
    table.text('address_sealed').notNullable();
    table.string('address_mask', 320).notNullable();
    table.string('label', 100).notNullable();
    at(table, 'verified_at').nullable();
    at(table, 'created_at').notNullable();
  });
  // A code outlives its method, so that removing and adding one again sends no more codes than are allowed.
  await knex.schema.createTable('contact_codes', table => {
    table.string('id', 64).primary();
    table.string('method_id', 64).notNullable().index();
    table.string('person_ref', 600).notNullable();
    table.string('address_hash', 64).notNullable();
    table.string('code_hash', 64).notNullable();
    table.integer('tries').notNullable().defaultTo(0);
    at(table, 'sent_at').notNullable();
    at(table, 'expires_at').notNullable();
    table.index(['person_ref', 'sent_at']);
  });
  await knex.schema.createTable('contact_rules', table => {
    table.string('person_ref', 600).primary();
    table.text('document').notNullable();
    table.integer('version').notNullable();
    at(table, 'updated_at').notNullable();
  });
  await knex.schema.alterTable('page_batches', table => {
    // Each person acknowledges for themselves.
    table.boolean('multi_ack').notNullable().defaultTo(false);
  });
  await knex.schema.alterTable('pages', table => {
    table.index(['person_ref']);
  });
  await knex.schema.alterTable('deliveries', table => {
    // `catalog:email`, `portal`, or one of contact_methods; empty on a delivery of the version before.
    table.string('method_id', 80).nullable();
    table.string('person_ref', 600).nullable();
    table.string('urgency', 4).nullable();
    // By which rule of the person: so many minutes after the page.
    table.integer('after_minutes').notNullable().defaultTo(0);
    // Deliveries of one bundle go as one message.
    table.string('bundle_id', 64).nullable();
    // Another delivery of the same incident to the same method, within a minute, that stands for this one.
    table.string('credited_to', 64).nullable();
    // When the person was told that somebody else has the incident.
    at(table, 'followed_at').nullable();
    table.index(['bundle_id']);
    table.index(['person_ref', 'state']);
  });
  // One row per person and method, and per channel that is limited: when something was sent lately.
  await knex.schema.createTable('delivery_paces', table => {
    table.string('id', 64).primary();
    table.text('recent').notNullable();
    table.string('bundle_id', 64).nullable();
    at(table, 'bundle_due_at').nullable();
    at(table, 'updated_at').notNullable().index();
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('delivery_paces');
  // Not knex's dropColumn: on SQLite it builds the table anew, and what belongs to it would go with it.
  for (const index of [
    'deliveries_bundle_id_index',
    'deliveries_person_ref_state_index',
    'pages_person_ref_index',
  ]) {
    await knex.raw(`drop index ${index}`);
  }
  for (const column of [
    'followed_at',
    'credited_to',
    'bundle_id',
    'after_minutes',
    'urgency',
    'person_ref',
    'method_id',
  ]) {
    await knex.raw(`alter table deliveries drop column ${column}`);
  }
  await knex.raw('alter table page_batches drop column multi_ack');
  for (const table of ['contact_rules', 'contact_codes', 'contact_methods']) {
    await knex.schema.dropTable(table);
  }
};
