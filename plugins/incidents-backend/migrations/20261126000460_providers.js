// What each provider of a channel said, for channel health; who carried a message and its name for it; and
// answers that people gave through a channel, so that one that comes twice acts once.
exports.up = async knex => {
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });
  await knex.schema.createTable('provider_tries', table => {
    table.bigIncrements('id');
    table.string('channel', 64).notNullable();
    table.string('provider', 64).notNullable();
    at(table, 'at').notNullable();
    table.boolean('ok').notNullable();
    table.text('detail').notNullable();
    table.index(['channel', 'provider', 'ok', 'at']);
    table.index(['at']);
  });
  await knex.schema.createTable('inbound_replies', table => {
    table.string('channel', 64).notNullable();
    // The provider's id of the answer.
    table.string('reply_id', 200).notNullable();
    at(table, 'at').notNullable().index();
    table.boolean('ok').notNullable();
    table.text('text').notNullable();
    table.primary(['channel', 'reply_id']);
  });
  await knex.schema.alterTable('delivery_attempts', table => {
    table.string('provider', 64).nullable();
    table.string('reference', 200).nullable();
  });
};

exports.down = async knex => {
  // Not knex's dropColumn: on SQLite it builds the table anew.
  for (const column of ['provider', 'reference']) {
    await knex.raw(`alter table delivery_attempts drop column ${column}`);
  }
  await knex.schema.dropTable('inbound_replies');
  await knex.schema.dropTable('provider_tries');
};
