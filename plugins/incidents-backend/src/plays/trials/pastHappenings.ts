import { Trigger } from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../platform/clock';
import { PlayHappening, TriggerRules } from '../ports';
import { triggerInWords } from '../startsWhen';
import { Moment } from './replay';

/** What happened in an incident of the past, and how it stood then. */
export interface PastHappening {
  readonly happening: PlayHappening;
  readonly moment: Moment;
}

/** Everything that would have made a play look, in its order. */
export function pastHappenings(
  on: readonly Trigger[],
  moments: readonly Moment[],
  rules: Pick<TriggerRules, 'happeningsOf' | 'answers'>,
  now: Date,
): readonly PastHappening[] {
  const told = moments.flatMap(moment =>
    rules
      .happeningsOf([moment.entry])
      .filter(happening =>
        on.some(trigger => rules.answers(trigger, happening)),
      )
      .map(happening => ({ happening, moment })),
  );
  const timed = on.flatMap(trigger => silences(trigger, moments, now));
  return [...told, ...timed].sort(
    (a, b) => a.happening.at.getTime() - b.happening.at.getTime(),
  );
}

/** Kinds of entries that show that people are at it; what plays do does not. */
const activity: ReadonlySet<string> = new Set([
  'acknowledged',
  'monitor-acknowledged',
  'reassigned',
  'joined',
  'note',
  'severity-changed',
  'field-changed',
  'phase-changed',
  'policy-reattached',
]);

/** When nobody had acknowledged, or done anything, for long enough. */
function silences(
  trigger: Trigger,
  moments: readonly Moment[],
  now: Date,
): readonly PastHappening[] {
  if (
    trigger.event !== 'page.unanswered' &&
    trigger.event !== 'incident.quiet'
  ) {
    return [];
  }
  const isUnanswered = trigger.event === 'page.unanswered';
  const found: PastHappening[] = [];
  let since: Date | undefined;
  for (const [index, moment] of moments.entries()) {
    const { entry, incident, at } = moment;
    const isOpen = isUnanswered
      ? incident.status === 'triggered'
      : incident.status !== 'resolved';
    const starts = isUnanswered
      ? entry.kind === 'triggered' || entry.kind === 'triggered-again'
      : entry.kind === 'triggered' ||
        (activity.has(entry.kind) && entry.actor.kind !== 'play');
    if (!isOpen) since = undefined;
    else if (starts) since = at;
    if (!since) continue;
    const due = addMinutes(since, trigger.afterMinutes);
    const next = moments[index + 1]?.at ?? now;
    if (due > at && due <= next) {
      found.push({
        moment,
        happening: {
          event: trigger.event,
          at: due,
          text: triggerInWords(trigger),
          data: { afterMinutes: trigger.afterMinutes },
        },
      });
      since = undefined;
    }
  }
  return found;
}
