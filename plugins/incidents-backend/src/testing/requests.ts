import { contract } from '@muster/backstage-plugin-incidents-common';
import { StartedIncidents } from './startIncidents';

/** A valid request of one endpoint. */
export interface ValidRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const owner = 'group:default/payments';
const entityRef = 'component:default/checkout';
const scheduleBody = (name: string) => ({
  name,
  ownerRef: owner,
  timezone: 'Europe/Zurich',
  layers: [
    {
      name: 'Daily',
      rotation: {
        unit: 'day' as const,
        every: 1,
        startDate: '2026-03-01',
        handoffTime: '09:00',
        participants: ['user:default/ana'],
      },
    },
  ],
});

const policyBody = (name: string) => ({
  name,
  ownerRef: owner,
  steps: [{ targets: [{ type: 'person' as const, ref: 'user:default/ana' }] }],
});

/**
 * How each endpoint of the contract is called validly, by its id. Things to be changed or removed are
 * made anew for each call; the incident belongs to Payments and has somebody of another team in it.
 */
export function validRequests(
  muster: StartedIncidents,
): Readonly<Record<string, () => Promise<ValidRequest>>> {
  const dora = muster.as('dora');
  let count = 0;
  const name = () => `made for a test ${++count}`;
  const incident = async (): Promise<ValidRequest> => {
    const opened = await muster.as('ben').call(contract.incidents.create, {
      body: { entityRef, title: 'Down' },
    });
    await muster.as('night').call(contract.incidents.join, {
      params: { id: opened.name },
    });
    return { params: { id: opened.name } };
  };
  const withBody = async (body: object): Promise<ValidRequest> => ({
    ...(await incident()),
    body,
  });
  const schedule = async () =>
    dora.call(contract.oncall.createSchedule, { body: scheduleBody(name()) });
  const policy = async () =>
    dora.call(contract.escalation.createPolicy, { body: policyBody(name()) });
  const integration = async () => {
    const { id } = await dora.call(contract.alerts.createIntegration, {
      body: { name: name(), entityRef },
    });
    return { params: { id } };
  };
  const ofEntity = async () => ({ query: { entityRef } });
  const plain = async () => ({});
  const event = async () => ({ body: { routing_key: 'x'.repeat(32) } });

  return {
    'incidents.list': plain,
    'incidents.get': incident,
    'incidents.timeline': incident,
    'incidents.entity': ofEntity,
    'incidents.create': async () => ({ body: { entityRef, title: 'Down' } }),
    'incidents.acknowledge': incident,
    'incidents.join': incident,
    'incidents.note': () => withBody({ text: 'Looking' }),
    'incidents.resolve': incident,
    'incidents.reassign': () => withBody({ people: ['user:default/ben'] }),
    'incidents.escalate': incident,
    'incidents.edit': () => withBody({ version: 1, title: 'Still down' }),
    'alerts.of-incident': incident,
    'alerts.changes': ofEntity,
    'alerts.list-integrations': plain,
    'alerts.create-integration': async () => ({
      body: { name: name(), entityRef },
    }),
    'alerts.revoke-integration': integration,
    'alerts.ingest-log': integration,
    'alerts.unknown-keys': plain,
    'alerts.enqueue': event,
    'alerts.enqueue-change': event,
    'directory.get': ofEntity,
    'oncall.list-schedules': plain,
    'oncall.get-schedule': async () => ({
      params: { id: (await schedule()).id },
    }),
    'oncall.shifts': async () => ({
      params: { id: (await schedule()).id },
      query: {
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-08T00:00:00.000Z',
      },
    }),
    'oncall.create-schedule': async () => ({ body: scheduleBody(name()) }),
    'oncall.update-schedule': async () => ({
      params: { id: (await schedule()).id },
      body: { ...scheduleBody(name()), version: 1 },
    }),
    'oncall.delete-schedule': async () => ({
      params: { id: (await schedule()).id },
    }),
    'escalation.on-call': ofEntity,
    'escalation.list-policies': plain,
    'escalation.get-policy': async () => ({
      params: { id: (await policy()).id },
    }),
    'escalation.create-policy': async () => ({ body: policyBody(name()) }),
    'escalation.update-policy': async () => ({
      params: { id: (await policy()).id },
      body: { ...policyBody(name()), version: 1 },
    }),
    'escalation.delete-policy': async () => ({
      params: { id: (await policy()).id },
    }),
    'escalation.bind': async () => ({ body: { entityRef, policyId: null } }),
    'paging.ledger': incident,
    'paging.test-page': plain,
    'paging.mailbox': plain,
    'portal.ready': plain,
    'portal.me': plain,
    'portal.status': plain,
    'portal.dead-letters': plain,
    'portal.retry-dead-letter': async () => ({ params: { id: '999999' } }),
  };
}
