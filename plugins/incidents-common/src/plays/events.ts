// Apart from the schemas, which browsers do not load.

/** What can happen to an incident; a play may start at it, and a step may wait for it. @public */
export const playEvents = [
  'incident.triggered',
  'incident.acknowledged',
  'incident.severity-changed',
  'incident.phase-changed',
  'incident.changed',
  'incident.reassigned',
  'incident.escalated',
  'incident.unanswered',
  'incident.resolved',
  'responder.joined',
  'note.added',
  'alert.received',
  'alert.changed',
  'alert.resolved',
] as const;
/** @public */
export type PlayEvent = (typeof playEvents)[number];
