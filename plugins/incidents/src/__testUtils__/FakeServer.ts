import {
  CallOutput,
  Endpoint,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';

/** One request as it came over the wire. */
export interface Call {
  /** The contract's id: `incidents.acknowledge`. */
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type Answer = (call: Call) => unknown;

/** A refusal, as the server words it. */
class Refusal {
  constructor(
    readonly status: number,
    readonly message: string,
  ) {}
}

/**
 * The server as far as the screens can see it. What it is not told to answer stays unanswered, so that
 * a view keeps loading. Views talk to it through the real client.
 */
export class FakeServer {
  readonly #answers = new Map<string, { endpoint: Endpoint; answer: Answer }>();
  #down = false;
  /** Every request, oldest first. */
  readonly calls: Call[] = [];
  /** How it is found and reached, for a client that somebody else makes. */
  readonly discoveryApi = { getBaseUrl: async () => '' };
  readonly fetchApi = {
    fetch: (url: string, init: RequestInit) => this.#fetch(url, init),
  };
  readonly client = new IncidentsClient({
    discoveryApi: this.discoveryApi,
    fetchApi: this.fetchApi,
  });

  /** Answers an endpoint from now on. */
  on<E extends Endpoint>(endpoint: E, answer: CallOutput<E>): this {
    return this.onCall(endpoint, () => answer);
  }

  /** Answers an endpoint from now on with what becomes of the call. */
  onCall<E extends Endpoint>(
    endpoint: E,
    answer: (call: Call) => CallOutput<E> | Promise<CallOutput<E>>,
  ): this {
    this.#answers.set(endpoint.id, { endpoint, answer });
    return this;
  }

  /** Refuses an endpoint from now on. */
  refuse(endpoint: Endpoint, status: number, message: string): this {
    this.#answers.set(endpoint.id, {
      endpoint,
      answer: () => new Refusal(status, message),
    });
    return this;
  }

  /** Cannot be reached, until `up`. */
  down(): void {
    this.#down = true;
  }

  up(): void {
    this.#down = false;
  }

  /** The requests to one endpoint. */
  callsOf(endpoint: Endpoint): Call[] {
    return this.calls.filter(({ id }) => id === endpoint.id);
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(url, 'http://portal');
    for (const { endpoint, answer } of this.#answers.values()) {
      const params = paramsOf(endpoint, init.method ?? 'GET', pathname);
      if (params) {
        const call: Call = {
          id: endpoint.id,
          params,
          query: Object.fromEntries(searchParams),
          body: init.body ? JSON.parse(String(init.body)) : undefined,
        };
        this.calls.push(call);
        if (this.#down) throw new TypeError('Failed to fetch');
        return respond(await answer(call));
      }
    }
    return new Promise(() => {});
  }
}

/** The parameters in a path that is the endpoint's, else undefined. */
function paramsOf(
  { method, path }: Endpoint,
  asked: string,
  pathname: string,
): Record<string, string> | undefined {
  const pattern = path.replace(/:(\w+)/g, '(?<$1>[^/]+)');
  const match = new RegExp(`^${pattern}$`).exec(pathname);
  return match && asked.toLowerCase() === method
    ? { ...match.groups }
    : undefined;
}

const respond = (answer: unknown): Response =>
  answer instanceof Refusal
    ? json(answer.status, {
        error: { name: nameOf(answer.status), message: answer.message },
        response: { statusCode: answer.status },
      })
    : json(200, answer);

const nameOf = (status: number): string =>
  ({ 403: 'NotAllowedError', 404: 'NotFoundError', 409: 'ConflictError' })[
    status
  ] ?? 'Error';

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
