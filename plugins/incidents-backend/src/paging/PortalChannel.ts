import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import {
  IncidentPageMessage,
  composeCopyNote,
  PageMessage,
  PagingChannel,
  SendReceipt,
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

/**
 * Pages in the portal, through Backstage's notifications. People can mute those, so it counts as a
 * copy, not as waking somebody.
 */
export class PortalChannel implements PagingChannel {
  readonly id = 'portal';
  readonly title = 'Portal';
  readonly phrase = 'in the portal';
  readonly #notifications: NotificationService;

  constructor(notifications: NotificationService) {
    this.#notifications = notifications;
  }

  async send(message: PageMessage): Promise<SendReceipt> {
    await this.#notifications.send({
      recipients: { type: 'entity', entityRef: message.person.ref },
      payload:
        message.kind === 'test'
          ? {
              title: 'Test page: nothing is broken',
              description:
                'This is how a page reaches you in the portal. There is nothing to do.',
              link: pathOf(message.portalUrl),
              severity: 'normal',
              topic: 'incidents',
              scope: `incidents:test:${message.person.ref}`,
            }
          : pagePayload(message),
    });
    return { detail: 'handed to the portal’s notifications' };
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
    topic: 'incidents',
    // One line per incident and person: a page sent again replaces the one before and is unread again.
    scope: `incidents:${incident.id}:${person.ref}`,
  };
}

/** A path opens in the same tab; a whole address would open another one. */
function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}
