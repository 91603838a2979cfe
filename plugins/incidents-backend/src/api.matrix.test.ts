import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  Access,
  contract,
  Endpoint,
  isRead,
} from '@muster/backstage-plugin-incidents-common';
import {
  incidentsTicketsExtensionPoint,
  InMemoryTickets,
} from '@muster/backstage-plugin-incidents-node';
import { z } from 'zod';
import { eachDatabase, openDatabase } from './platform/testDatabase';
import { endpoints } from './portal/openapi';
import { StartedIncidents, startIncidents } from './testing/startIncidents';
import { until } from './testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const payments = 'group:default/payments';

/** Who asks. The incident and everything else of the table is of checkout, which Payments owns. */
const roles = {
  anonymous: mockCredentials.none.header(),
  'a wrong service token': mockCredentials.service.invalidHeader(),
  'a service': mockCredentials.service.header(),
  'an outsider': mockCredentials.user.header('user:default/carla'),
  'a member of the owner group':
    mockCredentials.user.header('user:default/ben'),
  'a responder': mockCredentials.user.header('user:default/night'),
  'an admin': mockCredentials.user.header('user:default/dora'),
};
type Role = keyof typeof roles;

const people: Role[] = [
  'an outsider',
  'a member of the owner group',
  'a responder',
  'an admin',
];
/** Who passes, by the table of domain.md, “Who may do what”; services read and nothing else. */
const mayPass: Record<
  'read' | 'write',
  Record<Exclude<Access, 'public'>, readonly Role[]>
> = {
  read: {
    'signed-in': ['a service', ...people],
    responder: people.slice(1),
    owner: ['a member of the owner group', 'an admin'],
    admin: ['an admin'],
  },
  write: {
    'signed-in': people,
    responder: people.slice(1),
    owner: ['a member of the owner group', 'an admin'],
    admin: ['an admin'],
  },
};
/** These are about the caller's own person, so that a service has none. */
const aboutTheCaller: string[] = [
  contract.portal.me.id,
  contract.portal.exportMe.id,
  contract.oncall.myOnCall.id,
  contract.oncall.listFeeds.id,
  contract.paging.myContacts.id,
  contract.paging.myPages.id,
  contract.postmortems.feed.id,
];
/** Duty, requests, leave and calendars are a person's own: here Ben's. What everybody else is answered. */
const onlyBens: Readonly<Record<string, number>> = {
  [contract.oncall.requestCover.id]: 400,
  [contract.oncall.answerRequest.id]: 403,
  [contract.oncall.removeLeave.id]: 404,
  [contract.oncall.removeFeed.id]: 404,
  [contract.paging.sendCode.id]: 404,
  [contract.paging.verifyMethod.id]: 404,
  [contract.paging.removeMethod.id]: 404,
  [contract.postmortems.signOff.id]: 403,
  [contract.postmortems.giveFeedback.id]: 403,
};
/** What is done to drafts: whoever may not read them is not told of them. */
const ofDrafts: readonly string[] = [
  contract.postmortems.askForReview.id,
  contract.postmortems.takeBack.id,
  contract.postmortems.signOff.id,
  contract.postmortems.waive.id,
  contract.postmortems.require.id,
];

function expectedOf(endpoint: Endpoint, role: Role): number {
  const { access, id, status } = endpoint;
  if (access === 'public') return status;
  if (role === 'anonymous' || role === 'a wrong service token') return 401;
  if (role === 'a service' && aboutTheCaller.includes(id)) return 403;
  if (ofDrafts.includes(id) && ['a service', 'an outsider'].includes(role)) {
    return 404;
  }
  const passes = mayPass[isRead(endpoint) ? 'read' : 'write'][access];
  if (!passes.includes(role)) return 403;
  return role === 'a member of the owner group'
    ? status
    : (onlyBens[id] ?? status);
}

const tickets = createBackendModule({
  pluginId: 'incidents',
  moduleId: 'tickets',
  register(env) {
    env.registerInit({
      deps: { tickets: incidentsTicketsExtensionPoint },
      init: async point => point.tickets.addSystem(new InMemoryTickets()),
    });
  },
});

/** A refusal says why. */
const refusalSchema = z.object({
  error: z.object({ name: z.string(), message: z.string().min(10) }),
});

