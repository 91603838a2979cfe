// Pages decided together (one call: a step, or a direct page), each person's page, its deliveries and
// their attempts; test pages; and the demo's mailbox. The truth of what is due is in `deliveries`.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('page_batches', table => {
    table.string('id', 64).primary();
    table.integer('incident_id').notNullable();
    table.string('urgency', 4).notNullable();
    // 1 the first step of the policy; null for a direct page.
    table.integer('step').nullable();
    table.integer('loop').notNullable();
    table.text('why').notNullable();
    at(table, 'created_at').notNullable();
    // When the last delivery failed for good, so that nobody was reached; and when escalation was told.
    at(table, 'unreached_at').nullable();
    at(table, 'told_at').nullable();
    table.index(['unreached_at']);
  });
  await knex.schema.createTable('pages', table => {
    table.string('id', 64).primary();
    table
      .string('batch_id', 64)
      .notNullable()
      .references('page_batches.id')
      .onDelete('CASCADE');
    table.integer('incident_id').notNullable();
    table.string('person_ref', 600).notNullable();
    table.string('person_name', 600).notNullable();
    table.integer('position').notNullable();
    table.index(['incident_id']);
    table.index(['batch_id']);
  });
  await knex.schema.createTable('deliveries', table => {
    table.string('id', 64).primary();
    table
      .string('page_id', 64)
      .notNullable()
      .references('pages.id')
      .onDelete('CASCADE');
    table.integer('incident_id').notNullable();
    table.string('channel', 64).notNullable();
    table.integer('position').notNullable();
    // Masked; the address itself is asked of the directory for each attempt.
    table.string('address', 320).nullable();
    table.string('state', 9).notNullable();
    at(table, 'due_at').notNullable();
    at(table, 'sending_since').nullable();
    table.integer('attempts').notNullable().defaultTo(0);
    at(table, 'sent_at').nullable();
    table.text('reason').nullable();
    table.index(['state', 'due_at']);
    table.index(['incident_id', 'state']);
    table.index(['page_id']);
  });
  await knex.schema.createTable('delivery_attempts', table => {
    table
      .string('delivery_id', 64)
      .notNullable()
      .references('deliveries.id')
      .onDelete('CASCADE');
    table.integer('attempt').notNullable();
    table.string('channel', 64).notNullable();
    at(table, 'at').notNullable();
    table.string('outcome', 6).notNullable();
    table.text('detail').notNullable();
    table.primary(['delivery_id', 'attempt']);
    table.index(['channel', 'outcome', 'at']);
  });
  await knex.schema.createTable('test_pages', table => {
    table.string('id', 64).primary();
    table.string('person_ref', 600).notNullable();
    at(table, 'at').notNullable();
    table.boolean('ok').notNullable();
    table.index(['ok']);
  });
  await knex.schema.createTable('mailbox', table => {
    table.string('id', 64).primary();
    at(table, 'at').notNullable();
    table.string('idempotency_key', 100).notNullable().unique();
    table.string('person_ref', 600).notNullable();
    table.string('person_name', 600).notNullable();
    table.string('address', 320).notNullable();
    table.text('subject').notNullable();
    table.text('text').notNullable();
    table.index(['at', 'id']);
  });
};

exports.down = async knex => {
  for (const table of [
    'mailbox',
    'test_pages',
    'delivery_attempts',
    'deliveries',
    'pages',
    'page_batches',
  ]) {
    await knex.schema.dropTable(table);
  }
};
