import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import {
  AcknowledgedMessage,
  Note,
  PageMessage,
  PagingChannel,
  PermanentDeliveryError,
  PersonMessage,
  SendReceipt,
} from '@muster/backstage-plugin-incidents-node';
import { pathOf, portalPayload } from './portalPayload';

/** By which deliveries name it. */
export const portalChannelId = 'portal';

/**
 * Pages in the portal, through Backstage's notifications. People can mute those, so it counts as a
 * copy, not as waking somebody.
 */
export class PortalChannel implements PagingChannel {
  readonly id = portalChannelId;
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
    return this.#put(message);
  }

  /** Takes the place of the page in the list of notifications. */
  async acknowledged(message: AcknowledgedMessage): Promise<SendReceipt> {
    return this.#put(message);
  }

  async #put(message: PersonMessage): Promise<SendReceipt> {
    return this.#hand({
      recipients: { type: 'entity', entityRef: message.person.ref },
      payload: portalPayload(message),
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

/** Backstage's service says no more than the status of the answer. */
const isMissing = (error: unknown): boolean =>
  isError(error) && /status 404$/.test(error.message);
