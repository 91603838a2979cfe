// The reading list: published postmortems that newcomers should read. They are few, and found without going over the others.
exports.up = async knex => {
  await knex.schema.alterTable('postmortems', table => {
    // Why, who says so and when; null unless it stands on the list.
    table.text('worth_reading').nullable();
  });
  await knex.raw(
    `create index if not exists postmortems_worth_reading on postmortems (occurred_at, id)
     where worth_reading is not null`,
  );
};

exports.down = async knex => {
  await knex.raw('drop index if exists postmortems_worth_reading');
  await knex.schema.alterTable('postmortems', table => {
    table.dropColumn('worth_reading');
  });
};
