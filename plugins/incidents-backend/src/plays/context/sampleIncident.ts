import { Severity, urgencyOf } from '@muster/backstage-plugin-incidents-common';
import { PlayContext } from '../ports';
import { nobody, nothing } from './buildContext';

/** What a made-up incident is called. */
export const sampleTitle = 'A sample, not a real incident';

/** A context with an incident that has just been triggered, for trials without a real one. */
export function withSample(
  context: PlayContext,
  severity: Severity,
  at: Date,
): PlayContext {
  const { onCall } = context;
  const people =
    typeof onCall === 'object' && onCall !== null && 'people' in onCall
      ? onCall.people
      : [];
  return {
    ...context,
    incident: {
      ...nothing.incident,
      name: 'SAMPLE',
      title: sampleTitle,
      severity,
      status: 'triggered',
      phase: 'investigating',
      urgency: urgencyOf(severity),
      customerImpact: 'unknown',
      openedAt: at,
      minutesOpen: 0,
      assigned: people,
      responders: people,
      acknowledgedBy: nobody,
      alertCount: 1,
    },
  };
}
