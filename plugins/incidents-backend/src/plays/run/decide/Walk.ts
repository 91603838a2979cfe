import { PlayStep } from '@muster/backstage-plugin-incidents-common';
import { PlayContext } from '../../ports';
import { listsTaken, otherwiseOf } from './lists';
import { listAt, longestPath, onFailurePrefix } from './paths';
import {
  ended,
  hasEnded,
  isContainer,
  RunFacts,
  StepRecord,
  StepRecords,
  World,
} from './records';
import { kindOf, rulesOf } from './rules';
import { contextAt, seenFrom } from './stepContext';
import { ExpressionFault, ListState, Turn } from './turn';

/** More than any play needs; one that goes round in circles is stopped there. */
const mostSteps = 2000;
/** For the steps with which a run ends that has failed. */
const mostStepsOnFailure = 100;

/** The run has become larger than a run may be; in words. */
export class TooLarge extends Error {}

/** Where a walk is: the list, and what its steps inherit from those around them. */
interface Place {
  readonly prefix: string;
  readonly loop: PlayContext;
  readonly evenIfResolved: boolean;
}

/** Goes once through the steps of a run, and lets go on what can. */
export class Walk {
  readonly records: Map<string, StepRecord>;
  readonly #run: RunFacts;
  readonly #world: World;
  readonly #ids: readonly string[];
  #isStopped: StepRecord | undefined;
  /** Why lists have failed, by where they stand. */
  readonly #failures = new Map<string, string>();
  #goesOnAside = false;
  #lastPosition: number;

