import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** The other side of HTTP steps: counts what it is asked to do, by idempotency key. */
export class StandIn {
  readonly #server: Server;
  /** Requests by `METHOD key`. */
  readonly #calls = new Map<string, number>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const key = `${request.method} ${request.headers['idempotency-key']}`;
      this.#calls.set(key, (this.#calls.get(key) ?? 0) + 1);
      request.resume();
      response.setHeader('content-type', 'application/json');
      response.end('{"done":true}');
    });
  }

  static async start(): Promise<StandIn> {
    const standIn = new StandIn();
    await new Promise<void>(resolve => {
      standIn.#server.listen(0, '127.0.0.1', resolve);
    });
    return standIn;
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo;
    return address.port;
  }

  /** How often it was asked with this method by this step of a run: by key. */
  callsOf(method: string, runId: string, path: string): Map<string, number> {
    const start = `${method} ${runId}/${path}/`;
    return new Map([...this.#calls].filter(([key]) => key.startsWith(start)));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
