// Incidents, the people in them, their timeline (append-only, one sequence per incident) and how far
// each subscriber has followed it.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('incidents', table => {
    table.increments('id');
    table.string('title', 300).notNullable();
    table.text('description').notNullable();
    table.string('entity_ref', 600).notNullable();
    table.string('entity_name', 600).notNullable();
    table.string('owner_ref', 600).nullable();
    table.string('owner_name', 600).nullable();
    table.string('system_ref', 600).nullable();
    table.string('system_name', 600).nullable();
    table.string('severity', 4).notNullable();
    table.string('urgency', 4).notNullable();
    table.string('status', 12).notNullable();
    table.string('phase', 13).notNullable();
    table.string('customer_impact', 7).notNullable();
    table.boolean('unanswered').notNullable().defaultTo(false);
    at(table, 'opened_at').notNullable();
    table.text('opened_by').notNullable();
    at(table, 'acknowledged_at').nullable();
    table.text('acknowledged_by').nullable();
    at(table, 'resolved_at').nullable();
    table.text('resolved_by').nullable();
    table.integer('recurrence_of').nullable();
    table.string('policy_name', 200).notNullable();
    table.text('trace').notNullable();
    table.integer('version').notNullable().defaultTo(1);
    table.integer('last_seq').notNullable().defaultTo(0);
    at(table, 'updated_at').notNullable();
    table.string('idempotency_key', 100).nullable().unique();
    table.index(['status', 'id']);
    table.index(['entity_ref', 'id']);
    table.index(['entity_ref', 'resolved_at']);
    table.index(['owner_ref', 'id']);
    table.index(['system_ref', 'id']);
    table.index(['severity', 'id']);
  });
  await knex.schema.createTable('incident_people', table => {
    table.integer('incident_id').notNullable();
    table.string('person_ref', 600).notNullable();
    table.string('person_name', 600).notNullable();
    // `assigned` must act now, `responder` takes part.
    table.string('part', 9).notNullable();
    table.integer('position').notNullable();
    table.primary(['incident_id', 'part', 'person_ref']);
    table.index(['person_ref', 'part', 'incident_id']);
  });
  await knex.schema.createTable('timeline', table => {
    table.integer('incident_id').notNullable();
    table.integer('seq').notNullable();
    at(table, 'at').notNullable();
    table.string('kind', 40).notNullable();
    table.text('actor').notNullable();
    table.text('text').notNullable();
    table.text('data').notNullable();
    table.primary(['incident_id', 'seq']);
  });
  await knex.schema.createTable('incident_followers', table => {
    table.string('subscriber', 40).notNullable();
    table.integer('incident_id').notNullable();
    table.integer('seq').notNullable();
    table.primary(['subscriber', 'incident_id']);
  });
};

exports.down = async knex => {
  await knex.schema.dropTable('incident_followers');
  await knex.schema.dropTable('timeline');
  await knex.schema.dropTable('incident_people');
  await knex.schema.dropTable('incidents');
};
