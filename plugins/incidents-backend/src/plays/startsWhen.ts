import {
  nameOf,
  PlayDocument,
  PlayEvent,
  Trigger,
} from '@muster/backstage-plugin-incidents-common';

const events: Readonly<Record<PlayEvent, string>> = {
  'incident.triggered': 'an incident is triggered',
  'incident.acknowledged': 'somebody acknowledges',
  'incident.severity-changed': 'the severity changes',
  'incident.phase-changed': 'the phase changes',
  'incident.changed': 'anything happens to an incident',
  'incident.reassigned': 'an incident is reassigned',
  'incident.escalated': 'an incident is escalated',
  'incident.unanswered': 'nobody has answered the last page',
  'incident.resolved': 'an incident is resolved',
  'responder.joined': 'somebody joins',
  'note.added': 'a note is added',
  'alert.received': 'an alert comes in',
  'alert.changed': 'an alert changes',
  'alert.resolved': 'an alert resolves',
};

const minutes = (count: number): string =>
  count === 1 ? 'a minute' : `${count} minutes`;

/** What makes a play look whether it is to start: `nobody has acknowledged for 10 minutes`. */
export function triggerInWords(trigger: Trigger): string {
  switch (trigger.event) {
    case 'page.unanswered':
      return `nobody has acknowledged for ${minutes(trigger.afterMinutes)}`;
    case 'incident.quiet':
      return `nobody has done anything about an incident for ${minutes(trigger.afterMinutes)}`;
    case 'heartbeat.missed':
      return 'a heartbeat falls silent';
    case 'change':
      return trigger.on === 'entity'
        ? 'something is changed'
        : 'something is changed that it depends on';
    case 'schedule':
      return `its clock strikes (${trigger.cron}, ${trigger.timezone})`;
    case 'webhook':
      return 'its webhook is called';
    default:
      return events[trigger.event];
  }
}

/** What starts a play, in a sentence without its end; empty when only people and other plays do. */
export function startsWhen({ on, appliesTo, when }: PlayDocument): string {
  if (on.length === 0) return '';
  const triggers = [...new Set(on.map(triggerInWords))].join(', or when ');
  const { entities, owners, systems, tags, tiers } = appliesTo;
  const places = [
    ...[...entities, ...systems].map(nameOf),
    ...owners.map(ref => `what ${nameOf(ref)} owns`),
    ...tags.map(tag => `what is tagged ${tag}`),
    ...tiers.map(tier => `tier ${tier}`),
  ];
  const scope = places.length > 0 ? `; of ${places.join(', ')}` : '';
  const condition = when === null ? '' : `; only if ${when}`;
  return `When ${triggers}${scope}${condition}`;
}
