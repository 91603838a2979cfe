import {
  ActionStep,
  NamedRef,
  PlayStep,
  RunAnswer,
} from '@muster/backstage-plugin-incidents-common';
import { addSeconds } from '../../../platform/clock';
import { OutsideResult, PlayHappening } from '../../ports';
import { largestValue } from './leaves';
import { ended, StepRecord } from './records';

// What has happened to a step, as its next record. Each answers the same record for what does not concern it any more.

/** The longest pause before another attempt, unless the other side asks for more. */
const longestPauseSeconds = 3600;
/** What an action says of itself is kept with the step and on the timeline: a line, and no more characters of it. */
const longestMessage = 500;
/** An action that took down so many processes is not tried on another one. */
const mostDeaths = 5;

/** An attempt begins in a process, which is taken for dead at `leaseUntil`. */
export const withAttempt = (
  record: StepRecord,
  leaseUntil: Date,
): StepRecord =>
  record.state === 'ready'
    ? {
        ...record,
        state: 'running',
        attempt: record.attempt + 1,
        text: 'Under way',
        leaseUntil,
        data: { ...record.data, isOutside: true },
      }
    : record;

/** An action has come to a result; of one that is done inside, its only attempt. */
export function withResult(
  record: StepRecord,
  step: Pick<ActionStep, 'retry'>,
  result: OutsideResult,
  now: Date,
): StepRecord {
  // A result that comes late is still the truth: it answers the question whether the action had its effect.
  if (!['ready', 'running', 'interrupted'].includes(record.state)) {
    return record;
  }
  if (result.outcome === 'succeeded') {
    const { output = null } = result;
    const size = JSON.stringify(output)?.length ?? 0;
    return size > largestValue
      ? ended(
          record,
          'failed',
          'Its output is larger than 1 MB. It has had its effect, and nothing of its output is kept',
          now,
        )
      : ended({ ...record, output }, 'succeeded', messageOf(output), now);
  }
  const attempts = record.attempt - (record.data.deaths ?? 0);
  if (!result.retry || attempts > step.retry.times) {
    return ended(record, 'failed', result.detail, now);
  }
  const pause = Math.max(
    result.retryAfterSeconds ?? 0,
    Math.min(
      step.retry.everySeconds * 2 ** Math.max(0, attempts - 1),
      longestPauseSeconds,
    ),
  );
  return {
    ...record,
    state: 'waiting',
    text: `${result.detail}; tried again after ${pause} s`,
    dueAt: addSeconds(now, pause),
    leaseUntil: null,
  };
}

/** What an action says of itself; the same words for all that say nothing. */
function messageOf(output: unknown): string {
  const said =
    typeof output === 'object' && output !== null && 'message' in output
      ? output.message
      : undefined;
  const line =
    typeof said === 'string' ? said.trim().split(/[\r\n]/, 1)[0] : '';
  if (!line) return 'Done';
  return line.length > longestMessage
    ? `${line.slice(0, longestMessage - 1)}…`
    : line;
}

/** The process that ran an attempt has died over it, or cannot be heard. */
export function withDeath(
  record: StepRecord,
  isIdempotent: boolean,
  askOf: readonly string[],
  now: Date,
): StepRecord {
  if (record.state !== 'running' || !record.leaseUntil) return record;
  if (record.leaseUntil > now) return record;
  const deaths = (record.data.deaths ?? 0) + 1;
  const data = { ...record.data, deaths };
  if (!isIdempotent) {
    const text =
      'It was cut off, and nobody knows whether it had its effect. Has it?';
    return {
      ...record,
      state: 'interrupted',
      text,
      leaseUntil: null,
      data: { ...data, asks: { of: askOf, text } },
    };
  }
  return deaths < mostDeaths
    ? {
        ...record,
        state: 'ready',
        text: 'It was cut off, and is done again',
        leaseUntil: null,
        data,
      }
    : ended(
        { ...record, data },
        'failed',
        `It was cut off ${deaths} times`,
        now,
      );
}

/** What may be answered to a step now. */
export function answersTo(record: StepRecord): readonly RunAnswer[] {
  if (record.state === 'interrupted') return ['done', 'repeat', 'give-up'];
  if (record.state !== 'asking') return [];
  return record.kind === 'approve' ? ['approve', 'refuse'] : ['done'];
}

/**
 * Somebody has answered.
 *
 * @param generation - the run's next one, for an action that is to be repeated
 */
export function withAnswer(
  record: StepRecord,
  given: {
    readonly answer: RunAnswer;
    readonly by: NamedRef;
    readonly note: string;
  },
  generation: number,
  now: Date,
): StepRecord {
  const { answer, by, note } = given;
  if (!answersTo(record).includes(answer)) return record;
  const answered = { ...record, data: { ...record.data, answer: given } };
  const words = note ? `: ${note}` : '';
  if (record.state === 'interrupted') {
    switch (answer) {
      case 'repeat':
        return {
          ...answered,
          state: 'ready',
          generation,
          attempt: 0,
          // Deaths of attempts that count no more.
          data: { ...answered.data, deaths: 0 },
          text: `${by.name} has it repeated${words}`,
        };
      case 'done':
        return ended(
          answered,
          'succeeded',
          `It has had its effect, says ${by.name}${words}`,
          now,
        );
      default:
        return ended(answered, 'failed', `${by.name} gave it up${words}`, now);
    }
  }
  if (record.kind === 'tickOff') {
    return ended(
      { ...answered, output: { done: true, by, note } },
      'succeeded',
      `${by.name} ticked it off${words}`,
      now,
    );
  }
  const approved = answer === 'approve';
  return ended(
    { ...answered, output: { approved, by, note } },
    approved ? 'succeeded' : 'failed',
    `${by.name} ${approved ? 'approved' : 'refused'} it${words}`,
    now,
  );
}

/** Something has happened to the incident. Whether it is enough is decided then. */
export function withHappening(
  record: StepRecord,
  step: PlayStep,
  happening: Pick<PlayHappening, 'event' | 'text' | 'at'>,
): StepRecord {
  if (record.state !== 'waiting' || !('waitFor' in step)) return record;
  const { event } = step.waitFor;
  const isMeant =
    event === happening.event ||
    (event === 'incident.changed' && happening.event.startsWith('incident.'));
  if (!isMeant || happening.at < record.startedAt) return record;
  return {
    ...record,
    data: { ...record.data, happened: happening.text || happening.event },
  };
}

/** The run of a `call` has been started. */
export const withCalled = (record: StepRecord, runId: string): StepRecord => ({
  ...record,
  state: 'waiting',
  text: `Waits for the end of ${record.data.called?.play}`,
  data: {
    ...record.data,
    called: { play: record.data.called?.play ?? '', runId },
  },
});

/** The run of a `call` has ended, or cannot be started. */
export const withCallEnded = (
  record: StepRecord,
  run: {
    readonly runId: string | null;
    readonly state: 'succeeded' | 'failed' | 'cancelled';
    readonly text: string;
  },
  now: Date,
): StepRecord =>
  record.state === 'ready' || record.state === 'waiting'
    ? ended(
        { ...record, output: { ...run, runId: run.runId ?? '' } },
        run.state === 'succeeded' ? 'succeeded' : 'failed',
        `${record.data.called?.play}: ${run.text}`,
        now,
      )
    : record;