/** What a request sends. */
interface Sent {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

describe.each(eachDatabase())('who may do what on %s', database => {
  let muster: StartedIncidents;
  let deadLetter: () => Promise<string>;
  let claim: (environment: string) => Promise<unknown>;
  let setState: (postmortemId: string, state: string) => Promise<unknown>;
  let needNoSection: (postmortemId: string) => Promise<unknown>;
  let routingKey: string;
  let count = 0;

  beforeAll(async () => {
    const { knex } = await openDatabase(database);
    const steps = [{ title: 'Meet', by: 'writer', dueDays: 4 }];
    muster = await startIncidents({
      knex,
      features: [tickets],
      config: { postmortems: { steps } },
    });
    routingKey = (
      await muster.as('ana').call(contract.alerts.createIntegration, {
        body: { name: 'Monitor', entityRef: checkout },
      })
    ).key;
    claim = value =>
      knex('settings')
        .insert({ name: 'environment', value })
        .onConflict('name')
        .merge();
    setState = (id, state) =>
      knex('postmortems').where({ id }).update({ state });
    needNoSection = id =>
      knex('postmortem_sections')
        .where({ postmortem_id: id })
        .update({ required: false });
    deadLetter = async () => {
      const [{ id }] = await knex('work_dead_letters')
        .insert({
          kind: 'incidents.follow',
          data: JSON.stringify({ subscriber: 'nobody', incidentId: 1 }),
          cause: 'Error: away',
          attempts: 1,
          failed_at: muster.clock.now(),
        })
        .returning('id');
      return String(id);
    };
  });
  afterAll(() => muster.stop());

  const ana = () => muster.as('ana');
  const named = () => `Number ${++count}`;
  const scheduleInput = (person = 'user:default/ana') => ({
    name: named(),
    ownerRef: payments,
    timezone: 'Europe/Zurich',
    layers: [
      {
        name: 'Daily',
        rotation: {
          unit: 'day' as const,
          every: 1,
          startDate: '2026-03-01',
          handoffTime: '09:00',
          participants: [person],
        },
      },
    ],
  });
  const span = { start: '2026-03-04T08:00:00Z', end: '2026-03-04T12:00:00Z' };
  const policyInput = () => ({
    name: named(),
    ownerRef: payments,
    steps: [{ targets: [{ type: 'group' as const, ref: payments }] }],
  });

  /** An incident of checkout in which somebody from outside Payments takes part. */
  const incident = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.incidents.create, {
      body: { entityRef: checkout, title: named() },
    });
    await muster
      .as('night')
      .call(contract.incidents.join, { params: { id: String(id) } });
    return { params: { id } };
  };
  const schedule = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.oncall.createSchedule, {
      body: scheduleInput(),
    });
    return { params: { id } };
  };
  const coverRequest = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.oncall.requestCover, {
      params: { id: String((await schedule()).params?.id) },
      body: { askedRef: 'user:default/ben', ...span },
    });
    return { params: { id } };
  };
  const bensSchedule = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.oncall.createSchedule, {
      body: scheduleInput('user:default/ben'),
    });
    return { params: { id } };
  };
  const bensLeave = async (): Promise<Sent> => {
    const { id } = await muster
      .as('ben')
      .call(contract.oncall.addLeave, { body: span });
    return { params: { id } };
  };
  const bensFeed = async () =>
    muster
      .as('ben')
      .call(contract.oncall.addFeed, { body: { scheduleId: null } });
  const week = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z' };
  const ofWeek = async (): Promise<Sent> => ({
    ...(await schedule()),
    query: week,
  });
  const forATime = {
    override: { kind: 'add' as const, personRef: 'user:default/ben', ...span },
    temporary: { shifts: [], ...span },
    shadow: { learnerRef: 'user:default/ben', followsRef: null, ...span },
  };
  const changed = async (kind: keyof typeof forATime): Promise<Sent> => {
    const { params = {} } = await schedule();
    const id = String(params.id);
    const { addOverride, addTemporary, addShadow } = contract.oncall;
    const add = {
      override: () =>
        ana().call(addOverride, { params: { id }, body: forATime.override }),
      temporary: () =>
        ana().call(addTemporary, { params: { id }, body: forATime.temporary }),
      shadow: () =>
        ana().call(addShadow, { params: { id }, body: forATime.shadow }),
    };
    const { id: itemId } = await add[kind]();
    return { params: { id, itemId } };
  };
  const policy = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.escalation.createPolicy, {
      body: policyInput(),
    });
    return { params: { id } };
  };
  const integration = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.alerts.createIntegration, {
      body: { name: named(), entityRef: checkout },
    });
    return { params: { id } };
  };
  const ahead = { start: '2026-03-09T08:00:00Z', end: '2026-03-09T12:00:00Z' };
  const maintenanceInput = () => ({
    ...ahead,
    entityRefs: [checkout],
    reason: 'New database',
  });
  const maintenance = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.alerts.createMaintenance, {
      body: maintenanceInput(),
    });
    return { params: { id } };
  };
  const heartbeatInput = () => ({
    name: named(),
    entityRef: checkout,
    everyMinutes: 5,
  });
  const made = () =>
    ana().call(contract.alerts.createHeartbeat, { body: heartbeatInput() });
  const heartbeat = async (): Promise<Sent> => ({
    params: { id: (await made()).heartbeat.id },
  });
  const playSource = () =>
    JSON.stringify({
      name: named(),
      ownerRef: payments,
      on: [{ event: 'webhook' }],
      steps: [
        {
          id: 'ask',
          approve: {
            by: [payments, 'user:default/carla', 'user:default/night'],
            question: 'May we?',
          },
        },
      ],
    });
  const play = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.plays.create, {
      body: { source: playSource() },
    });
    return { params: { id } };
  };
  const enabledPlay = async (): Promise<Sent> => {
    const { params = {} } = await play();
    const id = String(params.id);
    await ana().call(contract.plays.setState, {
      params: { id },
      body: { version: 1, state: 'enabled' },
    });
    return { params: { id } };
  };
  /** A run in an incident, which asks everybody of this table. */
  const run = async (): Promise<Sent> => {
    const { params = {} } = await enabledPlay();
    const { id } = await ana().call(contract.plays.start, {
      params: { id: String(params.id) },
      body: { incidentId: `INC-${(await incident()).params?.id}` },
    });
    await until(async () => {
      const { asking } = await ana().call(contract.plays.run, {
        params: { id },
      });
      return asking ? true : undefined;
    });
    return { params: { id } };
  };
  const overIncident = async (): Promise<{ incidentId: string }> => {
    const { params = {} } = await incident();
    const incidentId = String(params.id);
    await ana().call(contract.incidents.resolve, {
      params: { id: incidentId },
    });
    return { incidentId };
  };
  /** A postmortem in which somebody from outside Payments took part. */
  const draft = async (): Promise<{ params: { id: string } }> => {
    const { id } = await ana().call(contract.postmortems.open, {
      body: await overIncident(),
    });
    return { params: { id: String(id) } };
  };
  /** As `draft`; everybody may read it, and its people may change it. */
  const postmortem = async (state = 'amended') => {
    const sent = await draft();
    await setState(sent.params.id, state);
    return sent;
  };
  const bens = { reviewers: ['user:default/ben'] };
  const inReview = async (): Promise<Sent> => {
    const { params } = await draft();
    await ana().call(contract.postmortems.askForReview, { params, body: bens });
    return { params };
  };
  const section = async (): Promise<Sent> => {
    const { params } = await postmortem();
    return { params: { ...params, key: 'summary' } };
  };
  const importInput = () => ({
    files: [
      {
        name: `2026-03-02-${named()}.md`,
        text: `It broke: ${named()}`,
        entityRef: checkout,
      },
    ],
  });
  const entryInput = () => ({ at: week.from, text: 'Somebody called' });
  const entryOf = async (id: string) =>
    ana().call(contract.postmortems.addEntry, {
      params: { id },
      body: entryInput(),
    });
  const entry = async (): Promise<Sent> => {
    const { params } = await postmortem();
    const { id: entryId } = await entryOf(params.id);
    return { params: { ...params, entryId } };
  };
  const comment = async (): Promise<Sent> => {
    const { params } = await postmortem();
    const { id: commentId } = await ana().call(contract.postmortems.comment, {
      params,
      body: { text: 'Why?' },
    });
    return { params: { ...params, commentId } };
  };
  const imageInput = () => ({
    name: 'Errors',
    data: Buffer.from('89504e470d0a1a0a', 'hex').toString('base64'),
  });
  const image = async (): Promise<Sent> => {
    const { params } = await postmortem();
    const { id: imageId } = await ana().call(contract.postmortems.addImage, {
      params,
      body: imageInput(),
    });
    return { params: { ...params, imageId } };
  };
  const templateInput = () => ({
    name: named(),
    ownerRef: payments,
    sections: [{ key: 'summary', title: 'Summary' }],
  });
  const template = async (): Promise<Sent> => {
    const { id } = await ana().call(contract.postmortems.addTemplate, {
      body: templateInput(),
    });
    return { params: { templateId: id } };
  };
  const factorNode = async (): Promise<Sent> => {
    const { params } = await postmortem();
    const { tree } = await ana().call(contract.postmortems.addFactor, {
      params,
      body: { text: 'The pool was empty', factor: 'Pool exhausted' },
    });
    return { params: { ...params, nodeId: tree[0].id } };
  };
  const followUp = async (): Promise<{ params: { id: string } }> => {
    const { id } = await ana().call(contract.postmortems.addFollowUp, {
      ...(await postmortem()),
      body: { title: 'Split the pool' },
    });
    return { params: { id: String(id) } };
  };
  const doneFollowUp = async (): Promise<Sent> => {
    const { params } = await followUp();
    await ana().call(contract.postmortems.finishFollowUp, { params });
    return { params };
  };
  const plain = async (): Promise<Sent> => ({});
  const mailOf = () => ({
    channel: 'email',
    address: `ben${++count}@elsewhere.test`,
  });
  const bensMail = async (): Promise<Sent> => {
    const { id } = await muster
      .as('ben')
      .call(contract.paging.addMethod, { body: mailOf() });
    return { params: { id } };
  };
  /** As if the database were a copy of production's. */
  const foreign = async (): Promise<Sent> => {
    await claim('production');
    return {};
  };
  const ofCheckout = async (): Promise<Sent> => ({
    query: { entityRef: checkout },
  });
  const withBody =
    (subject: () => Promise<Sent>, body: () => object) =>
    async (): Promise<Sent> => ({ ...(await subject()), body: body() });

  /** A valid request of every endpoint. */
  const requests: Readonly<Record<string, () => Promise<Sent>>> = {
    'incidents.list': plain,
    'incidents.get': incident,
    'incidents.timeline': incident,
    'incidents.entity': ofCheckout,
    'incidents.create': withBody(plain, () => ({
      entityRef: checkout,
      title: named(),
    })),
    'incidents.acknowledge': incident,
    'incidents.join': incident,
    'incidents.note': withBody(incident, () => ({ text: 'Looking' })),
    'incidents.resolve': incident,
    'incidents.reassign': withBody(incident, () => ({
      people: ['user:default/ben'],
    })),
    'incidents.escalate': incident,
    'incidents.snooze': withBody(incident, () => ({ until: span.end })),
    'incidents.confirm': incident,
    'incidents.page': withBody(incident, () => ({
      people: ['user:default/ben'],
    })),
    'incidents.reattach-policy': incident,
    'incidents.edit': withBody(incident, () => ({
      version: 1,
      title: named(),
    })),
    'alerts.of-incident': incident,
    'alerts.changes': ofCheckout,
    'alerts.list-integrations': plain,
    'alerts.create-integration': withBody(plain, () => ({
      name: named(),
      entityRef: checkout,
    })),
    'alerts.revoke-integration': integration,
    'alerts.ingest-log': integration,
    'alerts.unknown-keys': plain,
    'alerts.enqueue': withBody(plain, () => ({
      routing_key: routingKey,
      event_action: 'trigger',
      dedup_key: 'matrix',
      payload: { summary: 'Errors', source: 'probe', severity: 'critical' },
    })),
    'alerts.enqueue-change': withBody(plain, () => ({
      routing_key: routingKey,
      payload: { summary: 'Deployed 1.2' },
    })),
    'directory.get': ofCheckout,
    'oncall.list-schedules': plain,
    'oncall.get-schedule': schedule,
    'oncall.shifts': ofWeek,
    'oncall.create-schedule': withBody(plain, scheduleInput),
    'oncall.update-schedule': withBody(schedule, () => ({
      ...scheduleInput(),
      version: 1,
    })),
    'oncall.archive-schedule': schedule,
    'oncall.restore-schedule': schedule,
    'oncall.calendar': ofWeek,
    'oncall.explain': schedule,
    'oncall.load': ofWeek,
    'oncall.versions': schedule,
    'oncall.preview-schedule': withBody(plain, () => ({
      ...scheduleInput(),
      ...week,
    })),
    'oncall.add-override': withBody(schedule, () => forATime.override),
    'oncall.preview-override': withBody(schedule, () => forATime.override),
    'oncall.remove-override': () => changed('override'),
    'oncall.add-temporary': withBody(schedule, () => forATime.temporary),
    'oncall.remove-temporary': () => changed('temporary'),
    'oncall.add-shadow': withBody(schedule, () => forATime.shadow),
    'oncall.remove-shadow': () => changed('shadow'),
    'oncall.export-schedule': schedule,
    'oncall.import-schedule': withBody(plain, () => ({ yaml: 'name: Rota' })),
    'oncall.my-on-call': plain,
    'oncall.request-cover': withBody(bensSchedule, () => ({
      askedRef: 'user:default/ana',
      ...span,
    })),
    'oncall.answer-request': withBody(coverRequest, () => ({
      answer: 'decline',
    })),
    'oncall.suggest-cover': async () => ({
      ...(await schedule()),
      query: span,
    }),
    'oncall.add-leave': withBody(plain, () => span),
    'oncall.remove-leave': bensLeave,
    'oncall.list-feeds': plain,
    'oncall.add-feed': withBody(plain, () => ({ scheduleId: null })),
    'oncall.remove-feed': async () => ({
      params: { id: (await bensFeed()).id },
    }),
    'oncall.read-feed': async () => ({
      params: {
        token: (await bensFeed()).url.replace(/^.*\//, ''),
      },
    }),
    'escalation.services-on-call': plain,
    'escalation.on-call': ofCheckout,
    'escalation.what-if': ofCheckout,
    'escalation.coverage': ofCheckout,
    'escalation.coverage-report': plain,
    'escalation.list-policies': plain,
    'escalation.get-policy': policy,
    'escalation.create-policy': withBody(plain, policyInput),
    'escalation.update-policy': withBody(policy, () => ({
      ...policyInput(),
      version: 1,
    })),
    'escalation.delete-policy': policy,
    'escalation.bind': withBody(plain, () => ({
      entityRef: checkout,
      policyId: null,
    })),
    'paging.ledger': incident,
    'paging.test-page': plain,
    'paging.mailbox': plain,
    'paging.my-contacts': plain,
    'paging.erase-contacts': plain,
    'paging.add-method': withBody(plain, mailOf),
    'paging.send-code': bensMail,
    'paging.verify-method': async () => {
      // So that the code is the newest mail.
      muster.clock.advanceSeconds(1);
      const sent = await bensMail();
      const { items } = await muster
        .as('ben')
        .call(contract.paging.mailbox, {});
      const [code] = /\b\d{6}\b/.exec(items[0].text) ?? [];
      return { ...sent, body: { code } };
    },
    'paging.remove-method': bensMail,
    'paging.set-rules': withBody(plain, () => ({
      version: 0,
      high: [{ afterMinutes: 0, methodId: 'portal' }],
      low: [],
      quietHours: null,
    })),
    'paging.reachability': async () => ({ query: { groupRef: payments } }),
    'paging.why': async () => ({
      ...(await incident()),
      query: { personRef: 'user:default/ben' },
    }),
    'paging.my-pages': plain,
    'portal.export-me': plain,
    'paging.channels': plain,
    'paging.environment': plain,
    'paging.decide-environment': withBody(foreign, () => ({
      decision: 'discard',
    })),
    'alerts.list-maintenance': plain,
    'alerts.create-maintenance': withBody(plain, maintenanceInput),
    'alerts.update-maintenance': withBody(maintenance, () => ({
      ...ahead,
      reason: 'It takes longer',
    })),
    'alerts.end-maintenance': maintenance,
    'alerts.beat': async () => ({
      params: { token: (await made()).url.replace(/^.*\//, '') },
    }),
    'alerts.list-heartbeats': plain,
    'alerts.create-heartbeat': withBody(plain, heartbeatInput),
    'alerts.update-heartbeat': withBody(heartbeat, () => ({
      name: named(),
      everyMinutes: 10,
    })),
    'alerts.remove-heartbeat': heartbeat,
    'alerts.entity-settings': ofCheckout,
    'alerts.set-entity-settings': async () => {
      const { version } = await ana().call(contract.alerts.entitySettings, {
        query: { entityRef: checkout },
      });
      return {
        body: { entityRef: checkout, autoResolveMinutes: null, version },
      };
    },
    'plays.actions': plain,
    'plays.schema': plain,
    'plays.library': plain,
    'plays.check': withBody(plain, () => ({ source: playSource() })),
    'plays.dry-run': withBody(plain, () => ({ source: playSource() })),
    'plays.backtest': withBody(plain, () => ({
      source: playSource(),
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
    })),
    'plays.runs': plain,
    'plays.run': run,
    'plays.of-incident': incident,
    'plays.start': withBody(enabledPlay, () => ({})),
    'plays.cancel-run': run,
    'plays.rerun': async () => {
      const { params = {} } = await run();
      const id = String(params.id);
      await ana().call(contract.plays.cancel, { params: { id } });
      return { params };
    },
    'plays.answer': withBody(run, () => ({ path: 'ask', answer: 'approve' })),
    'plays.automation': plain,
    'plays.switch-automation': withBody(plain, () => ({ paused: false })),
    'plays.list': plain,
    'plays.get': play,
    'plays.create': withBody(plain, () => ({ source: playSource() })),
    'plays.update': withBody(play, () => ({
      version: 1,
      source: playSource(),
    })),
    'plays.remove': play,
    'plays.set-state': withBody(play, () => ({ version: 1, state: 'enabled' })),
    'plays.versions': play,
    'plays.make-webhook': play,
    'postmortems.of-incident': incident,
    'postmortems.get': () => postmortem(),
    'postmortems.shut-out': async () => ({
      ...(await postmortem()),
      query: { refs: 'user:default/ana' },
    }),
    'postmortems.propose-meeting': withBody(
      () => postmortem(),
      () => ({ at: '2027-03-09T10:00:00Z', invitees: ['user:default/ana'] }),
    ),
    'postmortems.open': async () => ({ body: await overIncident() }),
    'postmortems.edit': withBody(
      () => postmortem(),
      () => ({
        version: 1,
        title: named(),
      }),
    ),
    'postmortems.edit-step': withBody(
      async () => ({ params: { ...(await postmortem()).params, position: 1 } }),
      () => ({ done: true }),
    ),
    'postmortems.ask-for-review': withBody(draft, () => bens),
    'postmortems.take-back': inReview,
    'postmortems.sign-off': inReview,
    'postmortems.publish': async () => {
      const { params } = await postmortem();
      await needNoSection(params.id);
      return { params };
    },
    'postmortems.feedback': () => postmortem(),
    'postmortems.give-feedback': async () => {
      const { params } = await postmortem();
      const participants = ['user:default/ben'];
      const body = { version: 1, participants };
      await ana().call(contract.postmortems.edit, { params, body });
      return { params, body: { score: 4 } };
    },
    'postmortems.amend': withBody(
      () => postmortem('published'),
      () => ({
        reason: 'Another alert was found',
      }),
    ),
    'postmortems.waive': withBody(draft, () => ({ reason: 'A drill' })),
    'postmortems.require': () => postmortem('waived'),
    'postmortems.mark-worth-reading': withBody(
      () => postmortem('published'),
      () => ({ why: 'Shows how pools fail together' }),
    ),
    'postmortems.unmark-worth-reading': () => postmortem('published'),
    'postmortems.save-section': withBody(section, () => ({
      version: 0,
      body: 'It broke',
    })),
    'postmortems.section-versions': section,
    'postmortems.section-change': async () => {
      const { params } = await section();
      return { params: { ...params, number: '0' } };
    },
    'postmortems.timeline': () => postmortem(),
    'postmortems.add-entry': withBody(() => postmortem(), entryInput),
    'postmortems.edit-entry': withBody(entry, () => ({ starred: true })),
    'postmortems.merge-entries': async () => {
      const { params } = await postmortem();
      const [one, other] = [await entryOf(params.id), await entryOf(params.id)];
      return { params, body: { entries: [one.id, other.id], text: 'Both' } };
    },
    'postmortems.remove-entry': entry,
    'postmortems.collect': () => postmortem(),
    'postmortems.comments': () => postmortem(),
    'postmortems.comment': withBody(
      () => postmortem(),
      () => ({ text: 'Why?' }),
    ),
    'postmortems.resolve-comment': comment,
    'postmortems.add-image': withBody(() => postmortem(), imageInput),
    'postmortems.image': image,
    'postmortems.templates': plain,
    'postmortems.add-template': withBody(plain, templateInput),
    'postmortems.edit-template': withBody(template, () => ({
      ...templateInput(),
      version: 1,
    })),
    'postmortems.remove-template': template,
    'postmortems.words': plain,
    'postmortems.factors': plain,
    'postmortems.factor': async () => {
      await factorNode();
      const { items } = await ana().call(contract.postmortems.factors, {
        query: { q: 'pool' },
      });
      return { params: { factorId: items[0].id } };
    },
    'postmortems.add-factor': withBody(
      () => postmortem(),
      () => ({ text: 'Why' }),
    ),
    'postmortems.edit-factor': withBody(factorNode, () => ({
      version: 1,
      text: 'The pool was too small',
    })),
    'postmortems.remove-factor': factorNode,
    'postmortems.follow-ups': plain,
    'postmortems.figures': plain,
    'postmortems.ticket-systems': plain,
    'postmortems.add-follow-up': withBody(
      () => postmortem(),
      () => ({ title: 'Split the pool' }),
    ),
    'postmortems.edit-follow-up': withBody(followUp, () => ({
      version: 1,
      priority: 'high',
    })),
    'postmortems.finish-follow-up': followUp,
    'postmortems.verify-follow-up': withBody(doneFollowUp, () => ({
      kind: 'drill',
      note: 'Held',
    })),
    'postmortems.reopen-follow-up': doneFollowUp,
    'postmortems.ticket-follow-up': withBody(followUp, () => ({
      system: 'memory',
    })),
    'postmortems.remove-follow-up': followUp,
    'postmortems.list': plain,
    'postmortems.facets': plain,
    'postmortems.of-entity': async () => ({ query: { entityRef: checkout } }),
    'postmortems.texts': plain,
    'postmortems.similar': incident,
    'postmortems.export': postmortem,
    'postmortems.preview-import': withBody(plain, importInput),
    'postmortems.import': withBody(plain, importInput),
    'postmortems.feed': plain,
    'postmortems.make-feed': plain,
    'postmortems.end-feed': plain,
    'watchdog.status': plain,
    'portal.ready': plain,
    'portal.me': plain,
    'portal.status': plain,
    'portal.audit': plain,
    'portal.dead-letters': plain,
    'portal.retry-dead-letter': async () => ({
      params: { id: await deadLetter() },
    }),
  };

  const unchanged: Record<string, Promise<Sent>> = {};

  it('has a row for every endpoint of the contract, and for nothing else', () => {
    expect(Object.keys(requests).sort()).toEqual(
      endpoints.map(({ id }) => id).sort(),
    );
  });

  const rows = endpoints.flatMap(endpoint =>
    Object.keys(roles).map(role => ({
      endpoint,
      id: endpoint.id,
      role: role as Role,
      expected: expectedOf(endpoint, role as Role),
    })),
  );
  it.each(rows)(
    '$id answers $role with $expected',
    async ({ endpoint, id, role, expected }) => {
      // Only a call that changes something needs things of its own.
      const changes = expected < 400 && endpoint.method !== 'get';
      const sent = changes
        ? await requests[id]()
        : await (unchanged[id] ??= requests[id]());
      const { params = {}, query = {}, body } = sent;
      const path = endpoint.path.replace(/:(\w+)/g, (_all, name) =>
        String(params[name]),
      );
      const answer = await muster.http[endpoint.method](`/api/incidents${path}`)
        .query(query)
        .set('authorization', roles[role])
        .send(body);
      expect({ status: answer.status, body: answer.body }).toMatchObject({
        status: expected,
      });
      const shape = expected < 400 ? endpoint.response : refusalSchema;
      const said =
        expected < 400 && endpoint.mediaType ? answer.text : answer.body;
      expect(shape.safeParse(said).error).toBeUndefined();
      expect(answer.text).not.toContain('stack');
    },
  );
});
