import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { Endpoint } from './api';

type Part<Name extends string, Input> =
  Record<never, never> extends Input
    ? { [K in Name]?: Input }
    : { [K in Name]: Input };

/** What a call needs: only the parts that the endpoint has required fields in. @public */
export type CallInput<E extends Endpoint> = Part<
  'params',
  z.input<E['params']>
> &
  Part<'query', z.input<E['query']>> &
  Part<'body', z.input<E['body']>>;

/** What a call answers. @public */
export type CallOutput<E extends Endpoint> = z.output<E['response']>;

/** The part of `discoveryApi` that the client uses. @public */
export interface BaseUrlSource {
  getBaseUrl(pluginId: string): Promise<string>;
}

/** The part of `fetchApi` that the client uses. @public */
export interface Fetcher {
  fetch(url: string, init: RequestInit): Promise<Response>;
}

/**
 * Calls the endpoints of the contract with their types:
 *
 * ```ts
 * await client.call(contract.incidents.acknowledge, { params: { id: 'INC-128' } });
 * ```
 *
 * Throws `ResponseError` for every answer that is not a success; its message says what to do.
 *
 * @public
 */
export class IncidentsClient {
  readonly #discovery: BaseUrlSource;
  readonly #fetcher: Fetcher;

  constructor(options: { discoveryApi: BaseUrlSource; fetchApi: Fetcher }) {
    this.#discovery = options.discoveryApi;
    this.#fetcher = options.fetchApi;
  }

  async call<E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
  ): Promise<CallOutput<E>> {
    const { params, query, body }: RawInput = input;
    const base = await this.#discovery.getBaseUrl('incidents');
    const response = await this.#fetcher.fetch(
      base + fillPath(endpoint.path, params) + queryString(query),
      endpoint.method === 'get'
        ? { method: 'GET' }
        : {
            method: endpoint.method.toUpperCase(),
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body ?? {}),
          },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}

interface RawInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const fillPath = (path: string, params: unknown): string =>
  entriesOf(params).reduce(
    (filled, [name, value]) =>
      filled.replace(`:${name}`, encodeURIComponent(String(value))),
    path,
  );

function queryString(query: unknown): string {
  const pairs = entriesOf(query).filter(([, value]) => value !== undefined);
  return pairs.length === 0
    ? ''
    : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`;
}
