import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  Actor,
  plainPolicy,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { CatalogDirectory } from '../../directory/CatalogDirectory';
import { Responsibility } from '../../incidents/ports';
import { incidentNamer, Incidents } from '../../incidents/service';
import { NoteRequest } from '../../oncall/ports';
import { readConfig } from '../../platform/config';
import { addMinutes } from '../../platform/clock';
import { Database } from '../../platform/database';
import { FakeClock } from '../../platform/FakeClock';
import { Settings } from '../../platform/settings';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { demoShop } from '../../testing/demoShop';
import { noReaction } from '../../testing/noReaction';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { Drafter } from '../ports';
import { readEvents, toPostmortem } from '../store';
import { createLife } from './createLife';
import { Gate } from './Gate';

jest.setTimeout(30_000);

const ana: Actor = {
  kind: 'person',
  ref: 'user:default/ana',
  name: 'Ana Ruiz',
};
const checkout = 'component:default/checkout';
const payments = 'group:default/payments';
const admins = 'group:default/admins';

const responsibility: Responsibility = {
  assigned: [{ ref: 'user:default/ben', name: 'Ben Okafor' }],
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

const config = readConfig(
  mockServices.rootConfig({
    data: {
      app: { baseUrl: 'http://portal.test' },
      backend: { baseUrl: 'http://portal.test' },
      incidents: { admins },
    },
  }),
);

/** The rooms of one process over a database. */
async function startProcess(
  database: Database,
  clock: FakeClock,
  entities: Entity[] = demoShop,
) {
  const work = new RecordingQueue();
  const logger = mockServices.logger.mock();
  const directory = new CatalogDirectory({
    database,
    clock,
    catalog: catalogServiceMock({ entities }),
    auth: mockServices.auth(),
    settings: new Settings(database),
    logger,
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
  incidents.connect({
    findResponsible: { find: async () => responsibility },
    escalation: noReaction,
    onResolved: async () => {},
  });
  const told: NoteRequest[] = [];
  const drafter: Drafter = {
    plan: jest.fn(async (incident: { openedAt: Date }) => ({
      template: { id: 'standard', name: 'Standard' },
      participants: [],
      occurredAt: incident.openedAt,
      apply: async () => {},
    })),
    write: async () => {},
  };
  const life = createLife({
    database,
    clock,
    work,
    logger,
    config,
    directory,
    incidents,
    notes: {
      post: async (_tx, note) => {
        told.push(note);
      },
    },
    gate: new Gate({ database }),
    permissions: mockServices.permissions(),
    index: { changed: async () => {} },
    follower: { published: async () => {} },
    drafter,
    document: {
      sections: async () => [],
      entries: async () => [],
      peopleInEntries: async () => [],
      moments: async () => ({}),
      measured: async () => [],
      density: async () => null,
      images: async () => [],
    },
    factors: {
      tree: async () => [],
      namesOf: async () => new Map(),
      add: async () => {},
    },
    followUps: {
      of: async () => [],
      countsOf: async () => new Map(),
      openOf: async () => ({ items: [], count: 0 }),
      add: async () => {},
    },
  });
  return { work, directory, incidents, life, drafter, told };
}

describe.each(eachDatabase())('postmortems come by themselves on %s', id => {
  async function setUp() {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T03:00:00.000Z');
    const one = await startProcess(database, clock);
    const open = async (severity: Severity, more = {}) => {
      const { id: incidentId } = await one.incidents.pageOwner({
        entityRef: checkout,
        title: 'Checkout errors above 5 %',
        description: '',
        severity,
        customerImpact: 'unknown',
        openedBy: ana,
        ...more,
      });
      return incidentId;
    };
    /** One that was acknowledged, and resolved an hour after it began; what follows from that is done. */
    const resolved = async (severity: Severity, by: Actor = ana) => {
      const incidentId = await open(severity);
      await one.incidents.commands.acknowledge(incidentId, by);
      clock.advanceMinutes(60);
      await one.incidents.commands.resolve(incidentId, ana);
      await one.work.runDue(clock.now());
      return incidentId;
    };
    const raise = async (incidentId: number, severity: Severity) => {
      const { version } = await one.incidents.get(incidentId);
      await one.incidents.edits.edit(incidentId, { version, severity }, ana);
      await one.work.runDue(clock.now());
    };
    const postmortems = async () =>
      (await database.knex('postmortems').orderBy('id')).map(toPostmortem);
    const history = async (number: number) =>
      (await readEvents(database.knex, number, 100)).map(({ text }) => text);
    const timeline = async (incidentId: number) =>
      (await one.incidents.entries(incidentId, 1, 1000)).filter(({ kind }) =>
        kind.startsWith('postmortem'),
      );
    return {
      ...one,
      database,
      clock,
      open,
      resolved,
      raise,
      postmortems,
      history,
      timeline,
    };
  }

  it('when an incident that needs one is resolved, with who has it, until when, on its timeline', async () => {
    const { resolved, postmortems, history, timeline, told } = await setUp();
    await resolved('SEV3');
    const incidentId = await resolved('SEV1');
    const [opened, ...others] = await postmortems();
    expect(others).toEqual([]);
    expect(opened).toMatchObject({
      incidentId,
      state: 'draft',
      required: true,
      severity: 'SEV1',
      title: 'Checkout errors above 5 %',
      entity: { ref: checkout, name: 'checkout' },
      owner: { ref: payments, name: 'Payments' },
      systemRef: 'system:default/shop',
      writer: { ref: 'user:default/ana', name: 'Ana Ruiz' },
      occurredAt: new Date('2026-03-02T04:00:00.000Z'),
      endedAt: new Date('2026-03-02T05:00:00.000Z'),
      dueAt: new Date('2026-03-09T05:00:00.000Z'),
      noticeAt: new Date('2026-03-07T05:00:00.000Z'),
      restricted: false,
    });
    expect(await history(opened.id)).toEqual([
      'It was opened: SEV1 and SEV2 need one',
    ]);
    expect((await timeline(incidentId)).map(({ text }) => text)).toEqual([
      'The postmortem PM-1 was opened: SEV1 and SEV2 need one. Ana Ruiz sees to it; it is due on 9 March 2026',
    ]);
    expect(told).toEqual([
      expect.objectContaining({
        recipientRef: 'user:default/ana',
        about: 'postmortem 1',
        subject: 'PM-1 is yours to write: Checkout errors above 5 %',
        url: 'http://portal.test/incidents/postmortems/PM-1/edit',
      }),
    ]);
  });

  it('once, also when two replicas open it at once, and when a job runs twice', async () => {
    const {
      open,
      clock,
      database,
      incidents,
      life,
      postmortems,
      timeline,
      told,
    } = await setUp();
    const other = await startProcess(database, clock);
    const incidentId = await open('SEV2');
    await incidents.commands.resolve(incidentId, ana);
    await Promise.all([
      life.opener.consider(incidentId),
      other.life.opener.consider(incidentId),
    ]);
    await life.opener.consider(incidentId);
    expect(await postmortems()).toHaveLength(1);
    expect(await timeline(incidentId)).toHaveLength(1);
    expect([...told, ...other.told]).toHaveLength(1);
  });

  it('when it turns out to be worse after it was resolved; one that was begun becomes required', async () => {
    const {
      resolved,
      raise,
      postmortems,
      history,
      incidents,
      life,
      work,
      clock,
      database,
    } = await setUp();
    const late = await resolved('SEV3');
    await raise(late, 'SEV2');
    expect(await postmortems()).toMatchObject([
      { incidentId: late, required: true, severity: 'SEV2' },
    ]);

    const begun = await resolved('SEV4');
    await life.opener.begin(await incidents.get(begun), ana);
    const [, optional] = await postmortems();
    expect(optional).toMatchObject({ required: false, severity: 'SEV4' });
    await raise(begun, 'SEV1');
    const [, required] = await postmortems();
    expect(required).toMatchObject({ required: true, severity: 'SEV1' });
    expect(Number(optional.dueAt) - Number(required.dueAt)).toBe(
      7 * 24 * 3600_000,
    );
    expect(await history(required.id)).toEqual([
      'The incident is SEV1 now, and was SEV4: SEV1 and SEV2 need one',
      'Ana Ruiz began it',
    ]);

    // Long over: a note on it, as after an update of the portal, opens nothing; by hand it is due from now on.
    const old = await incidents.get(await resolved('SEV3'));
    await database
      .knex('incidents')
      .where({ id: old.id })
      .update({ severity: 'SEV1' });
    clock.advanceMinutes(40 * 24 * 60);
    await database.knex('incident_followers').delete();
    await incidents.commands.note(old.id, ana, 'It was DNS');
    await work.runDue(clock.now());
    expect(await postmortems()).toHaveLength(2);
    const byHand = await life.opener.begin(old, ana);
    expect(byHand.dueAt).toEqual(addMinutes(clock.now(), 7 * 24 * 60));

    // Milder again: what is required is waived with a reason, or written.
    await raise(begun, 'SEV5');
    expect((await postmortems())[1]).toMatchObject({
      required: true,
      severity: 'SEV5',
    });
  });

  it('not for an incident that goes on again, or is gone, before its draft is there', async () => {
    const { open, incidents, database, drafter, life, postmortems } =
      await setUp();
    const whileDrafted = async (change: (id: number) => Promise<unknown>) => {
      const incidentId = await open('SEV1');
      await incidents.commands.resolve(incidentId, ana);
      const plan = drafter.plan;
      jest
        .mocked(drafter.plan)
        .mockImplementationOnce(async (incident, templateId) => {
          await change(incidentId);
          return plan(incident, templateId);
        });
      await life.opener.consider(incidentId);
    };
    await whileDrafted(incidentId =>
      database
        .knex('incidents')
        .where({ id: incidentId })
        .update({ status: 'triggered', resolved_at: null }),
    );
    await whileDrafted(incidentId =>
      database.knex('incidents').where({ id: incidentId }).delete(),
    );
    expect(await postmortems()).toEqual([]);
    expect(drafter.plan).toHaveBeenCalledTimes(4);

    const going = await incidents.get(await open('SEV1'));
    await expect(life.opener.begin(going, ana)).rejects.toThrow(
      'is not resolved; its postmortem begins when it is over',
    );
  });

  it('when a play begins it, with what else the play writes; once', async () => {
    const { resolved, database, incidents, life, postmortems, history } =
      await setUp();
    const incident = await incidents.get(await resolved('SEV3'));
    const play: Actor = { kind: 'play', ref: 'p', name: 'Play Learn v1' };
    const planned = await life.opener.plan(incident, play);
    const undone = database.transaction(async tx => {
      await planned.open(tx);
      throw new Error('the step failed');
    });
    await expect(undone).rejects.toThrow('the step failed');
    expect(await postmortems()).toEqual([]);
    for (const isNew of [true, false]) {
      expect(await database.transaction(tx => planned.open(tx))).toMatchObject({
        isNew,
      });
    }
    const [begun, ...others] = await postmortems();
    expect(begun).toMatchObject({
      required: false,
      writer: { name: 'Ana Ruiz' },
    });
    expect(others).toEqual([]);
    expect(await history(begun.id)).toEqual(['Play Learn v1 began it']);
  });

  it('its writer is somebody who is there; without anybody its team is told, without a team the admins', async () => {
    const { open, clock, database, incidents, postmortems } = await setUp();
    const without = (...names: string[]) =>
      demoShop.filter(({ metadata }) => !names.includes(metadata.name));
    const openedIn = async (entities: Entity[]) => {
      const { life: later, told: notes } = await startProcess(
        database,
        clock,
        entities,
      );
      const incidentId = await open('SEV1');
      await incidents.commands.acknowledge(incidentId, ana);
      await incidents.commands.resolve(incidentId, ana);
      clock.advanceMinutes(1);
      await later.opener.consider(incidentId);
      const writer = (await postmortems()).at(-1)?.writer?.name ?? null;
      return [writer, notes.map(({ recipientRef }) => recipientRef)];
    };
    expect(await openedIn(demoShop)).toEqual([
      'Ana Ruiz',
      ['user:default/ana'],
    ]);
    // Acknowledged by Ana, who has left: the team's first who is there.
    expect(await openedIn(without('ana'))).toEqual([
      'Ben Okafor',
      ['user:default/ben'],
    ]);
    expect(await openedIn(without('ana', 'ben', 'payments'))).toEqual([
      null,
      [admins],
    ]);
  });

  it('reminds its writer, and its team when it is overdue: each once, whoever restarts, whatever is lost', async () => {
    const { resolved, clock, database, postmortems, history, ...first } =
      await setUp();
    await resolved('SEV1');
    const said = (notes: NoteRequest[]) =>
      notes
        .splice(0)
        .map(
          ({ recipientRef, subject }) =>
            `${recipientRef.replace(/.*\//, '')}: ${subject.replace(/: .*/, '')}`,
        );
    const at = async (text: string, work = first.work) => {
      clock.set(text);
      await work.runDue(clock.now());
    };
    expect(said(first.told)).toEqual(['ana: PM-1 is yours to write']);
    await at('2026-03-07T03:59:00Z');
    expect(said(first.told)).toEqual([]);
    await at('2026-03-07T04:00:00Z');
    expect(said(first.told)).toEqual(['ana: PM-1 is due on 9 March 2026']);

    // A restart, and every job lost: the sweep finds what is overdue, and nothing is told twice.
    const second = await startProcess(database, clock);
    expect(await second.work.sweepAll()).toBe(0);
    clock.set('2026-03-12T04:00:03Z');
    expect(await second.work.sweepAll()).toBe(1);
    await at('2026-03-12T04:00:03Z', second.work);
    await second.life.reminders.remind(1);
    await first.life.reminders.remind(1);
    expect([...said(second.told), ...said(first.told)]).toEqual([
      'ana: PM-1 is overdue',
      'payments: PM-1 is overdue',
    ]);
    expect(await history(1)).toContain('Payments was told that it is overdue');
    expect(await postmortems()).toMatchObject([
      {
        notices: 2,
        noticeAt: new Date('2026-03-19T04:00:00.000Z'),
        version: 1,
      },
    ]);
    const third = await startProcess(database, clock);
    expect(await third.work.sweepAll()).toBe(0);

    // One that is restricted is not told of to a team that may not read it.
    await database.knex('postmortems').update({ restricted: true });
    clock.set('2026-03-20T00:00:00Z');
    await third.life.reminders.remind(1);
    expect(said(third.told)).toEqual([
      'ana: PM-1 is overdue',
      'admins: PM-1 is overdue',
    ]);

    await database.knex('postmortems').update({ state: 'waived' });
    clock.set('2026-04-20T00:00:00Z');
    await third.life.reminders.remind(1);
    expect(said(third.told)).toEqual([]);
    expect(await postmortems()).toMatchObject([{ noticeAt: null }]);
  });
});
