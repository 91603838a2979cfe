import {
  ActionStep,
  CallStep,
  PlayDocument,
  PlayStep,
  Supposition,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../platform/clock';
import {
  OutsideResult,
  PlayContext,
  PlayHappening,
  PlayLanguage,
} from '../ports';
import { decide, RunStanding } from '../run/decide/decide';
import {
  withAnswer,
  withCallEnded,
  withHappening,
  withResult,
} from '../run/decide/facts';
import { stepAt } from '../run/decide/findStep';
import { hasEnded, StepRecord, StepRecords } from '../run/decide/records';

/** The world of a trial: it is looked at, and nothing is done in it. */
export interface TrialWorld {
  /** How it is at an instant. */
  at(now: Date): {
    readonly context: PlayContext;
    readonly incidentResolved: boolean;
  };
  /** What happens to the incident by itself; left out: nothing does. */
  readonly events?: {
    /** The next that has not been taken. */
    peek():
      | { readonly at: Date; readonly happenings: readonly PlayHappening[] }
      | undefined;
    /** It has happened: from now on the world is as it is after it. */
    take(): void;
  };
  /** What an action comes to. */
  act(step: ActionStep, record: StepRecord, now: Date): Promise<OutsideResult>;
  /** How the run of another play ends. */
  call(
    step: CallStep,
    record: StepRecord,
    now: Date,
  ): Promise<{ readonly state: 'succeeded' | 'failed'; readonly text: string }>;
  /** How a step ends that is not to go well. */
  suppose?(step: PlayStep): Supposition | undefined;
  /** Called for what is taken for granted: an answer, or an event that is waited for. */
  assume?(record: StepRecord): void;
}

/** A run that might have been. */
export interface Simulation {
  readonly steps: readonly StepRecord[];
  readonly run: RunStanding;
}

const supposedFailure = {
  outcome: 'failed',
  detail: 'Supposed here: it fails',
  retry: false,
} as const;

/** Nobody in particular, who answers in trials. */
const somebody = { ref: '', name: 'Somebody who is asked' };

/**
 * Runs a play from an instant on, by the decisions of real runs, in a world that is only looked at: waits move its time,
 * approvals are given.
 *
 * @param mostTurns - it is left as it is after so many decisions
 */
export async function simulate(
  document: PlayDocument,
  start: Date,
  world: TrialWorld,
  language: PlayLanguage,
  mostTurns: number,
): Promise<Simulation> {
  let now = start;
  let records: StepRecords = new Map();
  let run: RunStanding = {
    state: 'running',
    failing: null,
    dueAt: start,
    text: 'Goes on',
    asking: false,
  };
  const deadlineAt = addMinutes(start, document.deadlineMinutes);
  const waited = new Set<string>();
  for (let turn = 0; turn < mostTurns; turn++) {
    const decision = decide(
      document,
      { deadlineAt, generation: 0, failing: run.failing },
      records,
      { now, language, ...world.at(now) },
    );
    run = decision.run;
    records = decision.steps;
    if (run.state !== 'running') break;
    const news = await newsOf(document, records, world, waited, now);
    if (news.length > 0) {
      records = new Map([
        ...records,
        ...news.map(record => [record.path, record] as const),
      ]);
      continue;
    }
    const next = world.events?.peek();
    const due = run.dueAt ?? deadlineAt;
    // A decision at its own due time has been made: look a moment later.
    const later = due > now ? due : new Date(now.getTime() + 1);
    if (next && next.at <= later) {
      now = next.at > now ? next.at : now;
      world.events?.take();
      records = told(document, records, next.happenings);
    } else {
      now = later;
    }
  }
  return {
    steps: [...records.values()].sort((a, b) => a.position - b.position),
    run,
  };
}

/** What becomes of everything that is ready, asks or waits for what only others can bring. */
async function newsOf(
  document: PlayDocument,
  records: StepRecords,
  world: TrialWorld,
  waited: Set<string>,
  now: Date,
): Promise<StepRecord[]> {
  const news: StepRecord[] = [];
  for (const record of records.values()) {
    const step = hasEnded(record) ? undefined : stepAt(document, record.path);
    const next = step && (await newsOfStep(step, record, world, waited, now));
    if (next && next !== record) news.push(next);
  }
  return news;
}

async function newsOfStep(
  step: PlayStep,
  record: StepRecord,
  world: TrialWorld,
  waited: Set<string>,
  now: Date,
): Promise<StepRecord> {
  const supposed = world.suppose?.(step);
  if (record.state === 'ready') {
    if ('action' in step) {
      const result = supposed
        ? supposedFailure
        : await world.act(step, record, now);
      return withResult(record, step, result, now);
    }
    if ('call' in step) {
      if (supposed) {
        const text = supposedFailure.detail;
        const failed = { runId: null, state: 'failed' as const, text };
        return withCallEnded(record, failed, now);
      }
      const ended = await world.call(step, record, now);
      return withCallEnded(record, { runId: null, ...ended }, now);
    }
  }
  // Its time runs out.
  if (supposed === 'unanswered') return record;
  if (record.state === 'asking') {
    if (supposed === 'refused') {
      return withAnswer(
        record,
        { answer: 'refuse', by: somebody, note: '' },
        0,
        now,
      );
    }
    world.assume?.(record);
    const answer = record.kind === 'approve' ? 'approve' : 'done';
    return withAnswer(record, { answer, by: somebody, note: '' }, 0, now);
  }
  const { event = null } = 'waitFor' in step ? step.waitFor : {};
  // Where nothing happens by itself, an event that is waited for is taken to come at once.
  if (event !== null && !world.events && !waited.has(record.path)) {
    waited.add(record.path);
    world.assume?.(record);
    return withHappening(record, step, { event, text: '', at: now });
  }
  return record;
}

function told(
  document: PlayDocument,
  records: StepRecords,
  happenings: readonly PlayHappening[],
): StepRecords {
  const next = new Map(records);
  for (const record of records.values()) {
    const step = stepAt(document, record.path);
    if (!step) continue;
    next.set(
      record.path,
      happenings.reduce(
        (seen, happening) => withHappening(seen, step, happening),
        record,
      ),
    );
  }
  return next;
}
