import {
  PlayDocument,
  RunState,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../../platform/clock';
import { onFailurePrefix } from './paths';
import {
  Failing,
  hasEnded,
  isContainer,
  RunFacts,
  StepRecord,
  StepRecords,
  World,
} from './records';
import { idsOf } from './stepContext';
import { TooLarge, Walk } from './Walk';

/** How long the steps may take with which a run ends that has failed. */
export const onFailureMinutes = 60;

/** How a run stands after a decision. */
export interface RunStanding {
  readonly state: Exclude<RunState, 'queued'>;
  readonly failing: Failing | null;
  /** When somebody must look again, whatever happens; null for a run that has ended. */
  readonly dueAt: Date | null;
  /** How it ended, or what it waits for. */
  readonly text: string;
  readonly asking: boolean;
}

/** What a decision comes to. Whatever is `ready` now is to be done: an action, or the run of a `call`. */
export interface Decision {
  /** All steps, as they are now. */
  readonly steps: StepRecords;
  /** Those that have changed, in the order in which they began. */
  readonly changed: readonly StepRecord[];
  readonly run: RunStanding;
}

/**
 * Goes on with a run as far as it can go now: which steps have their turn, which are passed over, what is asked and waited
 * for, how it ends. Pure: the same run, steps and world always come to the same; and with nothing new it changes nothing.
 * What has happened since is told by the functions of `facts.ts`, which give the records to decide on.
 */
export function decide(
  play: Pick<PlayDocument, 'steps' | 'onFailure'>,
  run: RunFacts,
  records: StepRecords,
  world: World,
): Decision {
  const ids = idsOf([...play.steps, ...play.onFailure]);
  let { failing } = run;
  let steps = records;
  if (!failing) {
    const walk = new Walk(run, steps, world, ids);
    const verdict = mainVerdict(play, run, walk, world.now);
    if (typeof verdict !== 'string') {
      return decisionOf(verdict, run, records, walk, world.now);
    }
    failing = { at: world.now, because: verdict };
    walk.cancel('The run has failed');
    steps = walk.records;
  }
  const ending = new Walk(run, steps, world, ids);
  const verdict = endingVerdict(play, failing, ending, world.now);
  return decisionOf(verdict, run, records, ending, world.now);
}

/** Cancels a run: what has not ended ends now, and nothing more begins. */
export function cancelRun(
  run: RunFacts,
  records: StepRecords,
  world: World,
  because: string,
): Decision {
  const walk = new Walk(run, records, world, []);
  walk.cancel(because);
  return decisionOf(
    { state: 'cancelled', text: because },
    run,
    records,
    walk,
    world.now,
  );
}

type Verdict =
  | { readonly state: 'running'; readonly failing: Failing | null }
  | {
      readonly state: 'succeeded' | 'failed' | 'cancelled';
      readonly text: string;
    };

const decisionOf = (
  verdict: Verdict,
  run: RunFacts,
  before: StepRecords,
  walk: Walk,
  now: Date,
): Decision => ({
  steps: walk.records,
  changed: [...walk.records.values()].filter(
    record => before.get(record.path) !== record,
  ),
  run: standingOf(verdict, run, walk.records, now),
});

/** How the steps stand with which a run ends that has failed. */
function endingVerdict(
  play: Pick<PlayDocument, 'onFailure'>,
  failing: Failing,
  walk: Walk,
  now: Date,
): Verdict {
  if (now < addMinutes(failing.at, onFailureMinutes)) {
    try {
      const state = walk.list(play.onFailure, {
        prefix: onFailurePrefix,
        loop: {},
        evenIfResolved: false,
      });
      if (state === 'going' || walk.goesOnAside) {
        return { state: 'running', failing };
      }
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
    }
  }
  walk.cancel('The run has failed');
  return { state: 'failed', text: failing.because };
}

/** How the play's own steps stand; a text: why they have failed. */
function mainVerdict(
  play: Pick<PlayDocument, 'steps'>,
  run: RunFacts,
  walk: Walk,
  now: Date,
): Verdict | string {
  if (now >= run.deadlineAt) return 'It took longer than it may';
  try {
    const state = walk.list(play.steps);
    if (state === 'failed') return walk.failure;
    if (walk.stopped) {
      const { data, text } = walk.stopped;
      if (data.stops === 'failed') return text;
      walk.cancel(text);
      return { state: 'succeeded', text };
    }
    if (state === 'going' || walk.goesOnAside) {
      return { state: 'running', failing: null };
    }
    // What goes on in a branch that has failed goes on for nobody.
    walk.cancel('The run has ended');
    return { state: 'succeeded', text: 'All its steps have ended' };
  } catch (error) {
    if (error instanceof TooLarge) return error.message;
    throw error;
  }
}

function standingOf(
  verdict: Verdict,
  run: RunFacts,
  records: StepRecords,
  now: Date,
): RunStanding {
  if (verdict.state !== 'running') {
    return { ...verdict, failing: run.failing, dueAt: null, asking: false };
  }
  const { failing } = verdict;
  const going = [...records.values()].filter(record => !hasEnded(record));
  const limit = failing
    ? addMinutes(failing.at, onFailureMinutes)
    : run.deadlineAt;
  const times = going.flatMap(({ state, dueAt, data }) => [
    ...(state === 'ready' ? [now.getTime()] : []),
    ...(dueAt ? [dueAt.getTime()] : []),
    ...(data.lookAt ? [Date.parse(data.lookAt)] : []),
  ]);
  const [first, ...others] = going.filter(
    record => !isContainer(record) || record.dueAt !== null,
  );
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return {
    state: 'running',
    failing,
    dueAt: new Date(Math.min(limit.getTime(), ...times)),
    text: first ? `${first.text}${more}` : 'Goes on',
    asking: going.some(({ state }) =>
      ['asking', 'interrupted'].includes(state),
    ),
  };
}
