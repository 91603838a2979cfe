import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import { Tarball } from './tarball';

/** Long enough ago for every rule on the age of packages, such as that of Backstage's own template. */
const publishedAt = '2026-01-01T00:00:00.000Z';

/** A package registry on this machine, which has our packages and nothing else. */
export class Registry {
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://localhost:${port}`;
  }

  static async start(tarballs: readonly Tarball[]): Promise<Registry> {
    const server = createServer();
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const registry = new Registry(server, port);
    server.on('request', (request, response) => {
      const path = decodeURIComponent(request.url ?? '');
      const found = tarballs.find(({ manifest: { name } }) =>
        path.startsWith(`/${name}/-/`),
      );
      if (found) {
        response.end(found.bytes);
        return;
      }
      const asked = tarballs.find(
        ({ manifest }) => path === `/${manifest.name}`,
      );
      response.statusCode = asked ? 200 : 404;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(asked ? registry.#describe(asked) : {}));
    });
    return registry;
  }

  /** What a registry answers when asked for a package. */
  #describe({ manifest, integrity }: Tarball) {
    const { name, version } = manifest;
    // An unusual address: by the usual one Yarn would know name and version, and take the package of an earlier run
    // out of its cache.
    const dist = { tarball: `${this.url}/${name}/-/packed.tgz`, integrity };
    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist } },
      time: { [version]: publishedAt },
    };
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
