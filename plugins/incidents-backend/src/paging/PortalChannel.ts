import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { NotificationPayload } from '@backstage/plugin-notifications-common';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import {
  composeCopyNote,
  IncidentPageMessage,
  Note,
  PageMessage,
  PagingChannel,
  PermanentDeliveryError,
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
  readonly #logger: LoggerService;
  #saidMissing = false;

  constructor(options: {
    readonly notifications: NotificationService;
    readonly logger: LoggerService;
  }) {
    this.#notifications = options.notifications;
    this.#logger = options.logger;
  }

  async send(message: PageMessage): Promise<SendReceipt> {
    return this.#hand({
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
  }

  async notify(note: Note): Promise<SendReceipt> {
    return this.#hand({
      recipients: { type: 'entity', entityRef: note.person.ref },
      payload: {
        title: note.subject,
        description: note.text,
        link: pathOf(note.url),
        severity: 'normal',
        topic: 'incidents',
        scope: `incidents:${note.about}:${note.person.ref}`,
      },
    });
  }

  async #hand(notification: NotificationSendOptions): Promise<SendReceipt> {
    try {
      await this.#notifications.send(notification);
    } catch (error) {
      throw isMissing(error) ? this.#missing() : error;
    }
    return { detail: 'handed to the portal’s notifications' };
  }

  #missing(): PermanentDeliveryError {
    const said = 'this portal has no notifications backend';
    if (!this.#saidMissing) {
      this.#saidMissing = true;
      this.#logger.warn(
        `Nobody is told anything in the portal: ${said}. Install @backstage/plugin-notifications-backend.`,
      );
    }
    return new PermanentDeliveryError(said);
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

/** Backstage's service says no more than the status of the answer. */
const isMissing = (error: unknown): boolean =>
  isError(error) && /status 404$/.test(error.message);

/** A path opens in the same tab; a whole address would open another one. */
function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}
