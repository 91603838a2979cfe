import { ResponseError } from '@backstage/errors';
import type { z } from 'zod';
import type { Address, EndpointAt } from './api';

type Part<Name extends string, Input> =
  Record<never, never> extends Input
    ? { [K in Name]?: Input }
    : { [K in Name]: Input };

/** What a call needs: only the parts that the endpoint has required fields in. @public */
export type CallInput<A extends Address> = Part<
  'params',
  z.input<EndpointAt<A>['params']>
> &
  Part<'query', z.input<EndpointAt<A>['query']>> &
  Part<'body', z.input<EndpointAt<A>['body']>>;

/** What a call answers. @public */
export type CallOutput<A extends Address> = z.output<EndpointAt<A>['response']>;

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
 * await client.call(endpoints.incidents.acknowledge, { params: { id: 'INC-128' } });
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

  async call<A extends Address>(
    endpoint: A,
    input: CallInput<A>,
  ): Promise<CallOutput<A>> {
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
