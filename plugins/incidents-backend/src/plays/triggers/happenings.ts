import {
  PlayEvent,
  playEvents,
  TimelineEntry,
  TimelineKind,
  Trigger,
} from '@muster/backstage-plugin-incidents-common';
import { PlayHappening } from '../ports';

/** What an entry of each kind is to plays; `null`: nothing that happens to the incident itself. */
const eventOf: Readonly<Record<TimelineKind, PlayEvent | null>> = {
  triggered: 'incident.triggered',
  'triggered-again': 'incident.triggered',
  acknowledged: 'incident.acknowledged',
  'monitor-acknowledged': 'incident.acknowledged',
  'severity-changed': 'incident.severity-changed',
  'phase-changed': 'incident.phase-changed',
  'field-changed': 'incident.changed',
  unassigned: 'incident.changed',
  held: 'incident.changed',
  released: 'incident.changed',
  snoozed: 'incident.changed',
  'policy-reattached': 'incident.changed',
  reassigned: 'incident.reassigned',
  escalated: 'incident.escalated',
  exhausted: 'incident.unanswered',
  resolved: 'incident.resolved',
  joined: 'responder.joined',
  'responder-added': 'responder.joined',
  note: 'note.added',
  'alert-added': 'alert.received',
  'alert-changed': 'alert.changed',
  'alert-resolved': 'alert.resolved',
  // Follows from something else that is told already.
  assigned: null,
  recurrence: null,
  paged: null,
  'page-failed': null,
  'page-cancelled': null,
  'asked-if-quiet': null,
  confirmed: null,
  waiting: null,
  focus: null,
  watchdog: null,
  'key-moment': null,
  // What plays do to themselves starts none.
  'play-started': null,
  'play-step': null,
  'play-asks': null,
  'play-ended': null,
  'postmortem-opened': null,
  'postmortem-published': null,
  'postmortem-waived': null,
};

const isKnown = (kind: string): kind is TimelineKind =>
  Object.hasOwn(eventOf, kind);

/** What an entry tells plays: mostly one thing, sometimes two, often nothing. */
export function happeningsOfEntry(entry: TimelineEntry): PlayHappening[] {
  const { kind, text, data } = entry;
  // An older replica meets kinds of a newer one.
  const event = isKnown(kind) ? eventOf[kind] : null;
  if (event === null) return [];
  const happening = (as: PlayHappening['event']): PlayHappening => ({
    event: as,
    at: new Date(entry.at),
    text,
    data: { ...data, by: entry.actor.name },
  });
  const happenings = [happening(event)];
  if (kind === 'triggered' && entry.actor.kind === 'integration') {
    happenings.push(happening('alert.received'));
    if ('heartbeat' in data) happenings.push(happening('heartbeat.missed'));
  }
  return happenings;
}

const ofIncidents: ReadonlySet<string> = new Set(playEvents);

/** Whether a trigger looks at a happening. Those with a clock of their own are asked by name. */
export const answers = (
  trigger: Pick<Trigger, 'event'>,
  { event }: Pick<PlayHappening, 'event'>,
): boolean =>
  trigger.event === event ||
  (trigger.event === 'incident.changed' && ofIncidents.has(event));
