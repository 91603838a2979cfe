import {
  AcknowledgedMessage,
  AddressKind,
  composePageText,
  FollowUpContext,
  ForbiddenAddressError,
  OutsideAnswer,
  OutsideHttp,
  PageMessage,
  PagingChannel,
  PermanentDeliveryError,
  PersonMessage,
  RetryLaterError,
  SendContext,
  SendReceipt,
} from '@muster/backstage-plugin-incidents-node';
import { WebhookConfig } from './config';
import { secretOf, signatureOf } from './signature';

/** Statuses of 4xx that pass. */
const passing = new Set([408, 425, 429]);

/** What a channel of webhooks needs. */
export interface WebhookChannelOptions extends WebhookConfig {
  readonly outside: OutsideHttp;
  /** Now, for the signature: the receiver compares it with its own clock. */
  readonly now: () => Date;
}

/**
 * Pages as signed JSON to addresses that people give, for whatever they have there: a script, a chat, a
 * gateway of their own.
 *
 * @public
 */
export class WebhookChannel implements PagingChannel {
  readonly id = 'webhook';
  readonly title = 'Webhook';
  readonly phrase = 'by webhook';
  readonly address: AddressKind;
  readonly #options: WebhookChannelOptions;

  constructor(options: WebhookChannelOptions) {
    this.#options = options;
    this.address = {
      label: 'Address',
      example: 'https://hooks.example.com/pages',
      parse: text => options.outside.parse(text),
    };
  }

  send(message: PageMessage, context: SendContext): Promise<SendReceipt> {
    return this.#post(message, context);
  }

  acknowledged(
    message: AcknowledgedMessage,
    context: FollowUpContext,
  ): Promise<SendReceipt> {
    return this.#post(message, context);
  }

  async #post(
    message: PersonMessage,
    { address, signal }: Pick<SendContext, 'address' | 'signal'>,
  ): Promise<SendReceipt> {
    if (address === null) {
      throw new PermanentDeliveryError('the person has given no address');
    }
    const secret = secretOf(this.#options.secret, address);
    const { idempotencyKey, ...fields } = message;
    const body = JSON.stringify({
      version: 1,
      id: idempotencyKey,
      ...fields,
      ...composePageText(message),
      // Whoever reads the code owns the address: from then on they can check who speaks.
      ...(message.kind === 'code' ? { signingSecret: secret } : {}),
    });
    const timestamp = Math.floor(this.#options.now().getTime() / 1000);
    const answer = await this.#call(address, {
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Muster',
        'Idempotency-Key': idempotencyKey,
        'X-Muster-Timestamp': String(timestamp),
        'X-Muster-Signature': signatureOf(secret, timestamp, body),
      },
      body,
      signal,
    });
    return receiptOf(answer);
  }

  async #call(
    address: string,
    request: Parameters<OutsideHttp['post']>[1],
  ): Promise<OutsideAnswer> {
    try {
      return await this.#options.outside.post(address, request);
    } catch (error) {
      throw error instanceof ForbiddenAddressError
        ? new PermanentDeliveryError(error.message, { cause: error })
        : error;
    }
  }
}

/** What was answered is not repeated: the address may lead to what its owner is not to read. */
function receiptOf({ status, retryAfterSeconds }: OutsideAnswer): SendReceipt {
  const words = `answered ${status}`;
  if (status >= 200 && status < 300) return { detail: words };
  if (retryAfterSeconds !== undefined && (status === 429 || status === 503)) {
    throw new RetryLaterError(words, retryAfterSeconds);
  }
  if (status >= 300 && status < 400) {
    throw new PermanentDeliveryError(
      `${words}: redirects are not followed; give the address that it leads to`,
    );
  }
  if (status >= 400 && status < 500 && !passing.has(status)) {
    throw new PermanentDeliveryError(words);
  }
  throw new Error(words);
}
