import {
  NamedRef,
  PolicySnapshot,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Incidents, PersonAtWork } from '../incidents/service';
import { addMinutes, Clock, minutesBetween } from '../platform/clock';
import { SharedStatement } from '../platform/convoy';
import { Database, Tx } from '../platform/database';
import { Circumstances } from './conditions';
import { Position } from './model';
import { nextMove } from './moves';
import type { Reach } from './ResponsibilityFinder';

/** Somebody is deep in an incident that they acknowledged this long ago, or longer; minutes. */
const deepAfterMinutes = 5;
/** So often a person is backed up at most, so that a storm does not page everybody; minutes. */
const backedUpEveryMinutes = 15;

/** Whom the next step pages as well, since somebody to be paged is deep in another incident. */
export interface Backup {
  readonly busy: NamedRef;
  /** The incident that they are in, and for how many minutes. */
  readonly incidentId: number;
  readonly minutes: number;
  /** The step that is paged as well. */
  readonly at: Position;
  readonly people: readonly NamedRef[];
}

/** What is about to be paged. */
export interface Paged {
  readonly entityRef: string;
  readonly policy: PolicySnapshot;
  readonly at: Position;
  readonly people: readonly NamedRef[];
  readonly urgency: Urgency;
}

/** Two entities are in one neighbourhood when one depends on the other, or both on a third. */
export function areNeighbours(
  a: { readonly ref: string; readonly neighbours: readonly string[] },
  b: { readonly ref: string; readonly neighbours: readonly string[] },
): boolean {
  return (
    a.ref === b.ref ||
    a.neighbours.includes(b.ref) ||
    b.neighbours.includes(a.ref) ||
    a.neighbours.some(ref => b.neighbours.includes(ref))
  );
}

/** Backs up people who are deep in another incident (domain.md, “Focus”). */
export class Focus {
  readonly #options: {
    database: Database;
    clock: Clock;
    incidents: Pick<Incidents, 'atWork'>;
    directory: Pick<Directory, 'known'>;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    incidents: Pick<Incidents, 'atWork'>;
    directory: Pick<Directory, 'known'>;
  }) {
    this.#options = options;
  }

  /** Whom to page as well; undefined when nobody needs it. Outside a transaction. */
  async backupFor(
    { entityRef, policy, at, people, urgency }: Paged,
    now: Circumstances,
    reach: Reach,
  ): Promise<Backup | undefined> {
    const { database, incidents } = this.#options;
    if (!policy.focus || urgency !== 'high' || people.length === 0) {
      return undefined;
    }
    const atWork = await incidents.atWork(
      people.map(({ ref }) => ref),
      addMinutes(now.at, -deepAfterMinutes),
    );
    for (const one of atWork) {
      const busy = people.find(({ ref }) => ref === one.personRef);
      if (!busy || (await this.#isNear(entityRef, one))) continue;
      const last = await lastBackedUp(database, busy.ref);
      if (last && !isOver(last, now.at)) continue;
      const next = await nextMove(policy, at, now, reach);
      if (next.kind !== 'page') return undefined;
      const others = next.people.filter(
        ({ ref }) => !people.some(person => person.ref === ref),
      );
      if (others.length === 0) return undefined;
      return {
        busy: { ref: busy.ref, name: busy.name },
        incidentId: one.incidentId,
        minutes: Math.floor(minutesBetween(one.acknowledgedAt, now.at)),
        at: next.at,
        people: others.map(({ ref, name }) => ({ ref, name })),
      };
    }
    return undefined;
  }

  /** Whether a backup may be paged now; then the person is not backed up again for a while. */
  take(tx: Tx, { busy }: Backup): Promise<boolean> {
    return taken.run(tx, {
      personRef: busy.ref,
      at: this.#options.clock.now(),
    });
  }

  async #isNear(entityRef: string, other: PersonAtWork): Promise<boolean> {
    if (entityRef === other.entityRef) return true;
    const { directory } = this.#options;
    const place = async (ref: string) => ({
      ref,
      neighbours: (await directory.known(ref))?.neighbourRefs ?? [],
    });
    return areNeighbours(await place(entityRef), await place(other.entityRef));
  }
}

/** True for who is backed up now; the first of those who ask for the same person. */
const taken = new SharedStatement<
  { readonly personRef: string; readonly at: Date },
  boolean
>(async (db, asked) => {
  const [{ at }] = asked;
  const refs = [...new Set(asked.map(({ personRef }) => personRef))].sort();
  const rows: { person_ref: string }[] = await db('escalation_focus')
    .insert(refs.map(ref => ({ person_ref: ref, at })))
    .onConflict('person_ref')
    .merge({ at })
    .where('escalation_focus.at', '<=', addMinutes(at, -backedUpEveryMinutes))
    .returning('person_ref');
  const free = new Set(rows.map(row => row.person_ref));
  return asked.map(({ personRef }) => free.delete(personRef));
}, 2);

const isOver = (last: Date, now: Date): boolean =>
  addMinutes(last, backedUpEveryMinutes) <= now;

async function lastBackedUp(
  { knex }: Database,
  personRef: string,
): Promise<Date | undefined> {
  const row = await knex('escalation_focus')
    .where({ person_ref: personRef })
    .first('at');
  return row && new Date(row.at);
}
