import {
  CallInput,
  CallOutput,
  contract,
  Endpoint,
  Incident,
} from '@muster/backstage-plugin-incidents-common';
import { Known } from './Known';
import { HostilePortal } from './HostilePortal';

/**
 * What must hold of a portal whatever it has been sent: it answers, every list and every incident can
 * be read, somebody is responsible for each open one, and no work is left that failed for good.
 *
 * @returns what does not hold
 */
export async function aftermath(
  portal: HostilePortal,
  known: Known,
): Promise<string[]> {
  const admin = portal.as('admin');
  const faults: string[] = [];
  const reads = async <E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
  ): Promise<CallOutput<E> | undefined> => {
    try {
      return await admin.call(endpoint, input);
    } catch (error) {
      faults.push(`${endpoint.id} ${JSON.stringify(input)}: ${error}`);
      return undefined;
    }
  };
  const {
    incidents,
    alerts,
    escalation,
    oncall,
    paging,
    portal: own,
  } = contract;

  const entityRef = 'component:default/checkout';
  await reads(own.me, {});
  await reads(own.status, {});
  await reads(oncall.listSchedules, {});
  await reads(escalation.listPolicies, {});
  await reads(escalation.onCall, { query: { entityRef } });
  await reads(alerts.listIntegrations, { query: {} });
  await reads(alerts.changes, { query: { entityRef, limit: 200 } });
  await reads(alerts.unknownKeys, { query: { limit: 200 } });
  await reads(paging.mailbox, { query: { limit: 200 } });
  await reads(incidents.entity, { query: { entityRef } });
  for (const id of known.all('integration')) {
    await reads(alerts.ingestLog, { params: { id }, query: { limit: 200 } });
  }
  const letters = await reads(own.deadLetters, { query: {} });
  for (const { kind, cause } of letters?.items ?? []) {
    faults.push(`work '${kind}' failed for good: ${cause}`);
  }

  const all: Incident[] = [];
  let cursor: string | undefined;
  do {
    const page = await reads(incidents.list, { query: { limit: 200, cursor } });
    all.push(...(page?.items ?? []));
    cursor = page?.nextCursor ?? undefined;
  } while (cursor);
  for (const { name, status, assigned } of all) {
    const params = { id: name };
    const timeline = await reads(incidents.timeline, {
      params,
      query: { limit: 1000 },
    });
    const gap = timeline?.items.findIndex(
      ({ seq }, index) => seq !== index + 1,
    );
    if (gap !== undefined && gap >= 0) {
      faults.push(`the timeline of ${name} has a gap after ${gap}`);
    }
    if (status !== 'resolved' && assigned.length === 0) {
      faults.push(`nobody is responsible for ${name}`);
    }
    const { items = [] } = (await reads(alerts.ofIncident, { params })) ?? {};
    if (status === 'resolved' && items.some(alert => alert.status === 'open')) {
      faults.push(`${name} is resolved and has an open alert`);
    }
    await reads(paging.ledger, { params });
  }
  return faults;
}
