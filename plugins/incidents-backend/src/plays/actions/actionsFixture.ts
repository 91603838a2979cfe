// For tests only: nothing that ships imports this file, so a devDependency is right here.
/* eslint-disable @backstage/no-undeclared-imports */
import { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import {
  NamedRef,
  PolicySnapshot,
  plainPolicy,
  plainStep,
} from '@muster/backstage-plugin-incidents-common';
import { Entity } from '@backstage/catalog-model';
import { directoryActions } from '../../directory/actions';
import { escalationActions } from '../../escalation/actions';
import { EscalationEngine } from '../../escalation/EscalationEngine';
import { Focus } from '../../escalation/Focus';
import { PolicyFinder } from '../../escalation/PolicyFinder';
import { ResponsibilityFinder } from '../../escalation/ResponsibilityFinder';
import { incidentActions } from '../../incidents/actions';
import { incidentNamer, Incidents } from '../../incidents/service';
import { readTimeline } from '../../incidents/timelineStore';
import { NoteRequest } from '../../oncall/ports';
import { ScheduleNow } from '../../oncall/service';
import { pagingActions } from '../../paging/actions';
import { PageRequest } from '../../paging/service';
import { addMinutes } from '../../platform/clock';
import { Database } from '../../platform/database';
import { FakeClock } from '../../platform/FakeClock';
import { demoShop } from '../../testing/demoShop';
import { directoryOfShop } from '../../testing/directoryOfShop';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { postmortemActions } from '../../postmortems/actions';
import { PlayActionContext } from '../ports';
import { createActions } from './createActions';
import { PlayActionPoint } from './modules/PlayActionPoint';

export const people = {
  ana: { ref: 'user:default/ana', name: 'Ana Ruiz' },
  carla: { ref: 'user:default/carla', name: 'Carla Out' },
  dora: { ref: 'user:default/dora', name: 'Dora Admin' },
} satisfies Record<string, NamedRef>;

const policy: PolicySnapshot = {
  id: 'p1',
  name: 'Payments primary',
  version: 1,
  steps: [
    {
      ...plainStep,
      targets: [{ type: 'person', ref: people.ana.ref }],
      delayMinutes: 5,
    },
    {
      ...plainStep,
      targets: [{ type: 'person', ref: 'user:default/ben' }],
      delayMinutes: 10,
    },
  ],
  ...plainPolicy,
};

const schedule: ScheduleNow = {
  name: 'Search, days',
  people: [people.carla],
  until: new Date('2026-03-02T09:00:00.000Z'),
  shadowing: [],
  everyone: [people.carla],
};

/** The shop, in which search depends on checkout. */
const shop: Entity[] = demoShop.map(entity => {
  const relation = { checkout: 'dependencyOf', search: 'dependsOn' }[
    entity.metadata.name
  ];
  if (!relation || entity.kind !== 'Component') return entity;
  const other = entity.metadata.name === 'checkout' ? 'search' : 'checkout';
  return {
    ...entity,
    relations: [
      ...(entity.relations ?? []),
      { type: relation, targetRef: `component:default/${other}` },
    ],
  };
});

/** All actions over real incidents and escalation; paging and notes are kept in lists. */
export async function createActionsFixture(
  database: Database,
  options: {
    readonly playActions?: PlayActionPoint;
    readonly portalActions?: ActionsService;
  } = {},
) {
  const clock = new FakeClock('2026-03-02T03:00:00.000Z');
  const work = new RecordingQueue();
  const directory = await directoryOfShop(database, clock, shop);
  const incidents = new Incidents({
    database,
    clock,
    work,
    directory,
    pageFrom: 'SEV4',
    nameOf: incidentNamer('INC-'),
  });
  const paged: PageRequest[] = [];
  const notes: NoteRequest[] = [];
  const paging = {
    page: async (_tx: unknown, page: PageRequest) => {
      paged.push(page);
    },
    cancel: async () => 0,
    reachable: async () => new Set<string>(),
  };
  const onCall = {
    nameOf: async () => schedule.name,
    at: async (ids: readonly string[]) =>
      new Map(ids.includes('s1') ? [['s1', schedule]] : []),
    nextHandoff: async () => undefined,
  };
  const focus = new Focus({ database, clock, incidents, directory });
  const finder = new ResponsibilityFinder({
    clock,
    directory,
    paging,
    onCall,
    policies: new PolicyFinder({
      directory,
      policies: {
        byIdOrName: async () => undefined,
        boundTo: async refs =>
          new Map(
            refs.includes('component:default/checkout')
              ? [['component:default/checkout', policy]]
              : [],
          ),
      },
      defaultPolicy: undefined,
      turnsTaken: async () => 0,
    }),
    stepTurnsTaken: async () => 0,
    catchAll: ['group:default/watch'],
    admins: [],
  });
  const engine = new EscalationEngine({
    database,
    clock,
    work,
    incidents,
    paging,
    finder,
    focus,
  });
  incidents.connect({
    findResponsible: finder,
    escalation: engine,
    onResolved: async () => {},
  });
  const actions = createActions({
    auth: mockServices.auth(),
    clock,
    logger: mockServices.logger.mock(),
    playActions: options.playActions ?? new PlayActionPoint(),
    portalActions: options.portalActions ?? {
      list: async () => ({ actions: [] }),
      invoke: async () => ({ output: null }),
    },
    directory,
    incidents,
    config: {
      admins: ['group:default/admins'],
      plays: {
        keepRunsDays: 90,
        http: { allow: [] },
        secrets: { BUILDS: { value: 's3cr3t-of-builds', hosts: ['builds'] } },
      },
    },
    roomActions: [
      ...directoryActions({ directory }),
      ...incidentActions({ directory, incidents }),
      ...pagingActions({
        directory,
        incidents,
        notes: {
          post: async (_tx, note) => {
            notes.push(note);
          },
        },
        portalUrl: 'https://portal.example.test/incidents',
      }),
      ...escalationActions({
        directory,
        incidents,
        finder,
        foresight: {
          of: async (reached, urgency, at) =>
            reached.map(person => ({
              person,
              reachable: true,
              whyNot: person.ref === people.dora.ref ? 'no rule' : null,
              deliveries:
                person.ref === people.dora.ref
                  ? []
                  : [0, 5, 600].map(minutes => ({
                      at: addMinutes(at, minutes).toISOString(),
                      channel: 'sms',
                      title: urgency === 'high' ? 'SMS' : 'Mail',
                      wakes: true,
                    })),
            })),
        },
        onCall,
        book: { allRuled: async () => [] },
      }),
      ...postmortemActions({
        incidents,
        opener: {
          plan: async ({ id }) => ({
            open: async tx =>
              (await incidents.lock(tx, id))?.status === 'resolved'
                ? { record: { id: 12 }, isNew: true }
                : undefined,
          }),
        },
      }),
    ],
  });
  const all = (await actions.list()).map(({ id }) => id);

  const { id: incidentId } = await incidents.pageOwner({
    entityRef: 'component:default/checkout',
    title: 'Down',
    description: '',
    severity: 'SEV3',
    customerImpact: 'unknown',
    openedBy: { kind: 'person', ...people.carla },
  });
  paged.length = 0;

  /** A run of the play SEV1 response, approved by Ana of Payments. */
  const run: PlayActionContext = {
    authority: { kind: 'play', approvedBy: people.ana, everywhere: false },
    actor: { kind: 'play', ref: 'play-1', name: 'SEV1 response' },
    runId: 'run-1',
    path: 'first',
    playName: 'SEV1 response',
    version: 3,
    actions: all,
    ownerRef: 'group:default/payments',
    incidentId,
    entityRef: 'component:default/checkout',
    at: clock.now(),
    idempotencyKey: 'run-1/first/0',
  };
  const plan = async (
    id: string,
    input: unknown,
    more: Partial<PlayActionContext> = {},
  ) => {
    const action = await actions.find(id);
    if (action?.kind !== 'inside') throw new Error(`${id} is not inside`);
    return action.plan(input, { ...run, ...more });
  };
  return {
    actions,
    clock,
    incidents,
    incidentId,
    paged,
    notes,
    run,
    plan,
    /** Plans and does it; answers the lines of the plan and the output. */
    async perform(
      id: string,
      input: unknown,
      more: Partial<PlayActionContext> = {},
    ) {
      const { lines, apply } = await plan(id, input, more);
      return { lines, output: await database.transaction(apply) };
    },
    /** The timeline after its first entries. */
    async story() {
      return (await readTimeline(database.knex, incidentId, 0, 1000)).filter(
        ({ kind }) => kind !== 'triggered' && kind !== 'assigned',
      );
    },
  };
}
