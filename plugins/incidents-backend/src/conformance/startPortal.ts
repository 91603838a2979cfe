// For the conformance runner only: nothing that ships imports this file.
/* eslint-disable @backstage/no-undeclared-imports */
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { incidentsPlugin } from '../plugin';

/** An admin, so that the runner sees everything. */
const runner = 'user:default/runner';

/** The real plugin behind real HTTP. */
export interface Portal {
  /** Address of `/api/incidents`. */
  readonly baseUrl: string;
  /** The typed client, signed in as an admin. */
  readonly client: IncidentsClient;
  stop(): Promise<void>;
}

/** Starts the real plugin over a database, with a catalog of its own, on the real clock. */
export async function startPortal(options: {
  readonly knex: Knex;
  readonly entities: Entity[];
  /** `incidents:` of the configuration. */
  readonly config: Readonly<Record<string, string | number | boolean>>;
}): Promise<Portal> {
  const { knex, entities, config } = options;
  const backend = await startTestBackend({
    features: [
      incidentsPlugin,
      catalogServiceMock.factory({ entities }),
      mockServices.database.factory({ knex }),
      mockServices.rootLogger.factory({ level: 'error' }),
      mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          incidents: { demo: true, admins: [runner], ...config },
        },
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: async () => {} }),
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: async () => {} }),
      }),
    ],
  });
  const baseUrl = `http://localhost:${backend.server.port()}/api/incidents`;
  const authorization = mockCredentials.user.header(runner);
  return {
    baseUrl,
    client: new IncidentsClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, { ...init, headers: { ...init.headers, authorization } }),
      },
    }),
    stop: () => backend.stop(),
  };
}
