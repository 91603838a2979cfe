import { AddressInfo } from 'node:net';
import {
  BackstageCredentials,
  coreServices,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import incidentsPlugin from '@muster/backstage-plugin-incidents-backend';
import { Knex } from 'knex';
import {
  demoShop,
  ownershipOf,
} from '../../../plugins/incidents-backend/src/testing/demoShop';
import { markup } from './hostileValues';
import { Role, roles } from './roles';

/** An entity whose every word looks for harm: the catalog's contents come from many hands. */
const hostileEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'hostile',
    namespace: 'default',
    title: markup.join(' '),
    description: markup[0],
    annotations: {
      'incidents/runbook': markup[4],
      'incidents/tier': '7',
      'incidents/escalation-policy': markup[1],
      'incidents/unknown': '\u0000',
    },
  },
  spec: { type: 'service' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/payments' }],
};

/** The real plugin over a database, in this process, with a small shop in its catalog. */
export class HostilePortal {
  readonly port: number;
  readonly stop: () => Promise<void>;
  #errorLines: string[];

  private constructor(
    port: number,
    stop: () => Promise<void>,
    errorLines: string[],
  ) {
    this.port = port;
    this.stop = stop;
    this.#errorLines = errorLines;
  }

  static async start(knex: Knex): Promise<HostilePortal> {
    const errorLines: string[] = [];
    const logger: RootLoggerService = {
      error: (message, meta) => {
        errorLines.push(
          `${message} ${meta instanceof Error ? meta.stack : ''}`.trim(),
        );
      },
      warn: () => {},
      info: () => {},
      debug: () => {},
      child: () => logger,
    };
    const backend = await startTestBackend({
      features: [
        incidentsPlugin,
        catalogServiceMock.factory({ entities: [...demoShop, hostileEntity] }),
        mockServices.database.factory({ knex }),
        mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: { baseUrl: 'http://localhost:7007' },
            incidents: {
              demo: true,
              admins: ['group:default/admins'],
              catchAll: 'group:default/watch',
            },
          },
        }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({ getUserInfo: async who => groupsOf(who) }),
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
    const { port }: AddressInfo = Object(backend.server.address());
    return new HostilePortal(port, () => backend.stop(), errorLines);
  }

  /** The lines at `error` since the last time. */
  takeErrorLines(): string[] {
    return this.#errorLines.splice(0);
  }

  /** The typed client of one of the roles. */
  as(role: Role): IncidentsClient {
    return new IncidentsClient({
      discoveryApi: {
        getBaseUrl: async () => `http://127.0.0.1:${this.port}/api/incidents`,
      },
      fetchApi: {
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: { ...init.headers, authorization: roles[role] },
          }),
      },
    });
  }
}

function groupsOf({ principal }: BackstageCredentials) {
  const userEntityRef =
    typeof principal === 'object' &&
    principal !== null &&
    'userEntityRef' in principal
      ? String(principal.userEntityRef)
      : 'user:default/nobody';
  return {
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, ...(ownershipOf[userEntityRef] ?? [])],
  };
}
