import {
  ActionStep,
  PlayDocument,
  playDocumentSchema,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../../platform/clock';
import { OutsideResult } from '../../ports';
import { decide, Decision } from '../decide/decide';
import { withResult } from '../decide/facts';
import { stepAt } from '../decide/findStep';
import { RunFacts, StepRecord, StepRecords } from '../decide/records';

const start = new Date('2026-03-02T09:00:00.000Z');

/** A step of a test, as short as it can be written. */
export type ShortStep = Readonly<Record<string, unknown>>;

/** `page` for an action step of that id. */
export const act = (id: string, more: ShortStep = {}): ShortStep => ({
  id,
  action: 'test.do@1',
  ...more,
});

/** Reads a play of a test. */
export const playOf = (
  steps: readonly ShortStep[],
  more: ShortStep = {},
): PlayDocument =>
  playDocumentSchema.parse({
    name: 'Test',
    ownerRef: 'group:default/team',
    steps,
    ...more,
  });

/** Looks a condition up in what the test says is true: `yes`, `no`, or a path such as `steps.a.output`. */
const valueOf = (expression: string, context: object): unknown =>
  expression
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? Reflect.get(value, name)
          : undefined,
      context,
    );

/** A run without database: the test does what is ready, moves the clock and tells what happens. */
export class DryPlay {
  readonly play: PlayDocument;
  now = start;
  resolved = false;
  context: Record<string, unknown> = { yes: true, no: false };
  steps: StepRecords = new Map();
  decision: Decision;
  facts: RunFacts;

  constructor(steps: readonly ShortStep[], more: ShortStep = {}) {
    this.play = playOf(steps, more);
    this.facts = {
      deadlineAt: addMinutes(start, this.play.deadlineMinutes),
      generation: 0,
      failing: null,
    };
    this.decision = this.look();
  }

  /** Decides, as a wake-up would. */
  look(): Decision {
    this.decision = decide(this.play, this.facts, this.steps, {
      now: this.now,
      incidentResolved: this.resolved,
      context: this.context,
      language: {
        holds: (expression, context) => {
          const value = valueOf(expression, context);
          if (typeof value !== 'boolean') {
            throw new Error(`${expression} is no yes or no`);
          }
          return value;
        },
        value: valueOf,
        fill: template => template,
        resolve: input => input,
      },
    });
    this.steps = this.decision.steps;
    this.facts = { ...this.facts, failing: this.decision.run.failing };
    return this.decision;
  }

  /** Puts what has happened to a step in place, and decides. */
  tell(path: string, fact: (record: StepRecord) => StepRecord): Decision {
    const record = this.steps.get(path);
    if (!record) throw new Error(`${path} has not begun`);
    this.steps = new Map(this.steps).set(path, fact(record));
    return this.look();
  }

  /** Gives the result of an action. */
  settle(path: string, result: OutsideResult): Decision {
    return this.tell(path, record =>
      withResult(
        { ...record, attempt: record.attempt + 1 },
        this.#action(path),
        result,
        this.now,
      ),
    );
  }

  succeed(path: string, output: unknown = null): Decision {
    return this.settle(path, { outcome: 'succeeded', output });
  }

  fail(path: string, retry = false): Decision {
    return this.settle(path, { outcome: 'failed', detail: 'It broke', retry });
  }

  after(minutes: number): Decision {
    this.now = addMinutes(this.now, minutes);
    return this.look();
  }

  /** Paths of the actions whose turn has come. */
  get ready(): string[] {
    return [...this.steps.values()]
      .filter(({ state }) => state === 'ready')
      .map(({ path }) => path);
  }

  /** Each step with its state: `page succeeded`. */
  get told(): string[] {
    return [...this.steps.values()].map(
      ({ path, state }) => `${path} ${state}`,
    );
  }

  #action(path: string): ActionStep {
    const step = stepAt(this.play, path);
    if (!step || !('action' in step)) throw new Error(`${path} is no action`);
    return step;
  }
}
