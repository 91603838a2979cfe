import {
  Alert,
  Caller,
  contract,
  Integration,
  NamedRef,
  passesFloor,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { subjectOf } from '../incidents/service';
import { Database, instant, iso, isoOrNull } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { alertsOfIncident } from './alertStore';
import { listChanges } from './changeStore';
import { IngestLog } from './IngestLog';
import { IntegrationRecord } from './integrationStore';
import { Integrations } from './Integrations';
import { AlertRecord } from './model';
import { IncidentsForAlerts } from './ports';

/** Serves the alerts of the contract, but for the two endpoints that are the monitors'. */
export function mountAlerts(
  server: EndpointServer,
  options: {
    database: Database;
    directory: Directory;
    incidents: IncidentsForAlerts;
    integrations: Integrations;
    log: IngestLog;
    /** Names of those of these ids that are heartbeats, whose alerts are as those of integrations. */
    heartbeatNames: (
      ids: readonly string[],
    ) => Promise<ReadonlyMap<string, string>>;
    /** Address of `/api/incidents/public` from outside, without a slash at the end. */
    publicUrl: string;
  },
): void {
  const { database, directory, incidents, integrations, log } = options;
  const api = contract.alerts;

  const subjectOfEntity = async (entityRef: string) => ({
    ownerRef: (await directory.known(entityRef))?.ownerRef ?? null,
    responders: [],
  });
  const subjects = async ({ params }: { params: { id: string } }) => [
    await subjectOfEntity((await integrations.get(params.id)).entityRef),
  ];
  const present = async (
    records: readonly IntegrationRecord[],
    caller: Caller,
  ): Promise<Integration[]> => {
    const refs = [...new Set(records.map(({ entityRef }) => entityRef))];
    const names = new Map(
      (await directory.named(refs)).map(entity => [entity.ref, entity]),
    );
    const mine = new Set<string>();
    for (const ref of refs) {
      const subject = await subjectOfEntity(ref);
      if (passesFloor('owner', false, caller, [subject])) mine.add(ref);
    }
    return records.map(record =>
      toIntegration(record, {
        entity: names.get(record.entityRef),
        isMine: mine.has(record.entityRef),
      }),
    );
  };

  server.mount(api.ofIncident, {
    subjects: async ({ params }) => [subjectOf(await incidents.get(params.id))],
    handle: async ({ params }) => {
      const alerts = await alertsOfIncident(database.knex, params.id);
      const ids = alerts.map(({ integrationId }) => integrationId);
      const names = new Map([
        ...(await integrations.names(ids)),
        ...(await options.heartbeatNames(ids)),
      ]);
      return {
        items: alerts.map(alert =>
          toAlert(alert, names.get(alert.integrationId) ?? ''),
        ),
      };
    },
  });
  server.mount(api.changes, {
    handle: async ({ query }) => ({
      items: await listChanges(database.knex, {
        entityRef: query.entityRef,
        from: query.from === undefined ? undefined : instant(query.from),
        to: query.to === undefined ? undefined : instant(query.to),
        limit: query.limit,
      }),
    }),
  });
  server.mount(api.listIntegrations, {
    handle: async ({ query, caller }) => ({
      items: await present(await integrations.list(query.entityRef), caller),
    }),
  });
  server.mount(api.createIntegration, {
    subjects: async ({ body }) => {
      const entity = await directory.mustHave(body.entityRef, 'body.entityRef');
      return [{ ownerRef: entity.ownerRef, responders: [] }];
    },
    handle: async ({ body, caller }) => {
      const { integration, key } = await integrations.create({
        ...body,
        createdBy: await personOf(directory, caller),
      });
      const [shown] = await present([integration], caller);
      return {
        ...shown,
        key,
        url: `${options.publicUrl}/v2/enqueue`,
        changeUrl: `${options.publicUrl}/v2/change/enqueue`,
      };
    },
  });
  server.mount(api.revokeIntegration, {
    subjects,
    handle: async ({ params, caller }) => {
      const [shown] = await present(
        [await integrations.revoke(params.id)],
        caller,
      );
      return shown;
    },
  });
  server.mount(api.ingestLog, {
    subjects,
    handle: ({ params, query }) => log.ofIntegration(params.id, query),
  });
  server.mount(api.unknownKeys, {
    handle: ({ query }) => log.ofUnknownKeys(query),
  });
}

async function personOf(
  directory: Directory,
  caller: Caller,
): Promise<NamedRef> {
  // The floor lets no service through; the name is for the type alone.
  if (caller.kind === 'service') {
    return { ref: caller.subject, name: caller.subject };
  }
  const [person] = await directory.named([caller.ref]);
  return person;
}

function toIntegration(
  record: IntegrationRecord,
  { entity, isMine }: { entity: NamedRef | undefined; isMine: boolean },
): Integration {
  return {
    id: record.id,
    name: record.name,
    entity: entity ?? { ref: record.entityRef, name: record.entityRef },
    keyHint: record.keyHint,
    status: record.status,
    createdAt: iso(record.createdAt),
    createdBy: record.createdBy,
    revokedAt: isoOrNull(record.revokedAt),
    lastEventAt: isoOrNull(record.lastEventAt),
    may: isMine
      ? [...(record.status === 'active' ? ['revoke' as const] : []), 'read-log']
      : [],
  };
}

function toAlert(
  { integrationId, ...alert }: AlertRecord,
  integrationName: string,
): Alert {
  return {
    ...alert,
    integration: { id: integrationId, name: integrationName },
    occurredAt: iso(alert.occurredAt),
    firstAt: iso(alert.firstAt),
    lastAt: iso(alert.lastAt),
    resolvedAt: isoOrNull(alert.resolvedAt),
  };
}
