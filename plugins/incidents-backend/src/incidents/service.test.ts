import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  Actor,
  Severity,
  plainPolicy,
} from '@muster/backstage-plugin-incidents-common';
import { CatalogDirectory } from '../directory/CatalogDirectory';
import { FakeClock } from '../platform/FakeClock';
import { Settings } from '../platform/settings';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { demoShop } from '../testing/demoShop';
import { noReaction } from '../testing/noReaction';
import { RecordingQueue } from '../testing/RecordingQueue';
import { IncidentLog } from './IncidentLog';
import { EscalationReaction, Responsibility } from './ports';
import { incidentNamer, Incidents } from './service';
import { listIncidents } from './store';
import { readTimeline } from './timelineStore';

const ana: Actor = {
  kind: 'person',
  ref: 'user:default/ana',
  name: 'Ana Ruiz',
};
const ben: Actor = {
  kind: 'person',
  ref: 'user:default/ben',
  name: 'Ben Okafor',
};
const monitor: Actor = { kind: 'integration', ref: '1', name: 'Alertmanager' };

const responsibility: Responsibility = {
  assigned: [{ ref: 'user:default/ana', name: 'Ana Ruiz' }],
  policy: {
    id: null,
    name: 'the owner',
    version: 0,
    steps: [],
    ...plainPolicy,
  },
  copies: [],
  firstStep: 0,
  trace: [],
};

const reaction = <K extends keyof EscalationReaction>() =>
  jest.fn<Promise<void>, Parameters<EscalationReaction[K]>>(async () => {});

