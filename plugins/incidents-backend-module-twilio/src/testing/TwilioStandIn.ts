// For tests, checks and journeys only.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, refusalOf } from './refusals';
import { twilioSignature } from './twilioSignature';

/**
 * How Twilio is: it works, takes its time, says that it is too much (429), fails (503), never answers,
 * answers what is not its API, refuses our credentials, or cannot be reached.
 */
export type TwilioWeather =
  | 'well'
  | 'slow'
  | 'limiting'
  | 'failing'
  | 'silent'
  | 'garbage'
  | 'forbidding'
  | 'down';

/** A text message or a call that it has taken. */
export interface TakenByTwilio {
  readonly sid: string;
  readonly kind: 'sms' | 'call';
  readonly to: string;
  readonly from: string;
  /** The text of a message; what a call says first. */
  readonly text: string;
  /** By `performance.now()` of this process. */
  readonly at: number;
}

interface Stored extends TakenByTwilio {
  readonly statusCallback: string | undefined;
  /** What the call does now. */
  twiml: string;
}

/** An account of the stand-in, and the address to which its number posts what comes in. */
export interface StandInOptions {
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly from?: string;
  /** Posts `sent` and `delivered` by itself. Default true. */
  readonly delivers?: boolean;
}

/**
 * Speaks as much of Twilio's API as paging uses, as it is documented: messages and calls with their
 * errors, signed status callbacks, replies and pressed keys. For where Twilio itself is out of reach.
 */
export class TwilioStandIn {
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  /** Everything taken, oldest first. */
  readonly taken: TakenByTwilio[] = [];
  /** How many requests came, refused ones included. */
  requests = 0;
  /** Where the number posts incoming messages: `https://…/api/incidents/public/twilio/sms`. */
  smsUrl: string | undefined;
  weather: TwilioWeather = 'well';
  /** With 429. */
  retryAfterSeconds = 7;
  /** Until it takes something, when it is slow. */
  slowSeconds = 3;
  readonly #stored = new Map<string, Stored>();
  readonly #stopped = new Set<string>();
  readonly #delivers: boolean;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  /** Callbacks that have not been answered yet. */
  readonly #posting = new Set<Promise<unknown>>();

