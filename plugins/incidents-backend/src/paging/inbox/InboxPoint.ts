import { ServiceUnavailableError } from '@backstage/errors';
import {
  DeliveryReceipt,
  IncidentsInboxExtensionPoint,
  PageMessage,
  PagingInbox,
  PersonReply,
  ReplyAnswer,
} from '@muster/backstage-plugin-incidents-node';

/** Handed to modules before there is an inbox behind it. */
export class InboxPoint implements IncidentsInboxExtensionPoint, PagingInbox {
  readonly inbox: PagingInbox = this;
  #connected: PagingInbox | undefined;

  /** From now on it works. */
  connect(inbox: PagingInbox): void {
    this.#connected = inbox;
  }

  async receipt(receipt: DeliveryReceipt): Promise<void> {
    await this.#ready().receipt(receipt);
  }

  async reply(reply: PersonReply): Promise<ReplyAnswer> {
    return this.#ready().reply(reply);
  }

  async message(messageKey: string): Promise<PageMessage | undefined> {
    return this.#ready().message(messageKey);
  }

  #ready(): PagingInbox {
    if (this.#connected) return this.#connected;
    throw new ServiceUnavailableError('The incidents plugin is still starting');
  }
}
