import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import {
  composeCopyNote,
  IncidentPageMessage,
  PersonMessage,
} from '@muster/backstage-plugin-incidents-node';

const importance: Record<Severity, NotificationPayload['severity']> = {
  SEV1: 'critical',
  SEV2: 'critical',
  SEV3: 'high',
  SEV4: 'normal',
  SEV5: 'low',
};

const impactWords = {
  yes: 'Customers are affected.',
  no: 'Customers are not affected.',
  unknown: 'Not known yet whether customers are affected.',
};

const topic = 'incidents';

/**
 * A message as a notification of the portal. Scopes make one line per incident and person: what comes
 * later about it replaces what came before and is unread again.
 */
export function portalPayload(message: PersonMessage): NotificationPayload {
  const { person } = message;
  switch (message.kind) {
    case 'incident':
      return pagePayload(message);
    case 'summary':
    case 'digest':
      return {
        title: `${message.items.length === 1 ? '1 incident' : `${message.items.length} incidents`}: ${message.items.map(({ incident }) => incident.name).join(', ')}`,
        description: message.items
          .map(
            ({ incident, service }) =>
              `${incident.severity} ${service.name}: ${incident.title}`,
          )
          .join('\n'),
        link: pathOf(message.portalUrl),
        severity: importance[message.items[0].incident.severity],
        topic,
        scope: `incidents:list:${message.idempotencyKey}`,
      };
    case 'acknowledged':
      return {
        title: `${message.incident.name}: acknowledged by ${message.by.name}`,
        description: `${message.incident.severity} ${message.service.name}: ${message.incident.title}. There is nothing for you to do.`,
        link: pathOf(message.incidentUrl),
        severity: 'low',
        topic,
        scope: `incidents:${message.incident.id}:${person.ref}`,
      };
    case 'code':
      return {
        title: `${message.code} is your code for incidents`,
        link: pathOf(message.portalUrl),
        severity: 'normal',
        topic,
        scope: `incidents:code:${person.ref}`,
      };
    default:
      return {
        title: 'Test page: nothing is broken',
        description:
          'This is how a page reaches you in the portal. There is nothing to do.',
        link: pathOf(message.portalUrl),
        severity: 'normal',
        topic,
        scope: `incidents:test:${person.ref}`,
      };
  }
}

function pagePayload(message: IncidentPageMessage): NotificationPayload {
  const { incident, service, person, why } = message;
  const copyNote = composeCopyNote(message);
  return {
    title: `${copyNote ? 'Copy: ' : ''}${incident.severity} ${service.name}: ${incident.title}`,
    description: `${incident.name}. ${impactWords[incident.customerImpact]} ${copyNote ?? `Why you: ${why}`}`,
    link: pathOf(message.incidentUrl),
    severity: copyNote ? 'low' : importance[incident.severity],
    topic,
    scope: `incidents:${incident.id}:${person.ref}`,
  };
}

/** A path opens in the same tab; a whole address would open another one. */
export function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}
