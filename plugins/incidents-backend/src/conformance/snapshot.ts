import {
  Alert,
  ChangeEvent,
  contract,
  Incident,
  IngestEntry,
  Page,
} from '@muster/backstage-plugin-incidents-common';
import { until } from '../testing/until';
import { Portal } from './startPortal';

const { incidents, alerts, paging } = contract;

const limit = 200;

/** Everything that the API shows of what monitors caused, at one moment. */
export interface Snapshot {
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly changes: readonly ChangeEvent[];
  readonly pages: readonly Page[];
  /** Newest first, of every integration and of unknown keys. */
  readonly log: readonly IngestEntry[];
}

/** Reads everything. */
export async function snapshotOf(
  { client }: Portal,
  integrationIds: readonly string[],
  entityRefs: readonly string[],
): Promise<Snapshot> {
  const opened = await allPages(cursor =>
    client.call(incidents.list, { query: { limit, cursor } }),
  );
  const logs = await Promise.all([
    allPages(cursor =>
      client.call(alerts.unknownKeys, { query: { limit, cursor } }),
    ),
    ...integrationIds.map(id =>
      allPages(cursor =>
        client.call(alerts.ingestLog, {
          params: { id },
          query: { limit, cursor },
        }),
      ),
    ),
  ]);
  const ofIncidents = async <T>(
    read: (id: string) => Promise<{ items: readonly T[] }>,
  ): Promise<T[]> => {
    const lists = opened.map(async ({ name }) => (await read(name)).items);
    return (await Promise.all(lists)).flat();
  };
  const changes = await Promise.all(
    entityRefs.map(entityRef =>
      client.call(alerts.changes, { query: { entityRef, limit } }),
    ),
  );
  return {
    incidents: opened,
    alerts: await ofIncidents(id =>
      client.call(alerts.ofIncident, { params: { id } }),
    ),
    pages: await ofIncidents(id =>
      client.call(paging.ledger, { params: { id } }),
    ),
    changes: changes.flatMap(({ items }) => items),
    log: logs.flat().sort((a, b) => Number(b.id) - Number(a.id)),
  };
}

async function allPages<T>(
  read: (
    cursor: string | undefined,
  ) => Promise<{ items: readonly T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** Waits until no open incident has a step that is due: it is run in the background, at once. */
export async function stepsThatAreDue({ client }: Portal): Promise<void> {
  await until(async () => {
    const { items } = await client.call(incidents.list, {
      query: { limit, status: 'triggered' },
    });
    const details = await Promise.all(
      items.map(({ name }) =>
        client.call(incidents.get, { params: { id: name } }),
      ),
    );
    const now = new Date().toISOString();
    return details.every(({ nextStep }) => !nextStep || nextStep.at > now)
      ? true
      : undefined;
  });
}

/** What is in `after` and was not in `before`. */
export function newOf<T extends { readonly id: string | number }>(
  before: readonly T[],
  after: readonly T[],
): T[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}
