// What bin/outage needs of a portal: people who sign in by name, and monitors with a key.
import { Refusal } from '../say.mjs';
import { eventually } from './eventually.mjs';

/** Signs in as people of the demo and calls the API as them. */
export class PortalClient {
  #url;
  #tokens = new Map();

  /** @param {string} url - the portal's address */
  constructor(url) {
    this.#url = url.replace(/\/+$/, '');
  }

  /**
   * Calls the API of incidents as a person.
   *
   * @param {string} person - full user ref
   * @param {string} method
   * @param {string} path - below /api/incidents
   * @param {unknown} [body]
   */
  async call(person, method, path, body) {
    const token = await this.#token(person);
    return this.#answer(
      await this.#fetch(`/api/incidents${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
      `${method} ${path}`,
    );
  }

  /**
   * Sends an event as a monitor does.
   *
   * @param {'/v2/enqueue' | '/v2/change/enqueue'} path
   * @param {object} event
   */
  async send(path, event) {
    await this.#answer(
      await this.#fetch(`/api/incidents/public${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
      }),
      path,
    );
  }

  /** Opens an acknowledge link and presses its button, as a phone would. @param {string} link */
  async pressAcknowledge(link) {
    const { pathname } = new URL(link);
    for (const method of ['GET', 'POST']) {
      const answer = await this.#fetch(pathname, { method });
      if (!answer.ok) {
        throw new Refusal(
          `${method} of the acknowledge link answered ${answer.status}`,
        );
      }
    }
  }

  async #token(person) {
    const known = this.#tokens.get(person);
    if (known) return known;
    // A portal that has just started knows its people a few seconds later.
    const { backstageIdentity } = await eventually(
      `${person} in the catalog of ${this.#url}`,
      () => this.#signIn(person),
    );
    this.#tokens.set(person, backstageIdentity.token);
    return backstageIdentity.token;
  }

  /** Undefined while the catalog does not know the person yet. */
  async #signIn(person) {
    const answer = await this.#fetch('/api/auth/demo/refresh', {
      headers: {
        'x-demo-person': person,
        'x-requested-with': 'XMLHttpRequest',
      },
    });
    if (answer.status !== 404) return this.#answer(answer, `sign in ${person}`);
    if (/auth provider/i.test(await answer.text())) {
      throw new Refusal(
        `The portal at ${this.#url} is not a demo: nobody can sign in by name there. Start one with bin/start.`,
      );
    }
    return undefined;
  }

  async #fetch(path, init) {
    try {
      return await fetch(this.#url + path, {
        ...init,
        signal: AbortSignal.timeout(20_000),
      });
    } catch (error) {
      throw new Refusal(
        `Nothing answers at ${this.#url} (${error.cause?.code ?? error.message}). Start the demo with bin/start, or name another portal with --url.`,
      );
    }
  }

  async #answer(response, what) {
    const text = await response.text();
    if (response.ok) return text === '' ? {} : JSON.parse(text);
    throw Object.assign(
      new Refusal(`${what} answered ${response.status}: ${text.slice(0, 400)}`),
      { status: response.status },
    );
  }
}
