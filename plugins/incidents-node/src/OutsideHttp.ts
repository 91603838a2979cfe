import { lookup as systemLookup } from 'node:dns';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What the other side answered. @public */
export interface OutsideAnswer {
  readonly status: number;
  /** Seconds that it asks to be left alone; undefined when it does not. */
  readonly retryAfterSeconds: number | undefined;
  /** Names in small letters; of one that came several times, joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * As much of its text as is read. Do not show it to a person who gave the address for themselves: it may be none of
   * theirs.
   */
  readonly body: string;
  /** There was more of it, which was not read. */
  readonly isCut: boolean;
}

/** What is asked of the other side. @public */
export interface OutsideRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  /** Left out: none is sent. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** How addresses that people give are called. @public */
export interface OutsideHttpOptions {
  /**
   * Hosts inside the network that may be called all the same, also without TLS: names, addresses, or
   * ranges such as `10.1.0.0/16`.
   */
  readonly allow?: readonly string[];
  /** The configuration key of `allow`, for messages. Default `incidents.webhook.allow`. */
  readonly setting?: string;
  /** For a whole request. Default eight seconds. */
  readonly timeoutMs?: number;
  /** How names become addresses. Default the system's. */
  readonly lookup?: LookupFunction;
}

/** The address leads into the network, or is not one that may be called. @public */
export class ForbiddenAddressError extends Error {
  readonly name = 'ForbiddenAddressError';
}

const longestUrl = 2000;
/** More of an answer is not read. */
const mostBytes = 64 * 1024;

/**
 * Calls addresses that people have given, and only those that lead out of the network: not to this
 * machine, not to private or link-local addresses (the clouds' metadata among them), in whatever form they
 * are written. It is the address that is connected to which is looked at, so a name that leads elsewhere
 * the second time gains nothing. Redirects are not followed.
 *
 * @public
 */
export class OutsideHttp {
  readonly #names: ReadonlySet<string>;
  readonly #ranges: readonly Range[];
  readonly #inside: string;
  readonly #timeoutMs: number;
  readonly #lookup: LookupFunction;

  /** @throws Error naming the entry of `allow` that is none */
  constructor(options: OutsideHttpOptions = {}) {
    const allow = (options.allow ?? []).map(host => host.trim().toLowerCase());
    const isRange = (host: string) => isIP(host.split('/')[0]) !== 0;
    this.#ranges = allow.filter(isRange).map(rangeOf);
    this.#names = new Set(allow.filter(host => !isRange(host)));
    this.#inside = `into the network, which is not allowed (${options.setting ?? 'incidents.webhook.allow'})`;
    this.#timeoutMs = options.timeoutMs ?? 8_000;
    this.#lookup = options.lookup ?? systemLookup;
  }

  /**
   * The one form of an address, or what is wrong with it as half a sentence: `must begin with https://`.
   * Names are not looked up here: what they lead to is known when it is called.
   */
  parse(
    text: string,
  ): { readonly address: string } | { readonly fault: string } {
    const written = text.trim();
    if (written.length > longestUrl) {
      return { fault: `is longer than ${longestUrl} characters` };
    }
    let url: URL;
    try {
      url = new URL(written);
    } catch {
      return {
        fault: 'is no address, such as https://hooks.example.com/pages',
      };
    }
    const fault = this.#faultOf(url);
    if (fault) return { fault };
    url.hash = '';
    return { address: url.href };
  }

  /**
   * Posts a body.
   *
   * @throws ForbiddenAddressError when the address may not be called; any other error when it cannot be
   */
  post(
    address: string,
    request: Omit<OutsideRequest, 'method'> & { readonly body: string },
  ): Promise<OutsideAnswer> {
    return this.call(address, { ...request, method: 'POST' });
  }

  /**
   * Makes a request.
   *
   * @throws ForbiddenAddressError when the address may not be called; any other error when it cannot be
   */
  async call(address: string, request: OutsideRequest): Promise<OutsideAnswer> {
    const url = new URL(address);
    const fault = this.#faultOf(url);
    if (fault) throw new ForbiddenAddressError(`the address ${fault}`);
    const isPlain = url.protocol === 'http:';
    const limit = AbortSignal.timeout(this.#timeoutMs);
    const signal = AbortSignal.any([request.signal, limit]);
    const outgoing = (isPlain ? http : https).request(url, {
      method: request.method,
      agent: false,
      headers: {
        ...request.headers,
        ...(request.body !== undefined && {
          'Content-Length': String(Buffer.byteLength(request.body)),
        }),
      },
      signal,
      lookup: this.#guardedLookup,
    });
    // What fails after its answer has come is nobody's business any more.
    outgoing.on('error', () => {});
    try {
      const answered = once(outgoing, 'response');
      outgoing.end(request.body);
      const [response]: http.IncomingMessage[] = await answered;
      return {
        status: response.statusCode ?? 0,
        retryAfterSeconds: secondsIn(response.headers['retry-after']),
        headers: Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : (value ?? ''),
          ]),
        ),
        ...(await firstOf(response)),
      };
    } catch (error) {
      if (limit.aborted) {
        throw new Error(`no answer within ${this.#timeoutMs / 1000} s`, {
          cause: error,
        });
      }
      throw error;
    } finally {
      outgoing.destroy();
    }
  }

  #faultOf(url: URL): string | undefined {
    const { hostname, protocol } = url;
    const literal = hostname.replace(/^\[|\]$/g, '');
    const isLiteral = isIP(literal) !== 0;
    if (url.username || url.password) {
      return 'must have no user and password in it';
    }
    if (isLiteral && !this.#mayConnect(literal)) {
      return `leads ${this.#inside}`;
    }
    const isAllowed =
      this.#names.has(hostname) || (isLiteral && this.#isInRanges(literal));
    return protocol === 'https:' || (protocol === 'http:' && isAllowed)
      ? undefined
      : 'must begin with https://';
  }

  /** Looks a name up, and hands on only what may be connected to; one address that may not spoils the name. */
  readonly #guardedLookup: LookupFunction = (hostname, options, callback) => {
    this.#lookup(hostname, options, (error, address, family) => {
      const found =
        typeof address === 'string'
          ? [address]
          : (address ?? []).map(one => one.address);
      const isFine =
        this.#names.has(hostname) || found.every(one => this.#mayConnect(one));
      if (!error && !isFine) {
        callback(
          new ForbiddenAddressError(`the address leads ${this.#inside}`),
          address,
          family,
        );
      } else callback(error, address, family);
    });
  };

  #mayConnect(address: string): boolean {
    // IPv4 within IPv6 is IPv4; of everything else only what is neither private, local nor set aside.
    return (
      ipaddr.process(address).range() === 'unicast' || this.#isInRanges(address)
    );
  }

  #isInRanges(address: string): boolean {
    const parsed = ipaddr.process(address);
    return this.#ranges.some(
      ([network, bits]) =>
        network.kind() === parsed.kind() && parsed.match(network, bits),
    );
  }
}

type Range = ReturnType<typeof ipaddr.parseCIDR>;

function rangeOf(text: string): Range {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) throw new Error(`${text} is no address or range`);
  const address = ipaddr.process(text);
  return address.kind() === 'ipv4' ? [address, 32] : [address, 128];
}

function secondsIn(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return seconds > 0 ? seconds : undefined;
}

/** As much of an answer as is read. */
async function firstOf(
  answer: AsyncIterable<Buffer>,
): Promise<{ body: string; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) break;
  }
  return {
    body: Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8'),
    isCut: bytes > mostBytes,
  };
}
