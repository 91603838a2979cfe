import {
  ActionStep,
  ApproveStep,
  CallStep,
  entityRefSchema,
  StopStep,
  TickOffStep,
  WaitForStep,
  WaitStep,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../../platform/clock';
import { ended, StepRecord } from './records';
import { ExpressionFault, StepRules, Turn } from './turn';

/** In JSON, for inputs and outputs: one megabyte. */
export const largestValue = 1_000_000;

/** Conditions that are waited for are looked at this often although nothing has happened to the incident. */
const lookAgainMinutes = 5;

/** Nothing that conditions see is ever missing. */
const nobody = { ref: '', name: '' };

const isDue = ({ dueAt }: StepRecord, { now }: Turn): boolean =>
  dueAt !== null && dueAt <= now;

/** `10 minutes`, `1 minute`, `3 hours` */
export function minutesInWords(minutes: number): string {
  const [count, unit] =
    minutes >= 120 && minutes % 60 === 0
      ? [minutes / 60, 'hour']
      : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** An input with its templates filled in. */
function inputOf(given: unknown, turn: Turn): unknown {
  const input = turn.resolve(given);
  if (JSON.stringify(input).length > largestValue) {
    throw new ExpressionFault('Its input is larger than 1 MB');
  }
  return input;
}

export const action: StepRules<ActionStep> = {
  begin: (step, turn) => ({
    state: 'ready',
    text: 'Its turn has come',
    input: inputOf(step.with, turn),
  }),
  goOn: (_step, record, turn) =>
    record.state === 'waiting' && isDue(record, turn)
      ? { ...record, state: 'ready', dueAt: null }
      : record,
};

export const wait: StepRules<WaitStep> = {
  begin: ({ wait: { minutes } }, { now }) => ({
    state: 'waiting',
    text: `Waits for ${minutesInWords(minutes)}`,
    dueAt: addMinutes(now, minutes),
  }),
  goOn: (step, record, turn) => {
    if (!isDue(record, turn)) return record;
    const { minutes, onlyIf } = step.wait;
    if (onlyIf === null || turn.holds(onlyIf)) {
      const text = `${minutesInWords(minutes)} have passed`;
      return ended(record, 'succeeded', text, turn.now);
    }
    return ended(
      { ...record, data: { ...record.data, endsList: true } },
      'succeeded',
      `After ${minutesInWords(minutes)} it no longer held that ${onlyIf}, so what follows is passed over`,
      turn.now,
    );
  },
};

export const waitFor: StepRules<WaitForStep> = {
  begin: ({ waitFor: { event, until, withinMinutes } }, { now }) => ({
    state: 'waiting',
    text: `Waits until ${[event, until].filter(Boolean).join(' and ')}`,
    dueAt: addMinutes(now, withinMinutes),
  }),
  goOn: (step, record, turn) => {
    const { event, until, withinMinutes } = step.waitFor;
    const { happened, ...data } = record.data;
    const isThere =
      event === null ||
      happened !== undefined ||
      (event === 'incident.resolved' && turn.incidentResolved);
    if (isThere && (until === null || turn.holds(until))) {
      const text = happened ?? `It holds that ${until ?? event}`;
      return ended(
        { ...record, output: { happened: true, text } },
        'succeeded',
        text,
        turn.now,
      );
    }
    if (isDue(record, turn)) {
      return ended(
        { ...record, output: { happened: false, text: '' } },
        'failed',
        `It did not happen within ${minutesInWords(withinMinutes)}`,
        turn.now,
      );
    }
    if (until === null || event !== null) return { ...record, data };
    const lookAt = addMinutes(turn.now, lookAgainMinutes).toISOString();
    const isOverdue = !data.lookAt || new Date(data.lookAt) <= turn.now;
    return isOverdue ? { ...record, data: { ...data, lookAt } } : record;
  },
};

/** Whom a step asks: each template may come to several refs, separated by commas. */
function peopleOf(by: readonly string[], turn: Turn): string[] {
  const refs = by
    .flatMap(template => turn.fill(template).split(','))
    .map(text => text.trim())
    .filter(text => text !== '');
  if (refs.length === 0) {
    throw new ExpressionFault('Nobody is left to ask: `by` comes to no name');
  }
  return refs.map(text => {
    const { data: ref } = entityRefSchema.safeParse(text);
    if (ref && /^(user|group):/.test(ref)) return ref;
    throw new ExpressionFault(
      `It asks “${text}”, which is no person or group; write user:default/ana.ruiz or group:default/team`,
    );
  });
}

export const approve: StepRules<ApproveStep> = {
  begin: ({ approve: { by, question, withinMinutes } }, turn) => {
    const text = turn.fill(question);
    return {
      state: 'asking',
      text: `Asks: ${text}`,
      dueAt: addMinutes(turn.now, withinMinutes),
      data: { asks: { of: peopleOf(by, turn), text } },
    };
  },
  goOn: (step, record, turn) =>
    isDue(record, turn)
      ? ended(
          { ...record, output: { approved: false, by: nobody, note: '' } },
          'failed',
          `Nobody answered within ${minutesInWords(step.approve.withinMinutes)}`,
          turn.now,
        )
      : record,
};

export const tickOff: StepRules<TickOffStep> = {
  begin: ({ tickOff: { by, text: template, withinMinutes } }, turn) => {
    const text = turn.fill(template);
    return {
      state: 'asking',
      text: `To do: ${text}`,
      dueAt: addMinutes(turn.now, withinMinutes),
      data: { asks: { of: peopleOf(by, turn), text } },
    };
  },
  goOn: (step, record, turn) =>
    isDue(record, turn)
      ? ended(
          { ...record, output: { done: false, by: nobody, note: '' } },
          'failed',
          `Nobody ticked it off within ${minutesInWords(step.tickOff.withinMinutes)}`,
          turn.now,
        )
      : record,
};

export const call: StepRules<CallStep> = {
  begin: (step, turn) => ({
    state: 'ready',
    text: `Starts ${step.call.play}`,
    input: inputOf(step.call.with, turn),
    data: { called: { play: step.call.play } },
  }),
};

export const stop: StepRules<StopStep> = {
  begin: ({ stop: { outcome, because } }, turn) => ({
    state: 'succeeded',
    text: turn.fill(because),
    data: { stops: outcome },
  }),
};
