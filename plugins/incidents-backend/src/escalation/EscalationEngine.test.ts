import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  Actor,
  PolicySnapshot,
  Severity,
  plainPolicy,
  plainStep,
} from '@muster/backstage-plugin-incidents-common';
import { CatalogDirectory } from '../directory/CatalogDirectory';
import { incidentNamer, Incidents } from '../incidents/service';
import { readTimeline } from '../incidents/timelineStore';
import { ScheduleNow } from '../oncall/service';
import { PageRequest } from '../paging/service';
import { FakeClock } from '../platform/FakeClock';
import { Settings } from '../platform/settings';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { demoShop } from '../testing/demoShop';
import { RecordingQueue } from '../testing/RecordingQueue';
import { EscalationEngine } from './EscalationEngine';
import { Focus } from './Focus';
import { PolicyFinder } from './PolicyFinder';
import { ResponsibilityFinder } from './ResponsibilityFinder';
import { stepTurnsTaken, turnsTaken } from './turnStore';

const ana: Actor = {
  kind: 'person',
  ref: 'user:default/ana',
  name: 'Ana Ruiz',
};
const person = (name: string) =>
  ({ type: 'person', ref: `user:default/${name}` }) as const;

const twoSteps: PolicySnapshot = {
  id: 'p1',
  name: 'Payments primary',
  version: 1,
  steps: [
    { ...plainStep, targets: [person('ana')], delayMinutes: 5 },
    { ...plainStep, targets: [person('ben')], delayMinutes: 10 },
  ],
  ...plainPolicy,
};

