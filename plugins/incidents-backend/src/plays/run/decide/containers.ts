import {
  ChooseStep,
  ForEachStep,
  ParallelStep,
  RepeatStep,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../../platform/clock';
import { listsTaken } from './lists';
import { ended, StepRecord } from './records';
import { ExpressionFault, ListState, StepRules } from './turn';

const mostValues = 100;

const counted = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;

export const parallel: StepRules<ParallelStep> = {
  begin: ({ parallel: { branches } }) => ({
    state: 'waiting',
    text: `Runs ${branches.length} branches`,
  }),
  goOn: ({ parallel: { join, branches } }, record, turn) => {
    const states = new Map<number, ListState>();
    for (const [index, steps] of branches.entries()) {
      const state = turn.list(index, steps);
      if (state === 'stopped') return record;
      states.set(index, state);
      // The first that succeeds ends it: no other begins anything.
      if (join === 'first' && state === 'succeeded') break;
    }
    const inState = (wanted: ListState) =>
      [...states].filter(([, state]) => state === wanted).map(([i]) => i);
    const [first] = inState('succeeded');
    if (join !== 'all' && first !== undefined) {
      if (join === 'first') {
        for (const index of branches.keys()) {
          if (index !== first) {
            turn.cancel(index, `Branch ${first + 1} was first`);
          }
        }
      }
      return ended(
        { ...record, output: { branch: first } },
        'succeeded',
        `Branch ${first + 1} was first`,
        turn.now,
      );
    }
    if (inState('going').length > 0) return record;
    const failed = inState('failed').map(index => index + 1);
    return failed.length > 0
      ? ended(
          record,
          'failed',
          `${failed.length === 1 ? 'Branch' : 'Branches'} ${failed.join(', ')} failed`,
          turn.now,
        )
      : ended(
          { ...record, output: { branch: first ?? -1 } },
          'succeeded',
          'All branches have ended',
          turn.now,
        );
  },
};

export const choose: StepRules<ChooseStep> = {
  begin: (step, turn) => {
    const index = step.choose.findIndex(({ when }) => turn.holds(when));
    return index >= 0
      ? {
          state: 'waiting',
          text: `Chose branch ${index + 1}: ${step.choose[index].when}`,
          data: { branch: index },
        }
      : {
          state: 'waiting',
          text: 'None of its conditions held',
          data: { branch: 'otherwise' },
        };
  },
  goOn: (step, record, turn) => {
    const { branch = 'otherwise' } = record.data;
    const steps =
      branch === 'otherwise' ? step.otherwise : step.choose[branch].steps;
    const state = turn.list(branch, steps);
    return state === 'succeeded' || state === 'failed'
      ? ended(record, state, record.text, turn.now)
      : record;
  },
};

export const forEach: StepRules<ForEachStep> = {
  begin: (step, turn) => {
    const values = turn.value(step.forEach.in);
    if (!Array.isArray(values)) {
      throw new ExpressionFault(`${step.forEach.in} is no list`);
    }
    if (values.length > mostValues) {
      throw new ExpressionFault(
        `${step.forEach.in} has ${values.length} values; at most ${mostValues} are taken`,
      );
    }
    return {
      state: 'waiting',
      text: `For each of ${counted(values.length, 'value')}`,
      data: { values },
    };
  },
  goOn: (step, record, turn) => {
    const { atOnce } = step.forEach;
    const lists = listsTaken(step, record);
    let going = 0;
    let failed = 0;
    for (const { at, steps, loop } of lists) {
      const mayBegin = going < atOnce && failed === 0 && !turn.isOver;
      if (!mayBegin && !turn.hasBegun(at)) continue;
      const state = turn.list(at, steps, loop);
      if (state === 'stopped') return record;
      if (state === 'going') going += 1;
      if (state === 'failed') failed += 1;
    }
    if (going > 0) return record;
    return failed > 0
      ? ended(record, 'failed', `${counted(failed, 'value')} failed`, turn.now)
      : ended(
          record,
          'succeeded',
          `Done for ${counted(lists.length, 'value')}`,
          turn.now,
        );
  },
};

export const repeat: StepRules<RepeatStep> = {
  begin: ({ repeat: { times } }) => ({
    state: 'waiting',
    text: `Repeats, at most ${counted(times, 'time')}`,
    data: { round: 0 },
  }),
  goOn: (step, begun, turn) => {
    const { everyMinutes, until, times, withinMinutes, steps } = step.repeat;
    let record = begun;
    for (;;) {
      const { round = 0 } = record.data;
      if (record.dueAt !== null) {
        if (turn.isOver)
          return enough(record, 'The incident is over', turn.now);
        if (until !== null && record.dueAt <= turn.now && turn.holds(until)) {
          return enough(record, `It holds that ${until}`, turn.now);
        }
        if (record.dueAt > turn.now) return record;
        record = { ...record, dueAt: null, data: { round: round + 1 } };
        continue;
      }
      const state = turn.list(round, steps, { loop: { index: round } });
      if (state === 'failed') {
        return ended(record, 'failed', `Round ${round + 1} failed`, turn.now);
      }
      if (state !== 'succeeded') return record;
      if (round + 1 >= times)
        return enough(record, 'It has run as often as it may', turn.now);
      const next = addMinutes(turn.now, everyMinutes);
      if (next > addMinutes(record.startedAt, withinMinutes)) {
        return enough(record, 'Its time is used up', turn.now);
      }
      record = { ...record, dueAt: next };
    }
  },
};

/** A repetition that has come to its end. */
function enough(record: StepRecord, because: string, now: Date): StepRecord {
  const rounds = (record.data.round ?? 0) + 1;
  return ended(
    { ...record, output: { rounds } },
    'succeeded',
    `${because}, after ${counted(rounds, 'round')}`,
    now,
  );
}
