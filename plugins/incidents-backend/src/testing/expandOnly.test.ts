import { findContracts } from './expandOnly';

describe('what a migration may do while the version before still runs', () => {
  it.each([
    ['make a table', ['create table "people" ("id" text not null)']],
    [
      'make a table and constrain it',
      [
        'create table "people" ("id" text)',
        'alter table "people" add constraint "people_pk" primary key ("id")',
        'create unique index "people_name" on "people" ("name")',
      ],
    ],
    [
      'add a column that may be null',
      ['alter table "pages" add column "read_at" timestamptz(3) null'],
    ],
    [
      'add a column with a default',
      ['alter table "pages" add column "loud" boolean not null default \'0\''],
    ],
    [
      'add a column, as SQLite says it',
      ['alter table `pages` add column `read_at` datetime null'],
    ],
    ['add an index', ['create index "pages_read" on "pages" ("read_at")']],
    ['fill a new column', ['update "pages" set "read_at" = "sent_at"']],
  ])('may %s', (_what, statements) => {
    expect(findContracts({ statements })).toEqual([]);
  });

  it.each([
    ['drop a table', 'drop table "pages"', /drops a table/],
    [
      'drop a column',
      'alter table "pages" drop column "why"',
      /drops a column/,
    ],
    ['drop an index', 'drop index "pages_read"', /drops an index/],
    [
      'rename a column',
      'alter table "pages" rename "why" to "reason"',
      /renames/,
    ],
    ['rename a table', 'alter table `pages` rename to `page`', /renames/],
    [
      'change a type',
      'alter table "pages" alter column "why" type varchar(9) using ("why"::varchar(9))',
      /changes a column/,
    ],
    [
      'forbid null',
      'alter table "pages" alter column "why" set not null',
      /null no more/,
    ],
    [
      'add what must not be null',
      'alter table "pages" add column "loud" boolean not null',
      /'loud', which must not be null/,
    ],
    [
      'add two columns of which one must not be null',
      'alter table "pages" add column "a" text null, add column "b" text not null',
      /'b', which must not be null/,
    ],
    [
      'make something unique',
      'create unique index "one" on "pages" ("person_ref")',
      /constrains a table/,
    ],
    [
      'add a constraint',
      'alter table "pages" add constraint "c" check (step > 0)',
      /constrains a table/,
    ],
    ['delete rows', 'delete from "pages"', /deletes rows/],
  ])('may not %s', (_what, sql, why) => {
    expect(findContracts({ statements: [sql] }).join()).toMatch(why);
  });
});
