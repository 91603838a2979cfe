import { playEvents, Trigger } from '@muster/backstage-plugin-incidents-common';

/** Everything that may start a play. */
export const triggerEvents = [
  ...playEvents,
  'page.unanswered',
  'incident.quiet',
  'heartbeat.missed',
  'change',
  'schedule',
  'webhook',
] as const satisfies readonly Trigger['event'][];
/** One of them. */
export type TriggerEvent = (typeof triggerEvents)[number];

/** A trigger of this event, complete. */
export function newTrigger(event: TriggerEvent, timezone: string): Trigger {
  switch (event) {
    case 'page.unanswered':
      return { event, afterMinutes: 10 };
    case 'incident.quiet':
      return { event, afterMinutes: 30 };
    case 'change':
      return { event, on: 'entity' };
    case 'schedule':
      return { event, cron: '0 9 * * 1', timezone };
    case 'heartbeat.missed':
    case 'webhook':
      return { event };
    default:
      return { event };
  }
}