  /** @param ids - the ids of all steps of the play */
  constructor(
    run: RunFacts,
    records: StepRecords,
    world: World,
    ids: readonly string[],
  ) {
    this.records = new Map(records);
    this.#run = run;
    this.#world = world;
    this.#ids = ids;
    this.#lastPosition = Math.max(
      0,
      ...[...records.values()].map(({ position }) => position),
    );
  }

  /** The `stop` that was come to. */
  get stopped(): StepRecord | undefined {
    return this.#isStopped;
  }

  /** Why the outermost list failed, in words. */
  get failure(): string {
    return this.#failures.get('') ?? 'A step failed';
  }

  /** Branches of an ended `any` go on. */
  get goesOnAside(): boolean {
    return this.#goesOnAside;
  }

  /** Goes on with a list of steps, in their order. */
  list(
    steps: readonly PlayStep[],
    place: Place = { prefix: '', loop: {}, evenIfResolved: false },
  ): ListState {
    for (const [index, step] of steps.entries()) {
      const state = this.#step(step, place);
      if (state !== 'succeeded') return state;
      const path = `${place.prefix}${step.id}`;
      if (this.records.get(path)?.data.endsList) {
        this.#passOver(steps.slice(index + 1), place.prefix, path);
      }
    }
    return 'succeeded';
  }

  /** Cancels whatever has not ended; of the steps whose paths begin so. */
  cancel(because: string, prefix = ''): void {
    for (const record of this.records.values()) {
      if (!hasEnded(record) && record.path.startsWith(prefix)) {
        this.#keep(ended(record, 'cancelled', because, this.#world.now));
      }
    }
  }

  #step(step: PlayStep, place: Place): ListState {
    const path = `${place.prefix}${step.id}`;
    const evenIfResolved = place.evenIfResolved || step.evenIfResolved;
    const inside = { ...place, evenIfResolved };
    const turn = this.#turn(path, inside);
    const record = this.records.get(path) ?? this.#begin(step, path, turn);
    if (!hasEnded(record)) this.#goOn(step, record, turn);
    const now = this.records.get(path) ?? record;
    if (this.#isStopped) return 'stopped';
    if (!hasEnded(now)) return 'going';
    if (now.data.stops) {
      this.#isStopped = now;
      return 'stopped';
    }
    if (now.state === 'succeeded' && this.#aside(step, now, turn)) {
      return 'stopped';
    }
    if (now.state === 'succeeded' || now.state === 'passed-over') {
      return 'succeeded';
    }
    const state =
      now.state === 'failed' ? this.#afterFailure(step, turn) : 'failed';
    if (state === 'failed') {
      this.#failures.set(place.prefix, this.#whyFailed(step, now));
    }
    return state;
  }

  #whyFailed(step: PlayStep, record: StepRecord): string {
    const inside = listsTaken(step, record)
      .map(({ at }) => this.#failures.get(listAt(record.path, at)))
      .find(why => why !== undefined);
    return inside ?? `${step.title || step.id}: ${record.text}`;
  }

  /** Branches of an `any` that has ended go on, wherever it stands. Whether one of them has stopped the run. */
  #aside(step: PlayStep, record: StepRecord, turn: Turn): boolean {
    for (const { at, steps, loop } of listsTaken(step, record)) {
      if (!turn.hasBegun(at)) continue;
      const state = turn.list(at, steps, loop);
      if (state === 'stopped') return true;
      if (state === 'going') this.#goesOnAside = true;
    }
    return false;
  }

  #afterFailure(step: PlayStep, turn: Turn): ListState {
    const otherwise = otherwiseOf(step);
    if (otherwise === 'continue') return 'succeeded';
    return otherwise === 'stop' ? 'failed' : turn.list('otherwise', otherwise);
  }

  #begin(step: PlayStep, path: string, turn: Turn): StepRecord {
    this.#refuseTooLarge(path);
    const kind = kindOf(step);
    const blank: StepRecord = {
      path,
      position: this.#nextPosition(),
      kind,
      state: 'ready',
      attempt: 0,
      generation: this.#run.generation,
      startedAt: turn.now,
      endedAt: null,
      dueAt: null,
      leaseUntil: null,
      text: '',
      input: null,
      output: null,
      data: {},
    };
    return this.#keep(
      orFailed(blank, turn, () => {
        if (turn.isOver) return passedOver(blank, resolvedText, turn.now);
        if (step.when !== null && !turn.holds(step.when)) {
          return passedOver(blank, `Only when ${step.when}`, turn.now);
        }
        const begun = { ...blank, ...rulesOf(step).begin(turn) };
        return hasEnded(begun) ? { ...begun, endedAt: turn.now } : begun;
      }),
    );
  }

  #goOn(step: PlayStep, record: StepRecord, turn: Turn): void {
    const goesOn = () => rulesOf(step).goOn(record, turn);
    const next = orFailed(record, turn, goesOn);
    const isLeftWaiting =
      turn.isOver &&
      !isContainer(next) &&
      ['ready', 'waiting', 'asking'].includes(next.state);
    this.#keep(isLeftWaiting ? passedOver(next, resolvedText, turn.now) : next);
  }

  #turn(path: string, place: Place): Turn {
    const { now, incidentResolved, language, context } = this.#world;
    const seen = (): PlayContext =>
      contextAt(context, seenFrom(path, this.records, this.#ids), place.loop);
    return {
      now,
      incidentResolved,
      isOver: incidentResolved && !place.evenIfResolved,
      holds: expression => inWords(() => language.holds(expression, seen())),
      value: expression => inWords(() => language.value(expression, seen())),
      fill: template => inWords(() => language.fill(template, seen())),
      resolve: input => inWords(() => language.resolve(input, seen())),
      hasBegun: at =>
        [...this.records.keys()].some(known =>
          known.startsWith(listAt(path, at)),
        ),
      cancel: (at, because) => this.cancel(because, listAt(path, at)),
      list: (at, steps, loop) =>
        this.list(steps, {
          ...place,
          prefix: listAt(path, at),
          loop: { ...place.loop, ...loop },
        }),
    };
  }

  #passOver(rest: readonly PlayStep[], prefix: string, after: string): void {
    for (const step of rest) {
      const path = `${prefix}${step.id}`;
      if (this.records.has(path)) continue;
      this.#refuseTooLarge(path);
      const ofWait = this.records.get(after);
      if (!ofWait) continue;
      this.#keep(
        passedOver(
          {
            ...ofWait,
            path,
            kind: kindOf(step),
            position: this.#nextPosition(),
            startedAt: this.#world.now,
            data: {},
          },
          ofWait.text,
          this.#world.now,
        ),
      );
    }
  }

  #nextPosition(): number {
    this.#lastPosition += 1;
    return this.#lastPosition;
  }

  #refuseTooLarge(path: string): void {
    const most = path.startsWith(onFailurePrefix)
      ? mostSteps + mostStepsOnFailure
      : mostSteps;
    if (this.records.size >= most) {
      throw new TooLarge(`It has run ${most} steps, more than a run may`);
    }
    if (path.length > longestPath) {
      throw new TooLarge('Its steps stand in each other too deeply');
    }
  }

  #keep(record: StepRecord): StepRecord {
    this.records.set(record.path, record);
    return record;
  }
}

const resolvedText = 'The incident was resolved before';

const passedOver = (record: StepRecord, because: string, now: Date) =>
  ended(record, 'passed-over', because, now);

/** What `work` makes of a step; failed when one of its expressions cannot be evaluated. */
function orFailed(
  record: StepRecord,
  turn: Turn,
  work: () => StepRecord,
): StepRecord {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    return ended(record, 'failed', error.message, turn.now);
  }
}

/** Faults of the language are the play's, and end a step; any other one is ours, and ends nothing. */
function inWords<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    throw new ExpressionFault(
      error instanceof Error ? error.message : String(error),
    );
  }
}