  private constructor(options: StandInOptions) {
    this.accountSid = options.accountSid ?? `AC${'0'.repeat(31)}1`;
    this.authToken = options.authToken ?? 'twilio-token';
    this.from = options.from ?? '+12015550100';
    this.#delivers = options.delivers ?? true;
    this.#server = createServer((req, res) => {
      this.#serve(req, res).catch(() => res.destroy());
    });
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      if (this.weather === 'down') socket.destroy();
    });
  }

  static async start(options: StandInOptions = {}): Promise<TwilioStandIn> {
    const standIn = new TwilioStandIn(options);
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  /** `incidents.twilio` of a portal that pages through it. */
  get config() {
    const address = this.#server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return {
      accountSid: this.accountSid,
      authToken: this.authToken,
      from: this.from,
      apiUrl: `http://127.0.0.1:${port}`,
    };
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    await this.settled();
  }

  /** Waits until every callback so far has been answered. */
  async settled(): Promise<void> {
    while (this.#posting.size > 0) await Promise.allSettled(this.#posting);
  }

  /** Messages and calls to a number, oldest first. */
  to(number: string): TakenByTwilio[] {
    return this.taken.filter(({ to }) => to === number);
  }

  /** Somebody writes to our number; answers what is written back, empty when nothing is. */
  async reply(
    from: string,
    body: string,
    messageSid = newSid('SM'),
  ): Promise<string> {
    const word = body.trim().toUpperCase();
    if (word === 'STOP') this.#stopped.add(from);
    if (word === 'START') this.#stopped.delete(from);
    // Carriers and Twilio keep these words for themselves.
    if (word === 'STOP' || word === 'START') return '';
    if (this.smsUrl === undefined) throw new Error('The number has no smsUrl');
    const twiml = await this.#post(this.smsUrl, {
      MessageSid: messageSid,
      From: from,
      To: this.from,
      Body: body,
      NumMedia: '0',
    });
    return saidIn(twiml, 'Message');
  }

  /** Whoever was called presses a key; answers what they hear next. */
  async press(callSid: string, digits: string): Promise<string> {
    const call = this.#find(callSid);
    const action = /<Gather[^>]*\baction="([^"]*)"/.exec(call.twiml)?.[1];
    if (action === undefined) throw new Error('Nobody listens for a key');
    call.twiml = await this.#post(unescaped(action), {
      ...this.#callParams(call, 'in-progress'),
      Digits: digits,
    });
    return saidIn(call.twiml, 'Say');
  }

  /** Posts a status of a message or a call, as when it arrives, fails or is not picked up. */
  async report(
    sid: string,
    status: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const stored = this.#find(sid);
    if (!stored.statusCallback) return;
    const params =
      stored.kind === 'sms'
        ? {
            MessageSid: sid,
            MessageStatus: status,
            SmsSid: sid,
            SmsStatus: status,
            From: stored.from,
            To: stored.to,
          }
        : this.#callParams(stored, status);
    await this.#post(stored.statusCallback, { ...params, ...more });
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    this.requests += 1;
    const params = await formOf(req);
    switch (this.weather) {
      case 'slow':
        await sleep(this.slowSeconds * 1000);
        break;
      case 'silent':
        return;
      case 'garbage':
        res.writeHead(201, { 'Content-Type': 'text/html' });
        res.end('<html>\u0000<b>gateway</b> {"sid":');
        return;
      case 'limiting':
        res.setHeader('Retry-After', String(this.retryAfterSeconds));
        answer(res, 429, errorBody(429, 20429, 'Too Many Requests'));
        return;
      case 'failing':
        answer(res, 503, errorBody(503, 20503, 'Service Unavailable'));
        return;
      default:
    }
    const [, sid, what] =
      /^\/2010-04-01\/Accounts\/([^/]+)\/(Messages|Calls)\.json$/.exec(
        req.url ?? '',
      ) ?? [];
    if (req.method !== 'POST' || !what) {
      answer(
        res,
        404,
        errorBody(
          404,
          20404,
          `The requested resource ${req.url} was not found`,
        ),
      );
      return;
    }
    const credentials = Buffer.from(`${this.accountSid}:${this.authToken}`);
    const known = `Basic ${credentials.toString('base64')}`;
    if (
      this.weather === 'forbidding' ||
      sid !== this.accountSid ||
      req.headers.authorization !== known
    ) {
      answer(res, 401, errorBody(401, 20003, 'Authenticate'));
      return;
    }
    const kind = what === 'Messages' ? 'sms' : 'call';
    const refusal = refusalOf(kind, params, {
      from: this.from,
      stopped: this.#stopped,
    });
    if (refusal)
      answer(res, 400, errorBody(400, refusal.code, refusal.message));
    else this.#take(res, kind, params);
  }

  #take(
    res: ServerResponse,
    kind: Stored['kind'],
    params: Readonly<Record<string, string>>,
  ): void {
    const sid = newSid(kind === 'sms' ? 'SM' : 'CA');
    const twiml = params.Twiml ?? '';
    const stored: Stored = {
      sid,
      kind,
      to: params.To,
      from: params.From,
      text: kind === 'sms' ? params.Body : saidIn(twiml, 'Say'),
      at: performance.now(),
      statusCallback: params.StatusCallback,
      twiml,
    };
    this.#stored.set(sid, stored);
    this.taken.push(stored);
    answer(res, 201, {
      sid,
      account_sid: this.accountSid,
      to: stored.to,
      from: stored.from,
      status: 'queued',
      ...(kind === 'sms'
        ? { body: stored.text, direction: 'outbound-api' }
        : {}),
    });
    if (this.#delivers && kind === 'sms') {
      const delivered = this.report(sid, 'sent').then(() =>
        this.report(sid, 'delivered'),
      );
      // A portal that has stopped does not answer.
      delivered.catch(() => {});
    }
  }

  #find(sid: string): Stored {
    const stored = this.#stored.get(sid);
    if (!stored) throw new Error(`There is no ${sid}`);
    return stored;
  }

  #callParams({ sid, from, to }: Stored, status: string) {
    return { CallSid: sid, From: from, To: to, CallStatus: status };
  }

  /** Posts a signed form, and answers what comes back. @throws when it is not taken */
  #post(
    url: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<string> {
    const params = { AccountSid: this.accountSid, ...fields };
    const posting = (async () => {
      const response = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams(params),
        headers: {
          'X-Twilio-Signature': twilioSignature(this.authToken, url, params),
        },
        redirect: 'manual',
      });
      const body = await response.text();
      if (response.ok) return body;
      throw new Error(`${url} answered ${response.status}: ${body}`);
    })();
    this.#posting.add(posting);
    posting.catch(() => {}).finally(() => this.#posting.delete(posting));
    return posting;
  }
}

const newSid = (kind: string): string =>
  `${kind}${randomBytes(16).toString('hex')}`;

const errorBody = (status: number, code: Refusal['code'], message: string) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});

function answer(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}

async function formOf(req: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return Object.fromEntries(form);
}

/** The texts of one kind of TwiML's elements, once each. */
function saidIn(twiml: string, element: 'Say' | 'Message'): string {
  const all = [
    ...twiml.matchAll(new RegExp(`<${element}[^>]*>([^<]*)</${element}>`, 'g')),
  ].map(([, words]) => unescaped(words));
  return [...new Set(all)].join(' ');
}

const unescaped = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