describe.each(eachDatabase())('incidents on %s', id => {
  async function setUp() {
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
    const escalation = {
      ...noReaction,
      opened: reaction<'opened'>(),
      acknowledged: reaction<'acknowledged'>(),
      resolved: reaction<'resolved'>(),
      reassigned: reaction<'reassigned'>(),
      escalateNow: jest.fn<
        Promise<string>,
        Parameters<EscalationReaction['escalateNow']>
      >(async () => 'escalated'),
      urgencyRaised: reaction<'urgencyRaised'>(),
    };
    const onResolved = jest.fn(async () => {});
    const incidents = new Incidents({
      database,
      clock,
      work,
      directory,
      pageFrom: 'SEV4',
      nameOf: incidentNamer('INC-'),
    });
    incidents.connect({
      findResponsible: { find: async () => responsibility },
      escalation,
      onResolved,
    });
    const open = (severity: Severity = 'SEV3', more = {}) =>
      incidents.pageOwner({
        entityRef: 'component:default/checkout',
        title: 'Checkout errors above 5 %',
        description: '',
        severity,
        customerImpact: 'unknown',
        openedBy: ben,
        ...more,
      });
    const story = async (incidentId: number) =>
      (await readTimeline(database.knex, incidentId, 0, 100)).map(
        ({ text }) => text,
      );
    return {
      database,
      clock,
      work,
      incidents,
      escalation,
      onResolved,
      open,
      story,
    };
  }

  it('opens with people, names, timeline and escalation in one go', async () => {
    const { open, story, escalation } = await setUp();
    const incident = await open('SEV2');
    expect(incident).toMatchObject({
      status: 'triggered',
      urgency: 'high',
      entity: { name: 'checkout' },
      owner: { ref: 'group:default/payments', name: 'Payments' },
      system: { ref: 'system:default/shop' },
      assigned: [{ name: 'Ana Ruiz' }],
    });
    expect(await story(incident.id)).toEqual([
      'SEV2 triggered by Ben Okafor: Checkout errors above 5 %',
      'Ana Ruiz is responsible, by the owner',
    ]);
    expect(escalation.opened).toHaveBeenCalledWith(
      expect.anything(),
      expect.objectContaining({ id: incident.id }),
      responsibility,
      true,
    );
  });

  it('leaves nothing behind when escalation fails within the transaction', async () => {
    const { open, escalation, database } = await setUp();
    escalation.opened.mockRejectedValue(new Error('no room for a page'));
    await expect(open()).rejects.toThrow('no room for a page');
    expect(await database.knex('incidents')).toEqual([]);
    expect(await database.knex('timeline')).toEqual([]);
  });

  it('records a SEV5 without paging, and pages when it becomes worse', async () => {
    const { open, escalation, incidents } = await setUp();
    const incident = await open('SEV5');
    expect(escalation.opened.mock.calls[0][3]).toBe(false);
    await incidents.edits.edit(
      incident.id,
      { version: incident.version, severity: 'SEV4' },
      ana,
    );
    expect(escalation.urgencyRaised).toHaveBeenCalledTimes(1);
  });

  it('gives the incident to the first who acknowledges, and tells the second who has it', async () => {
    const { open, incidents, clock, escalation } = await setUp();
    const { id: incidentId } = await open();
    clock.advanceMinutes(2);
    expect(await incidents.commands.acknowledge(incidentId, ben)).toEqual({
      outcome: 'done',
      message: `You have INC-${incidentId}`,
    });
    expect(await incidents.commands.acknowledge(incidentId, ana)).toEqual({
      outcome: 'unchanged',
      message: `Ben Okafor has INC-${incidentId}, acknowledged at 03:02 UTC; you may join`,
    });
    expect(
      (await incidents.commands.acknowledge(incidentId, ben)).message,
    ).toBe(`You acknowledged INC-${incidentId} at 03:02 UTC`);
    expect((await incidents.get(incidentId)).assigned).toEqual([
      { ref: 'user:default/ben', name: 'Ben Okafor' },
    ]);
    expect(escalation.acknowledged).toHaveBeenCalledTimes(1);
  });

  it('lets two people race to acknowledge: exactly one has it', async () => {
    const { open, incidents } = await setUp();
    const { id: incidentId } = await open();
    const answers = await Promise.all([
      incidents.commands.acknowledge(incidentId, ana),
      incidents.commands.acknowledge(incidentId, ben),
    ]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
      'done',
      'unchanged',
    ]);
  });

  it('lets a person take what a monitor has acknowledged', async () => {
    const { open, incidents, database } = await setUp();
    const { id: incidentId } = await open();
    await database.transaction(tx =>
      incidents.commands.acknowledgeByMonitor(tx, incidentId, monitor),
    );
    expect(await incidents.get(incidentId)).toMatchObject({
      status: 'acknowledged',
      assigned: [{ name: 'Ana Ruiz' }],
    });
    expect(
      (await incidents.commands.acknowledge(incidentId, ben)).outcome,
    ).toBe('done');
  });

  it('bad input: acknowledging a resolved incident says who resolved it and changes nothing', async () => {
    const { open, incidents, onResolved } = await setUp();
    const { id: incidentId } = await open();
    await incidents.commands.resolve(incidentId, ana, 'Rolled back');
    expect(onResolved).toHaveBeenCalledTimes(1);
    expect(await incidents.commands.acknowledge(incidentId, ben)).toEqual({
      outcome: 'unchanged',
      message: `INC-${incidentId} was resolved by Ana Ruiz at 03:00 UTC; there is nothing to acknowledge`,
    });
    expect((await incidents.get(incidentId)).status).toBe('resolved');
    expect((await incidents.commands.resolve(incidentId, ben)).outcome).toBe(
      'unchanged',
    );
  });

  it('bad input: an edit of an old version says who changed what, and saves nothing', async () => {
    const { open, incidents } = await setUp();
    const { id: incidentId, version } = await open();
    await incidents.edits.edit(incidentId, { version, title: 'New' }, ben);
    await expect(
      incidents.edits.edit(incidentId, { version, severity: 'SEV1' }, ana),
    ).rejects.toThrow(
      /Ben Okafor changed the title.*Nothing of yours was saved/,
    );
    expect((await incidents.get(incidentId)).severity).toBe('SEV3');
  });

  it('makes an acknowledged incident triggered again when it is escalated or reassigned', async () => {
    const { open, incidents, escalation } = await setUp();
    const { id: incidentId } = await open();
    await incidents.commands.acknowledge(incidentId, ana);
    await incidents.commands.escalate(incidentId, ana);
    expect((await incidents.get(incidentId)).status).toBe('triggered');
    await incidents.commands.reassign(
      incidentId,
      [{ ref: 'user:default/ben', name: 'Ben Okafor' }],
      ana,
    );
    expect(escalation.reassigned).toHaveBeenCalledTimes(1);
    expect((await incidents.get(incidentId)).assigned[0].name).toBe(
      'Ben Okafor',
    );
  });

  it('escalates once when two people press at the same moment, and again when they press later', async () => {
    const { open, incidents, escalation, clock } = await setUp();
    const { id: incidentId } = await open();
    const press = () => incidents.commands.escalate(incidentId, ana);
    expect((await press()).outcome).toBe('done');
    expect(await press()).toMatchObject({
      outcome: 'unchanged',
      message: expect.stringContaining('escalated a moment ago'),
    });
    clock.advanceSeconds(6);
    expect((await press()).outcome).toBe('done');
    await incidents.commands.acknowledge(incidentId, ana);
    expect((await press()).outcome).toBe('done');
    expect(escalation.escalateNow).toHaveBeenCalledTimes(3);
  });

  it('resolves with the last alert, except a major one, which is monitored', async () => {
    const { open, incidents, database } = await setUp();
    const minor = await open('SEV3');
    const major = await open('SEV2');
    await database.transaction(async tx => {
      await incidents.commands.lastAlertResolved(tx, minor.id, monitor);
      await incidents.commands.lastAlertResolved(tx, major.id, monitor);
    });
    expect((await incidents.get(minor.id)).status).toBe('resolved');
    expect(await incidents.get(major.id)).toMatchObject({
      status: 'triggered',
      phase: 'monitoring',
    });
  });

  it('answers the first incident to a repeated idempotency key, also when both come at once', async () => {
    const { open } = await setUp();
    const same = { idempotencyKey: 'click-12345' };
    const [first, second] = await Promise.all([
      open('SEV3', same),
      open('SEV3', same),
    ]);
    expect(second.id).toBe(first.id);
    expect((await open('SEV3', same)).id).toBe(first.id);
  });

  it('opens another incident for somebody else who chose the same key', async () => {
    const { open } = await setUp();
    const mine = await open('SEV3', { idempotencyKey: 'click-12345' });
    const theirs = await open('SEV3', {
      idempotencyKey: 'click-12345',
      openedBy: ana,
    });
    expect(theirs.id).not.toBe(mine.id);
  });

  it('tells subscribers of every entry, in order, and one again from where it failed, which holds up no other', async () => {
    const { open, incidents, work } = await setUp();
    const seen: number[] = [];
    const heard: string[] = [];
    let broken = true;
    incidents.log.subscribe({
      name: 'another',
      async changed({ fromSeq, toSeq }) {
        heard.push(`${fromSeq}-${toSeq}`);
      },
    });
    incidents.log.subscribe({
      name: 'test',
      async changed({ fromSeq, toSeq }) {
        if (broken) throw new Error('not now');
        for (let seq = fromSeq; seq <= toSeq; seq++) seen.push(seq);
      },
    });
    const { id: incidentId } = await open();
    await expect(work.runAll()).rejects.toThrow('not now');
    expect(heard).toEqual(['1-2']);
    broken = false;
    await incidents.commands.note(incidentId, ana, 'Looking');
    await work.runAll();
    await incidents.commands.note(incidentId, ana, 'Found it');
    await work.runAll();
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(heard).toEqual(['1-2', '3-3', '4-4']);
  });

  it('waits for no subscriber that hangs, and tells whoever was missed', async () => {
    const { open, work, database, clock } = await setUp();
    const { id: incidentId } = await open();
    const jobs = new RecordingQueue();
    const log = new IncidentLog({
      database,
      clock,
      work: jobs,
      patienceSeconds: 0.01,
    });
    const heard: number[] = [];
    let hangs = true;
    log.subscribe({
      name: 'hangs',
      changed: () => (hangs ? new Promise(() => {}) : Promise.resolve()),
    });
    log.subscribe({
      name: 'another',
      async changed({ toSeq }) {
        heard.push(toSeq);
      },
    });
    await work.runAll();
    // The version before did not know these two.
    expect(await log.tellTheMissed()).toBe(0);
    clock.set('2026-03-02T03:10:00.000Z');
    expect(await log.tellTheMissed()).toBe(1);
    await expect(jobs.runAll()).rejects.toThrow(
      `The subscriber hangs of incident ${incidentId} has not answered within 0.01 s`,
    );
    expect(heard).toEqual([2]);
    hangs = false;
    expect(await log.tellTheMissed()).toBe(1);
    await jobs.runAll();
    expect(await log.tellTheMissed()).toBe(0);
    expect(heard).toEqual([2]);
  });

  it('filters the list in the database, newest first', async () => {
    const { open, incidents, database } = await setUp();
    const first = await open('SEV3', { title: '100% of carts_fail' });
    const second = await open('SEV2');
    await incidents.commands.resolve(first.id, ana);
    const ids = async (query: object, criteria?: object) =>
      (
        await listIncidents(
          database.knex,
          { limit: 10, ...query },
          criteria as Parameters<typeof listIncidents>[2],
        )
      ).map(incident => incident.id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ before: second.id })).toEqual([first.id]);
    expect(await ids({ status: ['resolved'] })).toEqual([first.id]);
    expect(await ids({ severity: ['SEV2'] })).toEqual([second.id]);
    expect(await ids({ q: '100% CARTS_F' })).toEqual([first.id]);
    expect(await ids({ q: '100_' })).toEqual([]);
    expect(await ids({ assignedTo: 'user:default/ana' })).toHaveLength(2);
    expect(await ids({ openedTo: '2026-03-02T02:00:00.000Z' })).toEqual([]);
    const owner = { column: 'owner_ref', values: ['group:default/payments'] };
    expect(await ids({}, owner)).toHaveLength(2);
    expect(await ids({}, { not: owner })).toEqual([]);
    expect(
      await ids(
        {},
        {
          anyOf: [{ column: 'severity', values: ['SEV2'] }, { not: owner }],
        },
      ),
    ).toEqual([second.id]);
  });
});
