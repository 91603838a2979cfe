import {
  Step,
  Target,
  Turn,
  turnsBetween,
} from '@muster/backstage-plugin-incidents-common';
import { RuledSchedule } from '../../oncall/service';

/** Whom something reaches at an instant, and until when that stays so. */
export interface Reach {
  /** Refs of people, each once. */
  readonly people: readonly string[];
  /** Milliseconds since the epoch; `Infinity` where nothing known changes it. */
  readonly until: number;
}

/** A schedule for as long as is asked about, worked out once. */
interface Drawn {
  readonly turns: readonly Turn[];
  readonly everyone: readonly string[];
}

/**
 * Whom the targets of steps reach in a range of time, from memory: schedules are drawn once, groups are as they
 * are now.
 */
export class PeopleAhead {
  readonly #drawn = new Map<string, Drawn>();
  readonly #schedules: ReadonlyMap<string, RuledSchedule>;
  readonly #members: (ref: string) => readonly string[];
  readonly #from: Date;
  readonly #to: Date;

  /**
   * @param schedules - by id; one that is missing reaches nobody
   * @param members - the people behind a group or a person, without those who have left the catalog
   */
  constructor(options: {
    schedules: ReadonlyMap<string, RuledSchedule>;
    members: (ref: string) => readonly string[];
    from: Date;
    to: Date;
  }) {
    this.#schedules = options.schedules;
    this.#members = options.members;
    this.#from = options.from;
    this.#to = options.to;
  }

  /** The people of a step at an instant within the range. */
  of(step: Step, at: number): Reach {
    const reached = step.targets.map(target => this.#ofTarget(target, at));
    return {
      people: [...new Set(reached.flatMap(({ people }) => people))],
      until: Math.min(Infinity, ...reached.map(({ until }) => until)),
    };
  }

  /** Everybody whom a step reaches at some time in the range. */
  everybody(step: Step): readonly string[] {
    return step.targets.flatMap(target =>
      target.type === 'schedule'
        ? this.#draw(target.id).turns.flatMap(({ people }) => people)
        : this.#ofTarget(target, this.#from.getTime()).people,
    );
  }

  /** The name of a schedule; undefined when there is none any more. */
  scheduleName(id: string): string | undefined {
    return this.#schedules.get(id)?.content.name;
  }

  #ofTarget(target: Target, at: number): Reach {
    switch (target.type) {
      case 'schedule':
        return turnAt(this.#draw(target.id).turns, at);
      case 'everyone':
        return { people: this.#draw(target.id).everyone, until: Infinity };
      default:
        return { people: this.#members(target.ref), until: Infinity };
    }
  }

  #draw(id: string): Drawn {
    const known = this.#drawn.get(id);
    if (known) return known;
    const schedule = this.#schedules.get(id);
    const drawn: Drawn = schedule
      ? {
          turns: turnsBetween(schedule.rules, this.#from, this.#to),
          everyone: everyoneOf(schedule),
        }
      : { turns: [], everyone: [] };
    this.#drawn.set(id, drawn);
    return drawn;
  }
}

/** All whom the rotations of a schedule name as it was saved last. */
export function everyoneOf({ rules }: RuledSchedule): readonly string[] {
  const [newest] = [...rules.versions].sort((a, b) => b.version - a.version);
  const layers = newest?.content.layers ?? [];
  return [
    ...new Set(layers.flatMap(({ rotation }) => rotation.participants.flat())),
  ];
}

/** The turn at an instant, or the gap there, by bisection: turns are ordered and disjoint. */
function turnAt(turns: readonly Turn[], at: number): Reach {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (turns[middle].end.getTime() > at) high = middle;
    else low = middle + 1;
  }
  const turn = turns.at(low);
  if (low === turns.length || !turn) return { people: [], until: Infinity };
  return turn.start.getTime() > at
    ? { people: [], until: turn.start.getTime() }
    : { people: turn.people, until: turn.end.getTime() };
}
