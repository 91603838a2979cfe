import {
  ForbiddenAddressError,
  OutsideAnswer,
  OutsideHttp,
} from '@muster/backstage-plugin-incidents-node';
import { InputError, isError } from '@backstage/errors';
import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { parse } from '../../../platform/errors';
import { OutsideAction, OutsideResult, PlayActionContext } from '../../ports';
import { AuthorityGuard, isRefused } from '../authority';
import { Redactor } from '../Redactor';
import { faultOfOwner } from './secretOwners';
import { jsonSchemaOf } from '../roomActions';
import {
  HttpInput,
  httpInput,
  httpManner,
  HttpOutput,
  httpOutput,
  isIdempotent,
} from './input';

/** A secret as the configuration has it. */
export interface NamedSecret {
  readonly value: string;
  /** Where it may be sent: `jenkins.example.com`, with a port that is not the usual one. */
  readonly hosts: readonly string[];
  /** Groups whose plays may name it; every play's without. */
  readonly owners?: readonly string[];
}

const id = 'http.request@1';
/** Of an answer that was not expected, so much is told. */
const mostTold = 200;
/** Of a body, a dry run shows so much. */
const mostShown = 500;
/** Nothing was sent when a connection fails like this. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** An HTTP request to whatever the outside has, and to hosts inside that the configuration allows. */
export class HttpRequest implements OutsideAction {
  readonly kind = 'outside';
  readonly info: PlayActionInfo = {
    id,
    title: 'Make an HTTP request',
    description:
      'Makes an HTTP request to an address outside of the network, or to one that incidents.plays.http.allow has. Secrets are sent in headers by name. Every attempt carries the same Idempotency-Key; Retry-After is honoured; redirects are not followed.',
    source: 'Muster',
    input: jsonSchemaOf(httpInput, 'input'),
    output: jsonSchemaOf(httpOutput, 'output'),
    // It depends on the method: isIdempotent.
    idempotent: false,
    simulatable: true,
    reversible: false,
  };
  readonly #options: {
    guard: AuthorityGuard;
    http: OutsideHttp;
    secrets: ReadonlyMap<string, NamedSecret>;
    redactor: Redactor;
  };

  constructor(options: {
    guard: AuthorityGuard;
    http: OutsideHttp;
    secrets: ReadonlyMap<string, NamedSecret>;
    redactor: Redactor;
  }) {
    this.#options = options;
  }

  isIdempotent(written: unknown): boolean {
    const result = httpManner.safeParse(written);
    return result.success && isIdempotent(result.data);
  }

  async simulate(
    written: unknown,
    context: PlayActionContext,
  ): Promise<readonly string[]> {
    const input = await this.#allowed(written, context);
    this.#prepared(input, context);
    const body = bodyOf(input);
    const headers = input.headers.map(header =>
      'secret' in header
        ? `${header.name}: the secret ${header.secret}`
        : `${header.name}: ${header.value}`,
    );
    return [
      `${input.method} ${input.url}`,
      ...headers,
      ...(body === undefined ? [] : [shortened(body, mostShown)]),
    ].map(line => this.#options.redactor.text(line));
  }

  async run(
    written: unknown,
    context: PlayActionContext & { readonly signal: AbortSignal },
  ): Promise<OutsideResult> {
    let input: HttpInput;
    let address: string;
    let headers: Readonly<Record<string, string>>;
    try {
      input = await this.#allowed(written, context);
      ({ address, headers } = this.#prepared(input, context));
    } catch (error) {
      return this.#failed(
        isError(error) ? error.message : String(error),
        !isRefused(error),
      );
    }
    const again = isIdempotent(input);
    try {
      const answer = await this.#options.http.call(address, {
        method: input.method,
        headers: {
          'User-Agent': 'Muster',
          ...(input.json !== undefined && {
            'Content-Type': 'application/json',
          }),
          ...headers,
          'Idempotency-Key': context.idempotencyKey,
          // Whoever sends it back with what the request leads to keeps plays from going in circles.
          'X-Muster-Run': context.runId,
        },
        body: bodyOf(input),
        signal: context.signal,
      });
      return this.#judged(input, answer);
    } catch (error) {
      if (error instanceof ForbiddenAddressError) {
        return this.#failed(`with.url: ${error.message}`, false);
      }
      if (context.signal.aborted) {
        return this.#failed('no answer in the time that the step has', again);
      }
      const wasNotSent = beforeSending.has(codeOf(error));
      return this.#failed(
        `${new URL(address).host} could not be called: ${isError(error) ? error.message : error}${
          again || wasNotSent ? '' : '; it may have had its effect'
        }`,
        again || wasNotSent,
      );
    }
  }

  /** @throws InputError for what is wrong with it; NotAllowedError */
  async #allowed(
    written: unknown,
    context: PlayActionContext,
  ): Promise<HttpInput> {
    const input = parse('with', httpInput, written);
    await this.#options.guard.check(
      { id, readOnly: false, access: 'responder', entityRef: null },
      context,
    );
    return input;
  }

  /** @throws InputError naming the field and the remedy */
  #prepared(
    { url, headers }: HttpInput,
    { ownerRef }: PlayActionContext,
  ): {
    address: string;
    headers: Readonly<Record<string, string>>;
  } {
    const parsed = this.#options.http.parse(url);
    if ('fault' in parsed) throw new InputError(`with.url ${parsed.fault}`);
    const { address } = parsed;
    const { host } = new URL(address);
    return {
      address,
      headers: Object.fromEntries(
        headers.map((header, index) => [
          header.name,
          'secret' in header
            ? this.#secret(header.secret, {
                host,
                ownerRef,
                field: `with.headers[${index}]`,
              })
            : header.value,
        ]),
      ),
    };
  }

  #secret(
    name: string,
    {
      host,
      ownerRef,
      field,
    }: { host: string; ownerRef: string; field: string },
  ): string {
    const secret = this.#options.secrets.get(name);
    if (!secret) {
      throw new InputError(
        `${field} names the secret ${name}, which incidents.plays.secrets does not have`,
      );
    }
    if (!secret.hosts.includes(host)) {
      throw new InputError(
        `${field} would send the secret ${name} to ${host}; incidents.plays.secrets.${name}.hosts allows ${secret.hosts.join(', ')} only`,
      );
    }
    const fault = faultOfOwner(name, secret.owners, ownerRef);
    if (fault) throw new InputError(`${field} ${fault}`);
    return secret.value;
  }

  #judged(input: HttpInput, answer: OutsideAnswer): OutsideResult {
    const { status, retryAfterSeconds } = answer;
    const isExpected = input.expect
      ? input.expect.includes(status)
      : status >= 200 && status < 300;
    if (isExpected) {
      return { outcome: 'succeeded', output: this.#output(answer) };
    }
    const words = [
      `${new URL(input.url).host} answered ${status}`,
      ...(status >= 300 && status < 400
        ? ['redirects are not followed; give the address that it leads to']
        : []),
      ...(answer.body.trim() ? [shortened(answer.body.trim(), mostTold)] : []),
    ].join(': ');
    // Refused for now: nothing was done. Of other faults of the other side nobody knows what it had done before.
    const wasNotDone = status === 429 || status === 503;
    const mayPass = status === 408 || status === 425 || status >= 500;
    return this.#failed(
      words,
      wasNotDone || (mayPass && isIdempotent(input)),
      wasNotDone ? retryAfterSeconds : undefined,
    );
  }

  #output({ status, headers, body, isCut }: OutsideAnswer): HttpOutput {
    const { redactor } = this.#options;
    const text = redactor.text(body);
    const isJson = /^application\/([\w.-]+\+)?json\b/i.test(
      headers['content-type'] ?? '',
    );
    return {
      status,
      headers: Object.fromEntries(
        Object.entries(headers)
          .filter(([name]) => name !== 'set-cookie')
          .map(([name, value]) => [name, redactor.text(value)]),
      ),
      body: text,
      json: isJson && !isCut ? jsonOrNull(text) : null,
      isCut,
    };
  }

  #failed(
    detail: string,
    retry: boolean,
    retryAfterSeconds?: number,
  ): OutsideResult {
    return {
      outcome: 'failed',
      detail: this.#options.redactor.text(detail),
      retry,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  }
}

const bodyOf = ({ json, body }: HttpInput): string | undefined =>
  json === undefined ? body : JSON.stringify(json);

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What calls itself JSON and is none stays text.
    return null;
  }
}

const codeOf = (error: unknown): string =>
  isError(error) && typeof error.code === 'string' ? error.code : '';
