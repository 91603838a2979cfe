import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/** One call that reached it. */
export interface DeployCall {
  readonly path: string;
  readonly idempotencyKey: string | undefined;
}

/** A company's own tool that rolls back, as plays call it by HTTP. */
export class DeployTool {
  /** What it answers from now on. */
  status = 200;
  /** Every call, oldest first. */
  readonly calls: DeployCall[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const key = request.headers['idempotency-key'];
      this.calls.push({
        path: request.url ?? '',
        idempotencyKey: typeof key === 'string' ? key : undefined,
      });
      response.writeHead(this.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ rolledBack: this.status === 200 }));
    });
  }

  static async start(): Promise<DeployTool> {
    const tool = new DeployTool();
    await new Promise<void>(done => {
      tool.#server.listen(0, '127.0.0.1', done);
    });
    return tool;
  }

  get url(): string {
    const { port }: AddressInfo = Object(this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => {
      this.#server.close(done);
    });
  }
}
