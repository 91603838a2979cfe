import {
  PermanentDeliveryError,
  RetryLaterError,
} from '@muster/backstage-plugin-incidents-node';
import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient';
import Response from 'twilio/lib/http/response';
import { TwilioAccount } from './config';
import { withoutNumbers, wordsOf } from './words';

/** Paging gives up after ten seconds, or sooner where a standby waits for its turn. */
const timeoutMs = 8_000;
/** When Twilio says that it is too much, and not for how long. */
const defaultPauseSeconds = 10;
/** Statuses of 4xx that pass. */
const passing = new Set([408, 409, 425, 429]);

/** What Twilio said when it took something. */
export interface Taken {
  readonly sid: string;
  /** `queued`. */
  readonly status: string;
}

/**
 * Twilio's API of messages and calls, with its errors as paging understands them. Twilio knows no
 * idempotency key here: a request that is repeated after a time-out may be a second message.
 */
export class TwilioApi {
  readonly #client: twilio.Twilio;

  constructor(account: TwilioAccount) {
    const { accountSid, authToken, apiUrl } = account;
    this.#client = twilio(accountSid, authToken, {
      httpClient: new CautiousClient(apiUrl),
    });
  }

  /** @throws PermanentDeliveryError, RetryLaterError or any other that passes */
  message(options: {
    readonly to: string;
    readonly from: string;
    readonly body: string;
    readonly statusCallback?: string;
    readonly validityPeriod: number;
  }): Promise<Taken> {
    return taken(/^(SM|MM)/, () => this.#client.messages.create(options));
  }

  /** @throws as `message` */
  call(options: {
    readonly to: string;
    readonly from: string;
    readonly twiml: string;
    readonly timeout: number;
    readonly statusCallback?: string;
  }): Promise<Taken> {
    return taken(/^CA/, () => this.#client.calls.create(options));
  }
}

/** Talks to another place where told to, and keeps how long Twilio wants to be left alone. */
class CautiousClient extends RequestClient {
  readonly #apiUrl: string | undefined;

  constructor(apiUrl: string | undefined) {
    super({ timeout: timeoutMs, keepAlive: false });
    this.#apiUrl = apiUrl;
  }

  async request<TData>(
    options: RequestClient.RequestOptions<TData>,
  ): Promise<Response<TData>> {
    const { pathname, search } = new URL(options.uri);
    const uri = this.#apiUrl
      ? `${this.#apiUrl}${pathname}${search}`
      : options.uri;
    const response = await super.request<TData>({ ...options, uri });
    if (response.statusCode === 429) {
      throw new RetryLaterError(
        'Twilio: too many requests',
        pauseOf(response.headers),
      );
    }
    return response;
  }
}

function pauseOf(headers: unknown): number {
  const given =
    typeof headers === 'object' && headers !== null
      ? Number(Reflect.get(headers, 'retry-after'))
      : NaN;
  return Number.isFinite(given) && given > 0 ? given : defaultPauseSeconds;
}

async function taken(
  form: RegExp,
  request: () => Promise<{ readonly sid: string; readonly status: string }>,
): Promise<Taken> {
  let answer;
  try {
    answer = await request();
  } catch (error) {
    throw explained(error);
  }
  const { sid, status } = answer;
  if (typeof sid !== 'string' || !form.test(sid)) {
    throw new Error('Twilio answered something that is not its API');
  }
  return { sid, status: String(status) };
}

/** A 4xx is final (no such number, no such account); all else may pass. */
function explained(error: unknown): Error {
  if (error instanceof RetryLaterError) return error;
  if (error instanceof twilio.RestException) {
    const { status, code, message } = error;
    const words = wordsOf(code) ?? withoutNumbers(String(message));
    const said = `Twilio ${code ?? status}: ${words}`;
    return status >= 400 && status < 500 && !passing.has(status)
      ? new PermanentDeliveryError(said, { cause: error })
      : new Error(said, { cause: error });
  }
  const words = error instanceof Error ? error.message : String(error);
  return new Error(`Twilio: ${withoutNumbers(words)}`, { cause: error });
}
