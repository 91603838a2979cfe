// Whose page a learner's copy repeats, in words: `Ana Ruiz and Ben Okafor`. Empty for a page in earnest.
exports.up = async knex => {
  await knex.schema.alterTable('page_batches', table => {
    table.text('copy_of').nullable();
  });
};

exports.down = async knex => {
  // Not knex's dropColumn: on SQLite it builds the table anew, and the pages would go with the old one.
  await knex.raw('alter table page_batches drop column copy_of');
};
