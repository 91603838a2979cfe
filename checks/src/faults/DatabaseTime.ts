import { Knex } from 'knex';

/**
 * PostgreSQL's own clock, as its sessions see it: `now()` and `clock_timestamp()` are replaced by ones
 * that add an offset, so that the machine's clock is left alone.
 */
export class DatabaseTime {
  readonly #knex: Knex;

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  static async takeOver(knex: Knex): Promise<DatabaseTime> {
    await knex.raw(`
      set allow_system_table_mods = on;
      create table public.clock_offset (by interval not null);
      insert into public.clock_offset values ('0');
      grant select on public.clock_offset to public;
      ${['now', 'clock_timestamp']
        .map(
          name => `
            alter function pg_catalog.${name}() rename to machine_${name};
            create function pg_catalog.${name}() returns timestamptz
              language sql ${name === 'now' ? 'stable' : 'volatile'} as $$
                select pg_catalog.machine_${name}() + by from public.clock_offset
              $$;`,
        )
        .join('')}
      reset allow_system_table_mods;
    `);
    return new DatabaseTime(knex);
  }

  /** Sets the clock so far ahead of the machine's; behind when negative. */
  async setAhead(seconds: number): Promise<void> {
    await this.#knex('public.clock_offset').update({
      by: this.#knex.raw(`? * interval '1 second'`, [seconds]),
    });
  }
}