describe.each(eachDatabase())('escalation on %s', id => {
  async function setUp(
    options: {
      bound?: Record<string, PolicySnapshot>;
      named?: Record<string, PolicySnapshot>;
      catchAll?: string[];
      admins?: string[];
      defaultPolicy?: string;
      schedules?: Record<string, ScheduleNow>;
    } = {},
  ) {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T03:00:00.000Z');
    const work = new RecordingQueue();
    const directory = new CatalogDirectory({
      database,
      clock,
      catalog: catalogServiceMock({ entities: demoShop }),
      auth: mockServices.auth(),
      settings: new Settings(database),
      logger: mockServices.logger.mock(),
    });
    await directory.refresh();
    const incidents = new Incidents({
      database,
      clock,
      work,
      directory,
      pageFrom: 'SEV4',
      nameOf: incidentNamer('INC-'),
    });
    const paged: PageRequest[] = [];
    const cancelled: string[] = [];
    const paging = {
      async page(_tx: unknown, page: PageRequest) {
        paged.push(page);
      },
      async cancel(_tx: unknown, _id: number, reason: string) {
        cancelled.push(reason);
        return 0;
      },
      reachable: async () => new Set<string>(),
    };
    const focus = new Focus({ database, clock, incidents, directory });
    const finder = new ResponsibilityFinder({
      focus,
      clock,
      directory,
      paging,
      onCall: {
        nameOf: async () => 'Nobody’s schedule',
        at: async () => new Map(Object.entries(options.schedules ?? {})),
        nextHandoff: async () => undefined,
      },
      policies: new PolicyFinder({
        directory,
        policies: {
          byIdOrName: async text => options.named?.[text],
          boundTo: async () => new Map(Object.entries(options.bound ?? {})),
        },
        defaultPolicy: options.defaultPolicy,
        turnsTaken: ref => turnsTaken(database.knex, ref),
      }),
      stepTurnsTaken: (policyId, step) =>
        stepTurnsTaken(database.knex, policyId, step),
      catchAll: options.catchAll ?? ['group:default/watch'],
      admins: options.admins ?? [],
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
    const open = (
      severity: Severity = 'SEV3',
      entityRef = 'component:default/checkout',
    ) =>
      incidents.pageOwner({
        entityRef,
        title: 'Down',
        description: '',
        severity,
        customerImpact: 'yes',
        openedBy: ana,
      });
    const who = () =>
      paged.map(page => page.people.map(({ name }) => name).join('+'));
    const story = async (incidentId: number) =>
      (await readTimeline(database.knex, incidentId, 0, 100)).map(
        ({ text }) => text,
      );
    return {
      database,
      clock,
      work,
      incidents,
      engine,
      finder,
      open,
      paged,
      who,
      cancelled,
      story,
    };
  }

  const bound = { 'component:default/checkout': twoSteps };

  it('pages step by step, ends in the catch-all, and says unanswered', async () => {
    const { open, engine, clock, who, incidents, story } = await setUp({
      bound,
    });
    const incident = await open();
    expect(who()).toEqual(['Ana Ruiz']);
    await engine.runDue(incident.id);
    expect(who()).toHaveLength(1);
    clock.advanceMinutes(5);
    await engine.runDue(incident.id);
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
    clock.advanceMinutes(10);
    await engine.runDue(incident.id);
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor', 'Night Watch']);
    expect(await incidents.get(incident.id)).toMatchObject({
      unanswered: true,
      assigned: [{ name: 'Night Watch' }],
    });
    expect((await story(incident.id)).slice(-2)).toEqual([
      'Nobody answered: escalated to step 2 of Payments primary',
      'Nobody answered and Payments primary has run out. The catch-all: Night Watch',
    ]);
    clock.advanceMinutes(600);
    await engine.runDue(incident.id);
    expect(who()).toHaveLength(3);
  });

  it('sends a learner a copy, who is neither assigned nor counted as reached', async () => {
    const onCall = { ref: ana.ref ?? '', name: ana.name };
    const learner = { ref: 'user:default/carla', name: 'Carla Out' };
    const policy: PolicySnapshot = {
      ...twoSteps,
      steps: [
        {
          ...plainStep,
          targets: [{ type: 'schedule', id: 's1' }],
          delayMinutes: 5,
        },
        {
          ...plainStep,
          targets: [{ type: 'schedule', id: 's1' }],
          delayMinutes: 10,
        },
      ],
    };
    const { open, paged, incidents, engine, clock } = await setUp({
      bound: { 'component:default/checkout': policy },
      schedules: {
        s1: {
          name: 'Rota',
          people: [onCall],
          until: null,
          shadowing: [{ learner, follows: onCall }],
          everyone: [onCall],
        },
      },
    });
    const { id: incidentId } = await open();
    clock.advanceMinutes(5);
    await engine.runDue(incidentId);
    const copy = {
      people: [learner],
      urgency: 'low',
      step: null,
      why: 'shadowing Ana Ruiz',
      copyOf: [onCall],
    };
    expect(paged).toMatchObject([
      { people: [onCall], urgency: 'high', step: 1 },
      copy,
      { people: [onCall], urgency: 'high', step: 2 },
      copy,
    ]);
    expect((await incidents.get(incidentId)).assigned).toEqual([onCall]);
  });

  it('runs a due step once when two replicas wake for it', async () => {
    const { open, engine, clock, who } = await setUp({ bound });
    const { id: incidentId } = await open();
    clock.advanceMinutes(5);
    await Promise.all([engine.runDue(incidentId), engine.runDue(incidentId)]);
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('runs one overdue step after an outage, and counts the next delay from then', async () => {
    const { open, engine, clock, who } = await setUp({ bound });
    const { id: incidentId } = await open();
    clock.advanceMinutes(60);
    await engine.runDue(incidentId);
    await engine.runDue(incidentId);
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
    expect((await engine.nextStep(incidentId))?.at).toBe(
      '2026-03-02T04:10:00.000Z',
    );
  });

  it('the clock is set back by an hour: a step is due in its own time, not an hour later', async () => {
    const { clock, engine, open, work, who } = await setUp({ bound });
    const waiting = await open();
    const slept = await open();
    clock.advanceMinutes(-60);
    const answered = await open();
    expect(await engine.bringForward()).toBe(2);
    expect(await engine.bringForward()).toBe(0);
    expect(await engine.nextStep(slept.id)).toMatchObject({
      at: '2026-03-02T02:05:00.000Z',
    });
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz', 'Ana Ruiz', 'Ana Ruiz']);
    clock.advanceMinutes(5);
    for (const incident of [waiting.id, slept.id, answered.id]) {
      await engine.runDue(incident);
      await engine.runDue(incident);
    }
    expect(who().slice(3)).toEqual(['Ben Okafor', 'Ben Okafor', 'Ben Okafor']);
  });

  it('stops at an acknowledgement and cancels what has not been sent', async () => {
    const { open, engine, clock, who, incidents, cancelled } = await setUp({
      bound,
    });
    const { id: incidentId } = await open();
    await incidents.commands.acknowledge(incidentId, ana);
    clock.advanceMinutes(60);
    await engine.runDue(incidentId);
    expect(who()).toEqual(['Ana Ruiz']);
    expect(cancelled).toEqual(['acknowledged by Ana Ruiz']);
    expect(await engine.nextStep(incidentId)).toBeNull();
  });

  it('wakes what is overdue when every job is lost', async () => {
    const { open, clock, work, who } = await setUp({ bound });
    await open();
    work.jobs.length = 0;
    clock.advanceMinutes(6);
    expect(await work.sweepAll()).toBe(1);
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('escalates at once when every page of the step has failed, and only of that step', async () => {
    const { open, engine, work, who } = await setUp({ bound });
    const { id: incidentId } = await open();
    await engine.reachedNobody({ incidentId, step: 2, loop: 0 });
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz']);
    await engine.reachedNobody({ incidentId, step: 1, loop: 0 });
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('escalates now, also from acknowledged', async () => {
    const { open, incidents, work, who } = await setUp({ bound });
    const { id: incidentId } = await open();
    await incidents.commands.acknowledge(incidentId, ana);
    const { message } = await incidents.commands.escalate(incidentId, ana);
    expect(message).toContain('step 2 of Payments primary');
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('goes on after a reassignment that is not answered', async () => {
    const { open, incidents, engine, clock, who } = await setUp({ bound });
    const { id: incidentId } = await open();
    await incidents.commands.reassign(
      incidentId,
      [{ ref: 'user:default/carla', name: 'Carla Out' }],
      ana,
    );
    clock.advanceMinutes(5);
    await engine.runDue(incidentId);
    expect(who()).toEqual(['Ana Ruiz', 'Carla Out', 'Ben Okafor']);
  });

  it('keeps the policy of the trigger when it is changed afterwards', async () => {
    const mine = { ...bound };
    const { open, engine, clock, who } = await setUp({ bound: mine });
    const { id: incidentId } = await open();
    mine['component:default/checkout'] = {
      ...twoSteps,
      steps: [{ ...plainStep, targets: [person('carla')], delayMinutes: 1 }],
    };
    clock.advanceMinutes(5);
    await engine.runDue(incidentId);
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('passes over a step that reaches nobody, and says so', async () => {
    const { open, who, finder } = await setUp({
      bound: {
        'component:default/checkout': {
          ...twoSteps,
          steps: [
            {
              ...plainStep,
              targets: [{ type: 'schedule', id: 's' }],
              delayMinutes: 5,
            },
            twoSteps.steps[1],
          ],
        },
      },
    });
    await open();
    expect(who()).toEqual(['Ben Okafor']);
    const found = await finder.find({
      entityRef: 'component:default/checkout',
    });
    expect(found.trace.map(({ text }) => text)).toContain(
      'Step 1 of Payments primary reaches nobody now',
    );
  });

  it('backs up who is deep in another incident, once in a quarter of an hour, where the policy says so', async () => {
    const busy = {
      'component:default/search': twoSteps,
      'component:default/checkout': twoSteps,
      'component:default/orphan': { ...twoSteps, focus: false },
    };
    const { open, incidents, clock, who, story } = await setUp({ bound: busy });
    const { id: first } = await open('SEV2', 'component:default/search');
    await incidents.commands.acknowledge(first, ana);
    clock.advanceMinutes(4);
    await open();
    expect(who()).toEqual(['Ana Ruiz', 'Ana Ruiz']);
    clock.advanceMinutes(1);
    await open('SEV2', 'component:default/orphan');
    await open('SEV4');
    expect(who()).toHaveLength(4);
    const { id: backedUp } = await open();
    expect(who().slice(4)).toEqual(['Ana Ruiz', 'Ben Okafor']);
    expect((await incidents.get(backedUp)).assigned).toHaveLength(2);
    expect(await story(backedUp)).toContain(
      `Ana Ruiz has been at INC-${first} for 5 minutes, so step 2 of Payments primary is paged as well: Ben Okafor`,
    );
    clock.advanceMinutes(14);
    await open();
    expect(who().slice(6)).toEqual(['Ana Ruiz']);
    clock.advanceMinutes(1);
    await open();
    expect(who().slice(7)).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('waits for the hours of its first step, whose people are responsible already', async () => {
    const { open, engine, clock, work, who, incidents, story } = await setUp({
      bound: {
        'component:default/checkout': {
          ...twoSteps,
          steps: [
            {
              ...twoSteps.steps[0],
              condition: {
                ...plainStep.condition,
                hours: [
                  {
                    days: ['mon'],
                    start: '09:00',
                    end: '17:00',
                    timezone: 'Europe/Zurich',
                  },
                ],
              },
            },
            twoSteps.steps[1],
          ],
        },
      },
    });
    const { id: incidentId } = await open();
    expect(who()).toEqual([]);
    expect((await incidents.get(incidentId)).assigned).toMatchObject([
      { name: 'Ana Ruiz' },
    ]);
    expect((await story(incidentId)).at(-1)).toBe(
      'Step 1 of Payments primary waits for its hours, which begin 2026-03-02 08:00 UTC',
    );
    expect((await engine.nextStep(incidentId))?.at).toBe(
      '2026-03-02T08:00:00.000Z',
    );
    // Where it waits for hours it waits rightly for longer than its delay.
    expect(await engine.bringForward()).toBe(0);
    work.jobs.length = 0;
    clock.advanceMinutes(5 * 60 + 1);
    expect(await work.sweepAll()).toBe(1);
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz']);
  });

  it('goes on by a snapshot that an older version has stored', async () => {
    const { database, open, engine, clock, who } = await setUp({ bound });
    const { id: incidentId } = await open();
    const { id: policyId, name, version, steps } = twoSteps;
    await database.knex('escalations').update({
      policy: JSON.stringify({
        id: policyId,
        name,
        version,
        repeat: 0,
        steps: steps.map(({ targets, delayMinutes }) => ({
          targets,
          delayMinutes,
        })),
      }),
    });
    clock.advanceMinutes(5);
    await engine.runDue(incidentId);
    expect(who()).toEqual(['Ana Ruiz', 'Ben Okafor']);
  });

  it('pages nobody for a SEV5 until it becomes worse', async () => {
    const { open, incidents, work, who } = await setUp({ bound });
    const { id: incidentId, version } = await open('SEV5');
    expect(who()).toEqual([]);
    await incidents.edits.edit(incidentId, { version, severity: 'SEV2' }, ana);
    await work.runAll();
    expect(who()).toEqual(['Ana Ruiz']);
  });

  it('finds the policy on the entity, its owner, its system, the default; and keeps every hop', async () => {
    const named = { Fallback: twoSteps };
    const policyOf = async (options: Parameters<typeof setUp>[0]) =>
      (await setUp(options)).finder.find({
        entityRef: 'component:default/checkout',
      });
    expect(
      (await policyOf({ bound: { 'group:default/payments': twoSteps } })).policy
        .name,
    ).toBe('Payments primary');
    expect(
      (await policyOf({ bound: { 'system:default/shop': twoSteps } })).policy
        .name,
    ).toBe('Payments primary');
    const byDefault = await policyOf({ named, defaultPolicy: 'Fallback' });
    expect(byDefault.policy.id).toBe('p1');
    expect(byDefault.trace.map(({ rule, hit }) => [rule, hit])).toEqual([
      ['binding', false],
      ['binding', false],
      ['binding', false],
      ['default', true],
    ]);
    const implicit = await policyOf({});
    expect(implicit.policy.id).toBeNull();
    expect(implicit.assigned.map(({ name }) => name)).toEqual([
      'Ana Ruiz',
      'Ben Okafor',
    ]);
  });

  it('falls back to the catch-all, then the admins, then says that nobody is responsible', async () => {
    const orphan = 'component:default/orphan';
    expect(
      (await (await setUp()).finder.find({ entityRef: orphan })).assigned,
    ).toEqual([{ ref: 'user:default/night', name: 'Night Watch' }]);
    const admins = await setUp({
      catchAll: [],
      admins: ['group:default/admins'],
    });
    expect(
      (await admins.finder.find({ entityRef: orphan })).assigned[0].name,
    ).toBe('Dora Admin');
    const nobody = await setUp({ catchAll: [] });
    const incident = await nobody.open('SEV1', orphan);
    expect(incident.assigned).toEqual([]);
    expect((await nobody.story(incident.id)).join()).toContain(
      'Nobody is responsible',
    );
  });

  it('answers who is on call with path, reasons and warnings', async () => {
    const { finder, clock } = await setUp({ bound, catchAll: [] });
    const answer = await finder.answer(
      'component:default/checkout',
      clock.now(),
    );
    expect(
      answer.path.map(({ step, afterMinutes, people }) => [
        step,
        afterMinutes,
        people.map(({ name }) => name),
      ]),
    ).toEqual([
      [1, 0, ['Ana Ruiz']],
      [2, 5, ['Ben Okafor']],
      [null, 15, []],
    ]);
    expect(answer.onCall[0].name).toBe('Ana Ruiz');
    expect(answer.warnings.join()).toContain('No catch-all is configured');
  });
});
