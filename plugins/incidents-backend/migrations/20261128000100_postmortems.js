// Postmortems: the document with its sections and every version of them, the curated timeline, the tree of factors, who reviews
// it, what follows from it; and the full text by which they, and incidents like the present one, are found.
exports.up = async knex => {
  const isPostgres = knex.client.config.client === 'pg';
  const at = (table, name) =>
    table.timestamp(name, { useTz: true, precision: 3 });

  await knex.schema.createTable('postmortems', table => {
    table.increments('id');
    // Null for an imported one. What is needed of the incident is kept here, so that it can be read without it.
    table.integer('incident_id').nullable().unique();
    table.text('title').notNullable();
    table.string('state', 10).notNullable();
    table.boolean('required').notNullable();
    table.string('severity', 8).notNullable();
    // The columns by which permission policies filter incidents have the same names here.
    table.string('entity_ref', 600).notNullable();
    table.string('entity_name', 600).notNullable();
    table.string('owner_ref', 600).nullable();
    table.string('owner_name', 600).nullable();
    table.string('system_ref', 600).nullable();
    table.string('writer_ref', 600).nullable();
    table.string('writer_name', 600).nullable();
    at(table, 'occurred_at').notNullable();
    at(table, 'ended_at').nullable();
    at(table, 'opened_at').notNullable();
    at(table, 'due_at').nullable();
    at(table, 'published_at').nullable();
    at(table, 'amended_at').nullable();
    // Reason, who and when; null unless it is waived.
    table.text('waived').nullable();
    table.string('template_id', 64).nullable();
    table.string('template_name', 100).nullable();
    // Figures that people gave, and wordings that somebody has looked at.
    table.text('figures').notNullable();
    table.text('dismissed').notNullable();
    table.boolean('restricted').notNullable().defaultTo(false);
    // The beginning of the summary, as plain text.
    table.string('summary', 300).notNullable().defaultTo('');
    // Of an imported text, so that it is taken once.
    table.string('import_hash', 64).nullable().unique();
    table.integer('version').notNullable().defaultTo(1);
    at(table, 'updated_at').notNullable();
    // When somebody is reminded next; null when nobody is.
    at(table, 'notice_at').nullable();
    table.integer('notices').notNullable().defaultTo(0);
    // Since when the folder of documents is behind; null while it is not.
    at(table, 'docs_due_at').nullable();
    table.index(['state', 'occurred_at', 'id']);
    table.index(['occurred_at', 'id']);
    table.index(['entity_ref', 'occurred_at', 'id']);
    table.index(['owner_ref', 'occurred_at', 'id']);
    table.index(['notice_at']);
    table.index(['docs_due_at']);
    table.index(['published_at', 'id']);
    table.index(['opened_at']);
  });
  // Participants, reviewers, and who may read a restricted one.
  await knex.schema.createTable('postmortem_people', table => {
    table.integer('postmortem_id').notNullable();
    table.string('part', 12).notNullable();
    table.string('ref', 600).notNullable();
    table.string('name', 600).notNullable();
    table.integer('position').notNullable();
    at(table, 'asked_at').nullable();
    at(table, 'signed_off_at').nullable();
    table.text('note').notNullable().defaultTo('');
    table.primary(['postmortem_id', 'part', 'ref']);
    table.index(['ref', 'postmortem_id']);
  });
  await knex.schema.createTable('postmortem_events', table => {
    table.integer('postmortem_id').notNullable();
    table.integer('seq').notNullable();
    at(table, 'at').notNullable();
    table.text('actor').notNullable();
    table.text('text').notNullable();
    table.primary(['postmortem_id', 'seq']);
  });
  await knex.schema.createTable('postmortem_sections', table => {
    table.integer('postmortem_id').notNullable();
    table.string('key', 40).notNullable();
    table.integer('position').notNullable();
    table.string('title', 100).notNullable();
    table.text('help').notNullable();
    table.string('kind', 12).notNullable();
    table.boolean('required').notNullable();
    table.text('body').notNullable();
    table.integer('version').notNullable();
    at(table, 'updated_at').notNullable();
    table.text('updated_by').notNullable();
    table.primary(['postmortem_id', 'key']);
  });
  await knex.schema.createTable('postmortem_section_versions', table => {
    table.integer('postmortem_id').notNullable();
    table.string('key', 40).notNullable();
    table.integer('number').notNullable();
    table.text('body').notNullable();
    at(table, 'at').notNullable();
    table.text('by').notNullable();
    // It lost against another one that had come first, and is kept beside it.
    table.boolean('aside').notNullable().defaultTo(false);
    table.primary(['postmortem_id', 'key', 'number']);
  });
  await knex.schema.createTable('postmortem_entries', table => {
    table.string('id', 64).primary();
    table.integer('postmortem_id').notNullable();
    at(table, 'at').notNullable();
    table.text('text').notNullable();
    // What was recorded, once it has been reworded.
    table.text('original').nullable();
    table.string('source', 10).notNullable();
    // Its id there, so that it is taken in once; null for one by hand, or one that stands for several.
    table.string('source_id', 100).nullable();
    table.string('type', 60).notNullable();
    table.text('path').nullable();
    table.text('actor').notNullable();
    table.boolean('starred').notNullable().defaultTo(false);
    table.boolean('hidden').notNullable().defaultTo(false);
    table.string('moment', 10).nullable();
    table.text('added_by').nullable();
    // The entry that stands for it.
    table.string('merged_into', 64).nullable().index();
    table.integer('version').notNullable().defaultTo(1);
    // The order of what happened at one instant.
    table.integer('position').notNullable();
    table.unique(['postmortem_id', 'source', 'source_id']);
    table.unique(['postmortem_id', 'moment']);
    table.index(['postmortem_id', 'at', 'position']);
  });
  await knex.schema.createTable('postmortem_comments', table => {
    table.string('id', 64).primary();
    table.integer('postmortem_id').notNullable();
    table.string('section', 40).nullable();
    table.text('text').notNullable();
    table.text('by').notNullable();
    at(table, 'at').notNullable();
    at(table, 'resolved_at').nullable();
    table.text('resolved_by').nullable();
    table.index(['postmortem_id', 'at']);
  });
  await knex.schema.createTable('postmortem_images', table => {
    table.string('id', 64).primary();
    table.integer('postmortem_id').notNullable().index();
    table.string('name', 200).notNullable();
    table.string('media_type', 40).notNullable();
    table.binary('data').notNullable();
    at(table, 'added_at').notNullable();
    table.text('added_by').notNullable();
  });
  await knex.schema.createTable('postmortem_templates', table => {
    table.string('id', 64).primary();
    table.string('name', 100).notNullable().unique();
    table.string('owner_ref', 600).nullable().index();
    table.text('severities').notNullable();
    table.text('sections').notNullable();
    table.integer('version').notNullable();
    at(table, 'updated_at').notNullable();
    table.text('updated_by').notNullable();
  });
  await knex.schema.createTable('factors', table => {
    table.string('id', 64).primary();
    table.string('name', 100).notNullable();
    // In lower case, with single spaces.
    table.string('key', 100).notNullable().unique();
  });
  await knex.schema.createTable('postmortem_factors', table => {
    table.string('id', 64).primary();
    table.integer('postmortem_id').notNullable().index();
    table.string('parent_id', 64).nullable();
    table.integer('position').notNullable();
    table.text('text').notNullable();
    table.string('factor_id', 64).nullable();
    table.integer('version').notNullable().defaultTo(1);
    table.index(['factor_id', 'postmortem_id']);
  });
  await knex.schema.createTable('follow_ups', table => {
    table.increments('id');
    table.integer('postmortem_id').notNullable().index();
    table.text('title').notNullable();
    table.text('description').notNullable();
    table.string('entity_ref', 600).notNullable();
    table.string('entity_name', 600).notNullable();
    table.string('team_ref', 600).nullable();
    table.string('team_name', 600).nullable();
    table.string('owner_ref', 600).nullable();
    table.string('owner_name', 600).nullable();
    // A date: `2026-03-02`.
    table.string('due_on', 10).notNullable();
    table.string('priority', 6).notNullable();
    table.string('kind', 8).notNullable();
    table.string('state', 8).notNullable();
    // System, key and address, as JSON.
    table.text('ticket').nullable();
    table.text('proof').nullable();
    at(table, 'made_at').notNullable().index();
    table.text('made_by').notNullable();
    at(table, 'done_at').nullable();
    table.text('done_by').nullable();
    at(table, 'verified_at').nullable();
    table.text('verified_by').nullable();
    table.integer('version').notNullable().defaultTo(1);
    at(table, 'notice_at').nullable().index();
    table.integer('notices').notNullable().defaultTo(0);
    // When its ticket is looked at next; null when it is not.
    at(table, 'ticket_look_at').nullable().index();
    table.index(['team_ref', 'state', 'due_on', 'id']);
    table.index(['owner_ref', 'state', 'due_on', 'id']);
    table.index(['entity_ref', 'state', 'due_on', 'id']);
    table.index(['state', 'due_on', 'id']);
  });
  await knex.schema.createTable('postmortem_feeds', table => {
    table.string('token_hash', 64).primary();
    table.string('person_ref', 600).notNullable().unique();
    // To what the portal's policy narrows its person, as JSON; null when to nothing.
    table.text('criteria').nullable();
    at(table, 'asked_at').notNullable();
    at(table, 'made_at').notNullable();
  });
  // By the groups of a person a feed tells what they may read.
  await knex.schema.alterTable('directory_members', table => {
    table.index(['person_ref']);
  });

  // One port over both (platform/fullText.ts): `kind` is postmortem or incident, `id` its number; FTS5 is
  // quick by its rowid alone, which is made of both.
  if (isPostgres) {
    await knex.schema.createTable('full_texts', table => {
      table.string('kind', 12).notNullable();
      table.integer('id').notNullable();
      table.text('title').notNullable();
      table.text('body').notNullable();
      table.specificType('words', 'tsvector').notNullable();
      table.primary(['kind', 'id']);
    });
    await knex.raw(
      'create index full_texts_words on full_texts using gin (words)',
    );
  } else {
    await knex.raw(
      `create virtual table full_texts using fts5(kind unindexed, id unindexed, title, body, tokenize = 'unicode61 remove_diacritics 2')`,
    );
  }
};

exports.down = async knex => {
  await knex.schema.alterTable('directory_members', table => {
    table.dropIndex(['person_ref']);
  });
  for (const table of [
    'full_texts',
    'postmortem_feeds',
    'follow_ups',
    'postmortem_factors',
    'factors',
    'postmortem_templates',
    'postmortem_images',
    'postmortem_comments',
    'postmortem_entries',
    'postmortem_section_versions',
    'postmortem_sections',
    'postmortem_events',
    'postmortem_people',
    'postmortems',
  ]) {
    await knex.schema.dropTableIfExists(table);
  }
};
