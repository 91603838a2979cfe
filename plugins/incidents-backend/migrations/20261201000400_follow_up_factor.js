// Which factor a follow-up is against. Without one it is against all that its postmortem names.
exports.up = async knex => {
  await knex.schema.alterTable('follow_ups', table => {
    table.string('factor_id', 64).nullable();
  });
};

exports.down = async knex => {
  await knex.schema.alterTable('follow_ups', table => {
    table.dropColumn('factor_id');
  });
};
