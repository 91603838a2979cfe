import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  contract,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';

/** A trigger, acknowledge or resolve of the Events API v2, without its routing key. */
export interface MonitorEvent {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key?: string;
  readonly payload?: {
    readonly summary: string;
    readonly source: string;
    readonly severity: 'critical' | 'error' | 'warning' | 'info';
    readonly custom_details?: Readonly<Record<string, unknown>>;
  };
}

/** What a monitor is told. */
export interface EventAnswer {
  readonly status: number;
  /** Seconds; undefined when the answer names none. */
  readonly retryAfter: number | undefined;
}

/** Backstage asks for keys that it does not know once in half a minute. */
const signInAgain = { times: 20, everyMs: 2000 };

function fetchAs(
  token: string,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return fetch(url, { ...init, headers });
}

/** Of the demo. */
export const administrator = 'user:default/sana.iqbal';

/** One backend, as people and monitors reach it. */
export class PortalApi {
  readonly #url: string;
  readonly #clients = new Map<string, Promise<IncidentsClient>>();

  /** @param url - of the backend, without a slash at the end */
  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Signs somebody in by HTTP, as the sign-in page does.
   *
   * @param ref - full ref of a person of the demo, such as `user:default/ana.ruiz`
   * @returns their token, good for an hour and on every replica
   */
  async tokenOf(ref: string): Promise<string> {
    const response = await fetch(`${this.#url}/api/auth/demo/refresh`, {
      headers: { 'x-demo-person': ref, 'x-requested-with': 'XMLHttpRequest' },
    });
    if (!response.ok) {
      throw new Error(
        `${ref} cannot sign in: ${response.status} ${await response.text()}`,
      );
    }
    const { backstageIdentity } = await response.json();
    return backstageIdentity.token;
  }

  /** The typed client of somebody who signed in somewhere. */
  withToken(token: string): IncidentsClient {
    return this.#client((url, init) => fetchAs(token, url, init));
  }

  /**
   * The typed client of a person of the demo, who is signed in once; and again for as long as a portal does not
   * know them: one whose clock was stepped has given out tokens of another time, and one that has just started
   * may not have read all keys yet.
   */
  as(ref: string): Promise<IncidentsClient> {
    const known = this.#clients.get(ref);
    if (known) return known;
    const signingIn = this.tokenOf(ref).then(first => {
      let token = first;
      return this.#client(async (url, init) => {
        let answer = await fetchAs(token, url, init);
        for (let n = 0; answer.status === 401 && n < signInAgain.times; n++) {
          await sleep(signInAgain.everyMs);
          token = await this.tokenOf(ref);
          answer = await fetchAs(token, url, init);
        }
        return answer;
      });
    });
    this.#clients.set(ref, signingIn);
    signingIn.catch(() => this.#clients.delete(ref));
    return signingIn;
  }

  #client(
    send: (url: string, init: RequestInit) => Promise<Response>,
  ): IncidentsClient {
    return new IncidentsClient({
      discoveryApi: {
        getBaseUrl: async plugin => `${this.#url}/api/${plugin}`,
      },
      fetchApi: { fetch: send },
    });
  }

  /** Makes an integration on an entity, as an administrator. @returns its key */
  async createIntegration(name: string, entityRef: string): Promise<string> {
    const admin = await this.as(administrator);
    const { key } = await admin.call(contract.alerts.createIntegration, {
      body: { name, entityRef },
    });
    return key;
  }

  /**
   * Binds an entity to a policy with a step for each of these people, as an administrator.
   *
   * @param delayMinutes - after each step
   * @returns the key of a new integration on the entity
   */
  async bindPolicy(
    entityRef: string,
    people: readonly string[],
    delayMinutes: number,
  ): Promise<string> {
    const admin = await this.as(administrator);
    const { escalation } = contract;
    const { id: policyId } = await admin.call(escalation.createPolicy, {
      body: {
        name: `Checks of ${entityRef}`,
        ownerRef: 'group:default/team-platform',
        steps: people.map(ref => ({
          targets: [{ type: 'person' as const, ref }],
          delayMinutes,
        })),
      },
    });
    await admin.call(escalation.bind, { body: { entityRef, policyId } });
    return this.createIntegration('Checks', entityRef);
  }

  /**
   * Sends an event as a monitor does.
   *
   * @throws Error when there is no answer at all; nobody then knows whether it was stored
   */
  send(key: string, event: MonitorEvent): Promise<EventAnswer> {
    const body = JSON.stringify({ routing_key: key, ...event });
    return new Promise((done, failed) => {
      const sending = request(
        `${this.#url}/api/incidents/public/v2/enqueue`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
          timeout: 30_000,
        },
        response => {
          response.resume();
          const wait = response.headers['retry-after'];
          response.once('end', () =>
            done({
              status: response.statusCode ?? 0,
              retryAfter: wait === undefined ? undefined : Number(wait),
            }),
          );
          response.once('error', failed);
        },
      );
      sending.once('timeout', () =>
        sending.destroy(new Error('no answer within 30 s')),
      );
      sending.once('error', failed);
      sending.end(body);
    });
  }
}
