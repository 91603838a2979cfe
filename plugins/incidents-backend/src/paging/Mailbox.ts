import { Mail } from '@muster/backstage-plugin-incidents-common';
import {
  AcknowledgedMessage,
  ChannelAddress,
  composeNoteText,
  composePageText,
  emailAddress,
  FollowUpContext,
  Note,
  NoteContext,
  PersonMessage,
  PagePerson,
  PagingChannel,
  PageText,
  PermanentDeliveryError,
  SendContext,
  SendReceipt,
} from '@muster/backstage-plugin-incidents-node';
import { Clock } from '../platform/clock';
import { Database, instant, iso } from '../platform/database';

interface MailRow {
  id: string;
  at: Date | number;
  idempotency_key: string;
  person_ref: string;
  person_name: string;
  address: string;
  subject: string;
  text: string;
}

/** What a mailbox needs. */
export interface MailboxOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The demo's mail server: an `email` channel that keeps mails in a table, for a page of the portal. */
export class Mailbox implements PagingChannel {
  readonly id = 'email';
  readonly title = 'Email (demo mailbox)';
  readonly phrase = 'by mail';
  readonly address = emailAddress;
  readonly #options: MailboxOptions;

  constructor(options: MailboxOptions) {
    this.#options = options;
  }

  addressOf({ email }: PagePerson): ChannelAddress {
    return email === null
      ? { missing: 'the catalog has no email address' }
      : { address: email };
  }

  async send(
    message: PersonMessage,
    { person, address }: SendContext,
  ): Promise<SendReceipt> {
    return this.#keep(
      message.idempotencyKey,
      { person, address },
      composePageText(message),
    );
  }

  acknowledged(
    message: AcknowledgedMessage,
    context: FollowUpContext,
  ): Promise<SendReceipt> {
    return this.send(message, { ...context, attempt: 1 });
  }

  async notify(
    note: Note,
    { person, address }: NoteContext,
  ): Promise<SendReceipt> {
    return this.#keep(
      note.idempotencyKey,
      { person, address },
      composeNoteText(note),
    );
  }

  async #keep(
    idempotencyKey: string,
    { person, address }: Pick<NoteContext, 'person' | 'address'>,
    { subject, text }: PageText,
  ): Promise<SendReceipt> {
    if (address === null) {
      throw new PermanentDeliveryError('the catalog has no email address');
    }
    const { database, clock, newId } = this.#options;
    await database
      .knex<MailRow>('mailbox')
      .insert({
        id: newId(),
        at: clock.now(),
        idempotency_key: idempotencyKey,
        person_ref: person.ref,
        person_name: person.name,
        address,
        subject,
        text,
      })
      .onConflict('idempotency_key')
      .ignore();
    return { detail: 'put into the demo mailbox' };
  }

  /** Mails of everybody, newest first. */
  async newest(limit: number): Promise<Mail[]> {
    const rows = await this.#options.database
      .knex<MailRow>('mailbox')
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return rows.map(row => ({
      id: row.id,
      at: iso(instant(row.at)),
      to: { ref: row.person_ref, name: row.person_name },
      address: row.address,
      subject: row.subject,
      text: row.text,
    }));
  }
}
