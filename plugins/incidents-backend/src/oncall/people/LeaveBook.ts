import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { Leave } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../platform/clock';
import { Database, instant, iso } from '../../platform/database';
import { Absence, Absences } from './ports';

interface LeaveRow {
  id: string;
  person_ref: string;
  start_at: Date | number;
  end_at: Date | number;
  note: string;
  created_at: Date | number;
}

const longestDays = 2 * 366;
const dayMs = 86_400_000;
/** More than anybody plans ahead; it bounds what one person can store. */
const mostPerPerson = 200;

/** When people are away. Each keeps their own; others learn that somebody is away, not why. */
export class LeaveBook implements Absences {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#newId = options.newId;
  }

  /** What somebody has yet to take or is on, by start. */
  async of(personRef: string): Promise<Leave[]> {
    const rows = await this.#rows()
      .where({ person_ref: personRef })
      .andWhere('end_at', '>', this.#clock.now())
      .orderBy('start_at');
    return rows.map(toLeave);
  }

  /** All of somebody's, past ones too, by start. */
  async allOf(personRef: string): Promise<Leave[]> {
    const rows = await this.#rows()
      .where({ person_ref: personRef })
      .orderBy('start_at');
    return rows.map(toLeave);
  }

  /** @throws InputError for a span that is empty, over, or longer than two years; ConflictError beyond 200 of them */
  async add(
    personRef: string,
    input: { start: Date; end: Date; note: string },
  ): Promise<Leave> {
    const { start, end } = input;
    if (end <= start) throw new InputError('body.end must be after body.start');
    const now = this.#clock.now();
    if (end <= now) {
      throw new InputError('body.end has passed; leave is for what lies ahead');
    }
    if (end.getTime() - start.getTime() > longestDays * dayMs) {
      throw new InputError(
        'body.end must be at most two years after body.start',
      );
    }
    if ((await this.of(personRef)).length >= mostPerPerson) {
      throw new ConflictError(
        `You have ${mostPerPerson} leaves ahead already; take one back first`,
      );
    }
    const row: LeaveRow = {
      id: this.#newId(),
      person_ref: personRef,
      start_at: start,
      end_at: end,
      note: input.note.replaceAll('\u0000', '').trim(),
      created_at: now,
    };
    await this.#rows().insert(row);
    return toLeave(row);
  }

  /** @throws NotFoundError for one that is not there, or somebody else's */
  async remove(personRef: string, id: string): Promise<void> {
    const removed = await this.#rows()
      .where({ id, person_ref: personRef })
      .delete();
    if (removed === 0) {
      throw new NotFoundError(
        `You have no leave ${id}; it may have been taken back already`,
      );
    }
  }

  async awayBetween(
    personRefs: readonly string[],
    from: Date,
    to: Date,
  ): Promise<readonly Absence[]> {
    const rows = await this.#rows()
      .whereIn('person_ref', [...new Set(personRefs)])
      .andWhere('start_at', '<', to)
      .andWhere('end_at', '>', from)
      .orderBy('start_at');
    return joined(
      rows.map(row => ({
        personRef: row.person_ref,
        start: instant(row.start_at),
        end: instant(row.end_at),
      })),
    );
  }

  #rows() {
    return this.#database.knex<LeaveRow>('personal_leave');
  }
}

/** Leaves of one person that overlap or touch, as one; both in and out ordered by start. */
function joined(absences: readonly Absence[]): Absence[] {
  const all: Absence[] = [];
  for (const absence of absences) {
    const { personRef, start, end } = absence;
    const index = all.findLastIndex(one => one.personRef === personRef);
    const before = all.at(index);
    if (index >= 0 && before && start <= before.end) {
      all[index] = { ...before, end: end > before.end ? end : before.end };
    } else all.push(absence);
  }
  return all;
}

const toLeave = (row: LeaveRow): Leave => ({
  id: row.id,
  start: iso(instant(row.start_at)),
  end: iso(instant(row.end_at)),
  note: row.note,
});
