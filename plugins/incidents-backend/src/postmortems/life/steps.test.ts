import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import { CatalogDirectory } from '../../directory/CatalogDirectory';
import { NoteRequest } from '../../oncall/ports';
import { Database } from '../../platform/database';
import { FakeClock } from '../../platform/FakeClock';
import { Settings } from '../../platform/settings';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { demoShop } from '../../testing/demoShop';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { addPostmortem, TestPostmortem } from '../finding/testPostmortem';
import { lockPostmortem, readEvents } from '../store';
import { StepReminders } from './StepReminders';
import { PlannedStep, Steps } from './Steps';
import { Teller } from './Teller';

const ana = { ref: 'user:default/ana', name: 'Ana Ruiz' };
const byAna: Actor = { kind: 'person', ...ana };

const planned: readonly PlannedStep[] = [
  { title: 'Draft the timeline', by: 'writer', dueDays: 2 },
  { title: 'Say what was left open', by: 'writer', dueDays: 2 },
  { title: 'Read the draft', by: 'reviewers', dueDays: 3 },
  { title: 'Agree on follow-ups', by: 'owner', dueDays: 5 },
];

/** The steps as one process knows them. */
async function startProcess(database: Database, clock: FakeClock) {
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
  const notes: NoteRequest[] = [];
  const teller = new Teller({
    notes: {
      post: async (_tx, note) => {
        notes.push(note);
      },
    },
    directory,
    portalUrl: 'http://portal.test/incidents',
    admins: ['group:default/admins'],
  });
  const reminders = new StepReminders({ database, clock, work, teller });
  reminders.register();
  const steps = new Steps({
    steps: planned,
    stepReminders: reminders,
    holder: {
      hold: (id, run) =>
        database.transaction(async tx => {
          const record = await lockPostmortem(tx, id);
          const change = async () => record;
          return run({ tx, record, now: clock.now(), change });
        }),
    },
  });
  /** Who was told since it was last asked, of what. */
  const told = () =>
    notes
      .splice(0)
      .map(
        ({ recipientRef, text }) =>
          `${recipientRef.replace(/.*\//, '')}: ${[...text.matchAll(/“([^”]*)”/g)].map(([, title]) => title).join(', ')}`,
      );
  const at = async (text: string) => {
    clock.set(text);
    await work.runDue(clock.now());
    return told();
  };
  return { work, reminders, steps, notes, told, at };
}

describe.each(eachDatabase())('people are told of steps on %s', database => {
  async function setUp(more: TestPostmortem = {}) {
    const db = await openDatabase(database);
    const clock = new FakeClock('2026-03-02T04:00:00.000Z');
    const first = await startProcess(db, clock);
    const id = await addPostmortem(db, {
      state: 'draft',
      publishedAt: null,
      writer: ana,
      people: [['reviewer', 'user:default/carla']],
      ...more,
    });
    const end = new Date('2026-03-02T03:00:00.000Z');
    await db.transaction(tx => first.steps.begin(tx, id, end, clock.now()));
    const setState = (state: string) =>
      db.knex('postmortems').where({ id }).update({ state });
    return { ...first, db, clock, id, setState };
  }

  it('once, when they are overdue, whoever restarts, whatever is lost', async () => {
    const { db, clock, id, at, notes, reminders, told } = await setUp();
    expect(await at('2026-03-04T02:59:00Z')).toEqual([]);
    expect(await at('2026-03-04T03:00:00Z')).toEqual([
      'ana: Draft the timeline, Say what was left open',
    ]);
    await reminders.remind(id);
    expect(told()).toEqual([]);

    // A restart, and every job lost.
    const second = await startProcess(db, clock);
    expect(await second.work.sweepAll()).toBe(0);
    clock.set('2026-03-05T03:00:03Z');
    expect(await second.work.sweepAll()).toBe(1);
    await second.work.runDue(clock.now());
    await reminders.remind(id);
    expect(second.notes).toEqual([
      {
        recipientRef: 'user:default/carla',
        about: `postmortem ${id} steps`,
        subject: `PM-${id} waits for a step: Checkout was slow`,
        text: 'Not done yet: “Read the draft” (by 5 March 2026). Mark what is done on its page.',
        url: `http://portal.test/incidents/postmortems/PM-${id}/edit`,
      },
    ]);
    expect(notes).toEqual([]);
    expect(await second.work.sweepAll()).toBe(0);
  });

  it('not of what is done in time; of what is open again, once', async () => {
    const { db, id, at, steps } = await setUp();
    await at('2026-03-06T00:00:00Z');
    const mark = (done: boolean) =>
      steps.mark(id, { position: 4, done }, byAna);
    await mark(true);
    await mark(true);
    expect(await at('2026-03-08T00:00:00Z')).toEqual([]);
    await mark(false);
    expect(await at('2026-03-08T00:01:00Z')).toEqual([
      'payments: Agree on follow-ups',
    ]);
    await mark(true);
    await mark(false);
    expect(await at('2026-03-09T00:00:00Z')).toEqual([]);
    expect((await readEvents(db.knex, id, 9)).map(({ text }) => text)).toEqual([
      'Ana Ruiz took back that the step “Agree on follow-ups” is done',
      'Ana Ruiz marked the step “Agree on follow-ups” as done',
      'Ana Ruiz took back that the step “Agree on follow-ups” is done',
      'Ana Ruiz marked the step “Agree on follow-ups” as done',
    ]);
  });

  it('not while it is waived or published; when it is written after all, counted from then', async () => {
    const { db, clock, id, at, steps, setState, work } = await setUp();
    await steps.mark(id, { position: 1, done: true }, byAna);
    await setState('waived');
    expect(await at('2026-03-20T00:00:00Z')).toEqual([]);
    expect(await work.sweepAll()).toBe(0);
    await setState('draft');
    await db.transaction(tx => steps.beginAgain(tx, id, clock.now()));
    expect(await at('2026-03-21T23:59:00Z')).toEqual([]);
    expect(await at('2026-03-22T00:00:00Z')).toEqual([
      'ana: Say what was left open',
    ]);
    await setState('published');
    expect(await at('2026-04-20T00:00:00Z')).toEqual([]);
  });

  it('its writer in place of reviewers whom nobody has asked; admins for a team that may not read it', async () => {
    const { at } = await setUp({ people: [], restricted: true });
    await at('2026-03-04T04:00:00Z');
    expect(await at('2026-03-05T04:00:00Z')).toEqual(['ana: Read the draft']);
    expect(await at('2026-03-07T04:00:00Z')).toEqual([
      'admins: Agree on follow-ups',
    ]);
  });
});
