import { createHash } from 'node:crypto';
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
  PermanentDeliveryError,
  SendContext,
  SendReceipt,
} from '@muster/backstage-plugin-incidents-node';
import { createTransport, SendMailOptions } from 'nodemailer';
import { EmailConfig } from './config';

/** Each stage of talking to the server gets this long; paging gives up on the whole after ten seconds. */
const stageTimeoutMs = 8_000;

/**
 * Pages by mail, through any SMTP server. Each page is a connection of its own: a pool would hold
 * mails back behind a server that has gone silent.
 *
 * @public
 */
export class EmailChannel implements PagingChannel {
  readonly id = 'email';
  readonly title = 'Email';
  readonly phrase = 'by mail';
  readonly address = emailAddress;
  readonly #from: string;
  readonly #domain: string;
  readonly #transport: ReturnType<typeof createTransport>;

  constructor({ from, smtp }: EmailConfig) {
    this.#from = from;
    this.#domain = from.slice(from.lastIndexOf('@') + 1).replace(/>\s*$/, '');
    this.#transport = createTransport({
      ...smtp,
      dnsTimeout: stageTimeoutMs,
      connectionTimeout: stageTimeoutMs,
      greetingTimeout: stageTimeoutMs,
      socketTimeout: stageTimeoutMs,
      // A page is text from strangers: nothing in it may make the mailer read a file or fetch a URL.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  addressOf({ email }: PagePerson): ChannelAddress {
    return email === null
      ? { missing: 'the catalog has no email address' }
      : { address: email };
  }

  async send(
    message: PersonMessage,
    { person, address, signal }: SendContext,
  ): Promise<SendReceipt> {
    if (address === null) throw withoutAddress();
    return this.#mail({
      to: { name: person.name, address },
      ...composePageText(message),
      messageId: this.#messageId(message.idempotencyKey),
      headers: headersOf(message),
      ...(message.urgency === 'high' ? { priority: 'high' } : {}),
      signal,
    });
  }

  acknowledged(
    message: AcknowledgedMessage,
    context: FollowUpContext,
  ): Promise<SendReceipt> {
    return this.send(message, { ...context, attempt: 1 });
  }

  async notify(
    note: Note,
    { person, address, signal }: NoteContext,
  ): Promise<SendReceipt> {
    if (address === null) throw withoutAddress();
    return this.#mail({
      to: { name: person.name, address },
      ...composeNoteText(note),
      messageId: this.#messageId(note.idempotencyKey),
      headers: automatic,
      signal,
    });
  }

  async #mail(
    fields: SendMailOptions & { signal: AbortSignal },
  ): Promise<SendReceipt> {
    const mail = { from: this.#from, ...fields };
    try {
      const { response } = await this.#transport.sendMail(mail);
      return { detail: firstLine(response) };
    } catch (error) {
      throw explained(error);
    }
  }

  /** The same for every attempt, so that mail programs show a repeated mail once. */
  #messageId(idempotencyKey: string): string {
    const digest = createHash('sha256').update(idempotencyKey).digest('hex');
    return `<${digest.slice(0, 32)}@${this.#domain}>`;
  }
}

const withoutAddress = () =>
  new PermanentDeliveryError('the catalog has no email address');

/** Keeps out-of-office replies away (RFC 3834). */
const automatic = { 'Auto-Submitted': 'auto-generated' };

function headersOf(message: PersonMessage): Record<string, string> {
  return {
    ...automatic,
    ...('incident' in message
      ? { 'X-Muster-Incident': message.incident.name }
      : {}),
  };
}

/** A server's 5xx is final (RFC 5321, 4.2.1); all else may pass: 4xx, time-outs, no connection, no sense. */
function explained(error: unknown): Error {
  const code = Number(field(error, 'responseCode'));
  const response = field(error, 'response');
  const words = firstLine(
    typeof response === 'string' && response !== ''
      ? response
      : String(field(error, 'message') ?? error),
  );
  return code >= 500 && code <= 599
    ? new PermanentDeliveryError(words, { cause: error })
    : new Error(words, { cause: error });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0].slice(0, 300);
}
