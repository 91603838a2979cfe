// For tests and the conformance runner only: nothing that ships imports this file.
/* eslint-disable @backstage/no-undeclared-imports */
import {
  BackendFeature,
  BackstageUserInfo,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import request from 'supertest';
import { clockServiceRef } from '../platform/clockService';
import { FakeClock } from '../platform/FakeClock';
import { incidentsPlugin } from '../plugin';
import { demoShop, ownershipOf } from './demoShop';
import { errorLinesLogger } from './errorLines';

/** How the plugin is started for a test. */
export interface StartOptions {
  readonly knex: Knex;
  readonly clock?: FakeClock;
  readonly entities?: Entity[];
  /** `incidents:` of the configuration, over the test's own. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Used in place of a catalog of `entities`. */
  readonly catalog?: CatalogService;
  /** Other plugins and modules of the portal. */
  readonly features?: readonly BackendFeature[];
  /** `backend:` of the configuration, over the test's own. */
  readonly backend?: Readonly<Record<string, unknown>>;
  /** What Backstage's permission policy decides: for everything, or by the permission's name. */
  readonly decision?: PolicyDecision | ((permission: string) => PolicyDecision);
}

/** A started incidents backend that answers real HTTP. */
export type StartedIncidents = Awaited<ReturnType<typeof startIncidents>>;

/** Starts the real plugin over a given database, with a catalog of its own and a clock that is moved by hand. */
export async function startIncidents(options: StartOptions) {
  const { knex, decision } = options;
  const clock = options.clock ?? new FakeClock();
  const permissions = mockServices.permissions.mock();
  if (decision) {
    const decide = typeof decision === 'function' ? decision : () => decision;
    permissions.authorizeConditional.mockImplementation(async queries =>
      queries.map(({ permission }) => decide(permission.name)),
    );
    permissions.authorize.mockImplementation(async queries =>
      queries.map(({ permission }) => {
        const { result } = decide(permission.name);
        return {
          result:
            result === AuthorizeResult.CONDITIONAL
              ? AuthorizeResult.DENY
              : result,
        };
      }),
    );
  }
  const notifications = jest.fn(async (_options: unknown) => {});
  const signals = jest.fn(async (_signal: unknown) => {});
  const backend = await startTestBackend({
    features: [
      ...(options.features ?? []),
      incidentsPlugin,
      errorLinesLogger,
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () =>
          options.catalog ??
          catalogServiceMock({ entities: options.entities ?? demoShop }),
      }),
      mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007', ...options.backend },
          incidents: {
            demo: true,
            admins: ['group:default/admins'],
            catchAll: 'group:default/watch',
            ...options.config,
          },
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          async getUserInfo(credentials): Promise<BackstageUserInfo> {
            const { principal } = credentials as ReturnType<
              typeof mockCredentials.user
            >;
            const ref = principal.userEntityRef;
            return {
              userEntityRef: ref,
              ownershipEntityRefs: [ref, ...(ownershipOf[ref] ?? [])],
            };
          },
        }),
      }),
      createServiceFactory({
        service: clockServiceRef,
        deps: {},
        factory: () => clock,
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send: notifications }),
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({ publish: signals }),
      }),
      ...(decision
        ? [
            createServiceFactory({
              service: coreServices.permissions,
              deps: {},
              factory: () => permissions,
            }),
          ]
        : []),
    ],
  });
  const { port } = backend.server.address() as { port: number };
  const baseUrl = `http://localhost:${port}/api/incidents`;

  /** The typed client of one person of the shop: `as('ana').call(…)`. */
  const as = (name: string) =>
    new IncidentsClient({
      discoveryApi: { getBaseUrl: async () => baseUrl },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: {
              ...init.headers,
              authorization: mockCredentials.user.header(
                `user:default/${name}`,
              ),
            },
          }),
      },
    });

  return {
    clock,
    as,
    baseUrl,
    notifications,
    signals,
    http: request(backend.server),
    stop: () => backend.stop(),
  };
}
