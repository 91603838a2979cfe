import { mockServices } from '@backstage/backend-test-utils';
import {
  Actor,
  Caller,
  contract,
} from '@muster/backstage-plugin-incidents-common';
import { InMemoryTickets } from '@muster/backstage-plugin-incidents-node';
import { FakeClock } from '../../platform/FakeClock';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { directoryOfShop } from '../../testing/directoryOfShop';
import { RecordingQueue } from '../../testing/RecordingQueue';
import { until } from '../../testing/until';
import { Factors } from '../factors/Factors';
import { Gate } from '../life/Gate';
import { PostmortemRecord } from '../model';
import { insertPostmortem } from '../store';
import { FollowUpBoard } from './FollowUpBoard';
import { FollowUpBook } from './FollowUpBook';
import { FollowUpNotices } from './FollowUpNotices';
import { FollowUpViews } from './FollowUpViews';
import { LearningReport } from './LearningReport';
import { TicketPoint } from './TicketPoint';
import { Tickets } from './Tickets';

jest.setTimeout(60_000);

const payments = { ref: 'group:default/payments', name: 'Payments' };
const search = { ref: 'group:default/search', name: 'Search' };
const refOf = (name: string) => `user:default/${name}`;
const person = (name: string, ...groups: string[]): Caller => ({
  kind: 'person',
  ref: refOf(name),
  ownership: [refOf(name), ...groups],
  isAdmin: name === 'dora',
});
const ana = person('ana', payments.ref);
const carla = person('carla', search.ref);
const byAna: Actor = { kind: 'person', ref: refOf('ana'), name: 'Ana Ruiz' };
const clocks = {
  followUpDays: { high: 10, medium: 30, low: 60 },
  assignDays: { high: 1, medium: 3, low: 5 },
};
const query = (given: object = {}) =>
  contract.postmortems.followUps.query.parse(given);

describe.each(eachDatabase())('follow-ups on %s', id => {
  async function setUp() {
    const database = await openDatabase(id);
    const clock = new FakeClock('2026-03-02T09:00:00.000Z');
    const directory = await directoryOfShop(database, clock);
    const work = new RecordingQueue();
    const told: string[] = [];
    const texts: string[] = [];
    const indexed: number[] = [];
    const documented: number[] = [];
    const gate = new Gate({ database });
    const notices = new FollowUpNotices({
      database,
      clock,
      work,
      clocks,
      appBaseUrl: 'https://portal',
      gate,
      directory,
      notes: {
        post: async (_tx, { recipientRef, subject, about, text }) => {
          told.push(`${recipientRef} ${about} ${subject}`);
          texts.push(text);
        },
      },
    });
    const index = {
      changed: async (_tx: unknown, postmortemId: number) => {
        indexed.push(postmortemId);
      },
    };
    const factors = new Factors({
      database,
      clock,
      index,
      newId: () => 'unused',
    });
    const book = new FollowUpBook({
      database,
      clock,
      directory,
      gate,
      factors,
      admins: [refOf('dora')],
      clocks,
      notices,
      index,
      follower: {
        published: async (_tx, { id: postmortemId }) => {
          documented.push(postmortemId);
        },
      },
    });
    const system = new InMemoryTickets();
    const point = new TicketPoint();
    point.addSystem(system);
    let presses = 0;
    const tickets = new Tickets({
      database,
      clock,
      newId: () => `press ${(presses += 1)}`,
      work,
      logger: mockServices.logger.mock(),
      point,
      book,
      appBaseUrl: 'https://portal',
    });
    const views = new FollowUpViews({
      database,
      clock,
      gate,
      factors,
      hasTickets: true,
    });
    notices.registerWork();
    tickets.registerWork();
    const postmortem = (
      rest: Partial<PostmortemRecord> = {},
    ): Promise<PostmortemRecord> => {
      const now = clock.now();
      return database.transaction(tx =>
        insertPostmortem(tx, {
          incidentId: null,
          title: 'Checkout was down',
          state: 'published',
          required: true,
          severity: 'SEV1',
          entity: { ref: 'component:default/checkout', name: 'checkout' },
          owner: payments,
          systemRef: 'system:default/shop',
          writer: { ref: refOf('ben'), name: 'Ben Okafor' },
          occurredAt: now,
          endedAt: now,
          openedAt: now,
          dueAt: null,
          publishedAt: now,
          amendedAt: null,
          waived: null,
          worthReading: null,
          template: null,
          figures: [],
          dismissed: [],
          restricted: false,
          summary: '',
          importHash: null,
          version: 1,
          updatedAt: now,
          noticeAt: null,
          notices: 0,
          ...rest,
        }),
      );
    };
    return {
      texts,
      indexed,
      documented,
      database,
      clock,
      work,
      told,
      book,
      system,
      tickets,
      views,
      postmortem,
      board: new FollowUpBoard({ database, clock, gate, views }),
      report: new LearningReport({ database, clock, gate }),
      /** Loses every job, and runs twice what the sweeps find. */
      async sweep() {
        work.jobs.splice(0);
        await work.sweepAll();
        work.jobs.push(...work.jobs);
        await work.runDue(clock.now());
        return told.splice(0);
      },
      history: async (postmortemId: number): Promise<string[]> =>
        database
          .knex('postmortem_events')
          .where({ postmortem_id: postmortemId })
          .orderBy('seq')
          .pluck('text'),
    };
  }

  it('goes from open to done to verified, and back, each once and in the history', async () => {
    const { book, clock, history, postmortem, views, database, told } =
      await setUp();
    const { id: postmortemId } = await postmortem({
      state: 'draft',
      publishedAt: null,
    });
    const made = await book.make(
      postmortemId,
      { title: 'Alert on the pool', priority: 'high' },
      byAna,
    );
    // Ten working days from a Monday.
    expect(made).toMatchObject({
      dueOn: '2026-03-16',
      team: payments,
      owner: null,
      state: 'open',
      version: 1,
    });
    const proof = {
      kind: 'drill',
      url: null,
      note: 'Pulled the plug',
    } as const;
    await expect(book.verify(made.id, proof, byAna)).rejects.toThrow(
      'FU-1 is still open',
    );
    await expect(
      book.edit(made.id, 1, { ownerRef: refOf('nobody') }, byAna),
    ).rejects.toThrow('body.ownerRef names user:default/nobody');
    await book.edit(made.id, 1, { ownerRef: refOf('ben') }, byAna);
    await expect(
      book.edit(made.id, 1, { title: 'Else' }, byAna),
    ).rejects.toThrow('FU-1 was changed since you opened it (version 2');
    expect(told).toEqual([
      'user:default/ben follow-up 1 Ana Ruiz gave you FU-1: Alert on the pool',
    ]);
    const moved = await book.edit(made.id, 2, { ownerRef: search.ref }, byAna);
    expect(moved).toMatchObject({ owner: null, team: search });

    await book.finish(made.id, byAna);
    await book.finish(made.id, byAna);
    await book.verify(made.id, proof, byAna);
    const [shown] = await views.of(database.knex, postmortemId, ana);
    expect(shown).toMatchObject({
      name: 'FU-1',
      state: 'verified',
      doneBy: byAna,
      verifiedAt: clock.now().toISOString(),
      proof,
      may: ['edit', 'reopen', 'remove', 'ticket'],
    });
    const reopened = await book.reopen(made.id, 'It came again', byAna);
    expect(reopened).toMatchObject({
      state: 'open',
      doneAt: null,
      proof: null,
    });
    await book.remove(made.id, byAna);
    const name = 'FU-1 (Alert on the pool)';
    expect(await history(postmortemId)).toEqual([
      `Ana Ruiz added ${name}`,
      `Ana Ruiz changed ${name}`,
      `Ana Ruiz changed ${name}`,
      `Ana Ruiz finished ${name}`,
      `Ana Ruiz verified ${name} by a drill`,
      `Ana Ruiz reopened ${name}: It came again`,
      `Ana Ruiz removed ${name}`,
    ]);
    const published = await postmortem();
    const kept = await book.make(published.id, { title: 'Kept' }, byAna);
    await expect(book.remove(kept.id, byAna)).rejects.toThrow(
      'which has been published',
    );
    const waived = await postmortem({ state: 'waived' });
    await expect(
      book.make(waived.id, { title: 'None' }, byAna),
    ).rejects.toThrow('is waived');
  });

  it('reminds the team until somebody has it, then its owner, then both, each time once', async () => {
    const { book, clock, postmortem, sweep } = await setUp();
    const { id: postmortemId } = await postmortem();
    const fields = { title: 'Split the pool', dueOn: '2026-03-13' } as const;
    const { id: followUpId } = await book.make(postmortemId, fields, byAna);
    expect(await sweep()).toEqual([]);
    clock.set('2026-03-05T09:01:00.000Z');
    expect(await sweep()).toEqual([
      'group:default/payments follow-up 1 Nobody has FU-1: Split the pool',
    ]);
    expect(await sweep()).toEqual([]);
    await book.edit(followUpId, 1, { ownerRef: refOf('ana') }, byAna);
    clock.set('2026-03-13T09:01:00.000Z');
    expect(await sweep()).toEqual([
      'user:default/ana follow-up 1 Due on 2026-03-13, now: FU-1: Split the pool',
    ]);
    clock.set('2026-03-15T09:01:00.000Z');
    expect(await sweep()).toEqual([]);
    clock.set('2026-03-16T09:01:00.000Z');
    expect(await sweep()).toEqual([
      'user:default/ana follow-up 1 Overdue since 2026-03-13: FU-1: Split the pool',
      'group:default/payments follow-up 1 Overdue since 2026-03-13: FU-1: Split the pool',
    ]);
    await book.finish(followUpId, byAna);
    clock.set('2026-03-23T09:01:00.000Z');
    expect(await sweep()).toEqual([
      'user:default/ana follow-up 1 Does it help? FU-1: Split the pool',
    ]);
    clock.set('2026-05-01T09:01:00.000Z');
    expect(await sweep()).toEqual([]);
  });

  it('does not tell a team of what it may not read', async () => {
    const { book, clock, postmortem, sweep } = await setUp();
    const restricted = await postmortem({ restricted: true });
    const draft = await postmortem({ state: 'draft', publishedAt: null });
    await book.make(restricted.id, { title: 'Secret' }, byAna);
    await book.make(
      draft.id,
      { title: 'Unready', ownerRef: search.ref },
      byAna,
    );
    clock.set('2026-03-05T09:01:00.000Z');
    expect((await sweep()).sort()).toEqual([
      'user:default/ben follow-up 1 Nobody has FU-1: Secret',
      'user:default/ben follow-up 2 Nobody has FU-2: Unready',
    ]);
  });

  it('does not tell whoever is given one the title of what they may not read', async () => {
    const { book, postmortem, texts } = await setUp();
    const draft = await postmortem({ state: 'draft', publishedAt: null });
    const published = await postmortem();
    for (const { id: postmortemId } of [draft, published]) {
      await book.make(
        postmortemId,
        { title: 'A larger pool', ownerRef: refOf('carla') },
        byAna,
      );
    }
    expect(texts).toEqual([
      expect.stringContaining(
        'It follows from PM-1, which is not open to you: ask Ben Okafor.',
      ),
      expect.stringContaining('It follows from PM-2: Checkout was down'),
    ]);
  });

  it('gives none of a restricted postmortem to whoever may not read it', async () => {
    const { book, database, postmortem } = await setUp();
    const { id: postmortemId } = await postmortem({ restricted: true });
    const give = (ref: string) =>
      book.make(postmortemId, { title: 'Pool', ownerRef: ref }, byAna);
    const refused =
      'who may not read PM-1: it is restricted; name them, or a group of theirs, among those who may read it first';
    for (const ref of [refOf('carla'), search.ref]) {
      await expect(give(ref)).rejects.toThrow(
        `body.ownerRef is ${ref}, ${refused}`,
      );
    }
    const { id: followUpId } = await give(refOf('ben'));
    await give(refOf('dora'));
    const edit = (version: number, fields: object) =>
      book.edit(followUpId, version, fields, byAna);
    await expect(edit(1, { ownerRef: refOf('carla') })).rejects.toThrow(
      refused,
    );
    await database.knex('postmortem_people').insert({
      postmortem_id: postmortemId,
      part: 'reader',
      ref: search.ref,
      name: search.name,
      position: 0,
    });
    const { version } = await edit(1, { ownerRef: refOf('carla') });
    await database.knex('postmortem_people').delete();
    // Whoever has it already keeps it.
    expect(
      await edit(version, { ownerRef: refOf('carla'), title: 'Larger pool' }),
    ).toMatchObject({ title: 'Larger pool', owner: { ref: refOf('carla') } });
  });

  it('tells the index and the documents of what is added', async () => {
    const { book, database, documented, indexed, postmortem } = await setUp();
    const imported = await postmortem();
    await database.transaction(tx =>
      book.add(
        tx,
        imported,
        [
          { title: 'One', done: false },
          { title: 'Two', done: true },
        ],
        byAna,
      ),
    );
    // Who imports tells once, at the end.
    expect([indexed, documented]).toEqual([[], []]);
    const draft = await postmortem({ state: 'draft', publishedAt: null });
    await book.make(imported.id, { title: 'Three' }, byAna);
    await book.make(draft.id, { title: 'Four' }, byAna);
    expect([indexed, documented]).toEqual([
      [imported.id, draft.id],
      [imported.id],
    ]);
  });

  it('shows of an entity what the caller may read of it', async () => {
    const { book, database, postmortem, views } = await setUp();
    const shown = await postmortem();
    const hidden = await postmortem({ severity: 'SEV2' });
    await book.make(shown.id, { title: 'Shown' }, byAna);
    await book.make(hidden.id, { title: 'Hidden' }, byAna);
    const { items, count } = await views.openOf(
      database.knex,
      'component:default/checkout',
      ana,
      database.knex('postmortems').where({ severity: 'SEV1' }),
    );
    expect([items.map(({ title }) => title), count]).toEqual([['Shown'], 1]);
  });

  it('shows a board: nearest due first, narrowed, in pages, without what the caller may not read', async () => {
    const { board, book, clock, postmortem } = await setUp();
    const open = await postmortem();
    const draft = await postmortem({ state: 'draft', publishedAt: null });
    const restricted = await postmortem({ restricted: true });
    const add = (
      { id: postmortemId }: PostmortemRecord,
      title: string,
      dueOn: string,
      rest: object = {},
    ) => book.make(postmortemId, { title, dueOn, ...rest }, byAna);
    await add(open, 'Third', '2026-03-20');
    await add(open, 'First 50% _faster_', '2026-03-03', { priority: 'high' });
    await add(draft, 'Second', '2026-03-10', { ownerRef: refOf('ben') });
    await add(restricted, 'Never', '2026-03-01');
    clock.set('2026-03-05T09:00:00.000Z');
    const titles = async (caller: Caller, given: object = {}) =>
      (await board.list(query(given), caller, undefined)).items.map(
        ({ title }) => title,
      );
    expect(await titles(ana)).toEqual([
      'First 50% _faster_',
      'Second',
      'Third',
    ]);
    expect(await titles(carla)).toEqual(['First 50% _faster_', 'Third']);
    expect(await titles({ kind: 'service', subject: 'x' })).toHaveLength(2);
    expect(await titles(ana, { overdue: 'true' })).toEqual([
      'First 50% _faster_',
    ]);
    expect(await titles(ana, { overdue: 'false' })).toEqual([
      'Second',
      'Third',
    ]);
    expect(await titles(ana, { unassigned: 'true' })).toHaveLength(2);
    expect(await titles(ana, { ownerRef: refOf('ben') })).toEqual(['Second']);
    expect(await titles(ana, { teamRef: search.ref })).toEqual([]);
    expect(await titles(ana, { state: 'done,verified' })).toEqual([]);
    expect(await titles(ana, { q: '50% FIRST' })).toHaveLength(1);
    await book.edit(1, 1, { description: 'Ärger mit ÖL' }, byAna);
    expect(await titles(ana, { q: 'ärger Öl' })).toHaveLength(1);
    expect(await titles(ana, { q: 'f%t' })).toEqual([]);

    const first = await board.list(query({ limit: 2 }), ana, undefined);
    const rest = await board.list(
      query({ limit: 2, cursor: first.nextCursor }),
      ana,
      undefined,
    );
    expect(rest.items.map(({ title }) => title)).toEqual(['Third']);
    expect(rest.nextCursor).toBeNull();
    await expect(
      board.list(query({ cursor: 'x' }), ana, undefined),
    ).rejects.toThrow('query.cursor must be the nextCursor of a page');
    const none = await board.list(query(), ana, {
      column: 'owner_ref',
      values: [search.ref],
    });
    expect(none.items).toEqual([]);
    const [mine, notMine] = await Promise.all(
      [ana, carla].map(caller => board.list(query(), caller, undefined)),
    );
    expect(mine.items[0].may).toEqual(['edit', 'finish', 'ticket']);
    expect(notMine.items[0].may).toEqual([]);
  });

  it('makes one ticket of a follow-up, and is done when the ticket is', async () => {
    const {
      book,
      clock,
      database,
      history,
      postmortem,
      sweep,
      system,
      tickets,
    } = await setUp();
    const { id: postmortemId } = await postmortem();
    const { id: followUpId } = await book.make(
      postmortemId,
      { title: 'Split the pool' },
      byAna,
    );
    await expect(tickets.make(followUpId, 'jira', byAna)).rejects.toThrow(
      "body.system is 'jira', which is not connected here; there is memory",
    );
    await tickets.make(followUpId, 'memory', byAna);
    await tickets.make(followUpId, 'memory', byAna);
    const [{ request }] = system.made;
    expect(system.made).toHaveLength(1);
    expect(request).toMatchObject({
      name: 'FU-1',
      url: `https://portal/incidents/postmortems/PM-${postmortemId}`,
      teamRef: payments.ref,
      dueOn: '2026-04-13',
    });
    system.close('MEM-1');
    await sweep();
    clock.advanceMinutes(11);
    await sweep();
    const { state, doneBy } = await book.finish(followUpId, byAna);
    expect([state, doneBy?.kind, doneBy?.name]).toEqual([
      'done',
      'integration',
      'Memory (memory)',
    ]);
    expect(await history(postmortemId)).toContain(
      'Memory (memory) closed MEM-1 and so finished FU-1 (Split the pool)',
    );
    // Whoever opens it again means it, though its ticket is closed.
    await book.reopen(followUpId, 'It came again', byAna);
    clock.advanceMinutes(11);
    await sweep();
    expect(
      await database.knex('follow_ups').where({ id: followUpId }),
    ).toMatchObject([{ state: 'open', ticket_look_at: null }]);
  });

  it('calls a ticket system once for two presses, and again when who called has died', async () => {
    const { book, clock, history, postmortem, system, tickets } = await setUp();
    const { id: postmortemId } = await postmortem();
    const made = await book.make(postmortemId, { title: 'Pool' }, byAna);
    const answers: (() => void)[] = [];
    system.create = () => {
      const key = `MEM-${answers.length + 1}`;
      return new Promise(resolve => {
        answers.push(() => resolve({ key, url: `https://t.test/${key}` }));
      });
    };
    const called = (times: number) =>
      until(async () => (answers.length === times ? true : undefined));
    const press = () => tickets.make(made.id, 'memory', byAna);

    const first = press();
    await called(1);
    await expect(press()).rejects.toThrow(
      'Somebody is making a ticket of FU-1 just now; look again in a moment',
    );
    clock.advanceSeconds(31);
    const second = press();
    await called(2);
    answers[1]();
    const { ticket } = await second;
    expect(ticket).toMatchObject({ key: 'MEM-2' });
    // It had not died after all: its ticket is not lost unseen.
    answers[0]();
    expect((await first).ticket).toEqual(ticket);
    expect(await history(postmortemId)).toContain(
      `${byAna.name} made MEM-1 of FU-1 (Pool), which has MEM-2 already: https://t.test/MEM-1 may be closed`,
    );
    expect((await press()).ticket).toEqual(ticket);
    expect(answers).toHaveLength(2);
  });

  it('lets no system that is down keep others from their turn', async () => {
    const { book, clock, database, postmortem, system, tickets, work } =
      await setUp();
    const { id: postmortemId } = await postmortem();
    const made = await book.make(postmortemId, { title: 'Pool' }, byAna);
    await tickets.make(made.id, 'memory', byAna);
    system.isDone = () => Promise.reject(new Error('It is down'));
    clock.advanceMinutes(11);
    await work.sweepAll();
    await work.runDue(clock.now()).catch(() => {});
    const [{ ticket_look_at: next }] = await database.knex('follow_ups');
    expect(new Date(next) > clock.now()).toBe(true);
  });

  it('says what a system said when it makes no ticket', async () => {
    const { book, postmortem, system, tickets } = await setUp();
    const { id: postmortemId } = await postmortem();
    const { id: followUpId } = await book.make(
      postmortemId,
      { title: 'Split the pool' },
      byAna,
    );
    system.create = async () => {
      throw new Error('the project is archived');
    };
    await expect(tickets.make(followUpId, 'memory', byAna)).rejects.toThrow(
      'Memory (memory) made no ticket of FU-1: the project is archived',
    );
    system.create = async () => ({ key: 'X', url: 'ftp://tickets/X' });
    await expect(tickets.make(followUpId, 'memory', byAna)).rejects.toThrow(
      'no http address',
    );
  });

  it('is against one factor of its postmortem, or against all', async () => {
    const { book, database, postmortem, views } = await setUp();
    const { id: postmortemId } = await postmortem();
    await database
      .knex('factors')
      .insert({ id: 'pool', name: 'Shared pool', key: 'shared pool' });
    const made = await book.make(postmortemId, { title: 'Split it' }, byAna);
    const shown = async () => {
      const [{ factor, version }] = await views.of(
        database.knex,
        postmortemId,
        ana,
      );
      return { factor, version };
    };
    expect(await shown()).toMatchObject({ factor: null });
    const against = (factorId: string | null) =>
      book.edit(made.id, made.version, { factorId }, byAna);
    await expect(against('pool')).rejects.toThrow(
      `body.factorId is pool, which is no factor of PM-${postmortemId}; name it in its tree of whys first`,
    );
    await database.knex('postmortem_factors').insert({
      id: 'why',
      postmortem_id: postmortemId,
      parent_id: null,
      position: 0,
      text: 'One pool for two',
      factor_id: 'pool',
    });
    await against('pool');
    const { factor, version } = await shown();
    expect(factor).toEqual({ id: 'pool', name: 'Shared pool' });
    // What its tree no longer names is no longer shown, and stops nobody.
    await database.knex('postmortem_factors').delete();
    expect(await shown()).toMatchObject({ factor: null });
    await book.edit(
      made.id,
      version,
      { title: 'Split the pool', factorId: 'pool' },
      byAna,
    );
  });

  it('figures how learning goes on, and what came again after it was verified', async () => {
    const { book, clock, database, postmortem, report } = await setUp();
    const first = await postmortem();
    const other = await postmortem({ owner: search, required: false });
    await database.knex('factors').insert([
      { id: 'pool', name: 'Shared pool', key: 'shared pool' },
      { id: 'cert', name: 'Certificates', key: 'certificates' },
    ]);
    const caused = (postmortemId: number, factor: string) =>
      database.knex('postmortem_factors').insert({
        id: `${postmortemId}-${factor}`,
        postmortem_id: postmortemId,
        parent_id: null,
        position: 0,
        text: factor,
        factor_id: factor,
      });
    await caused(first.id, 'pool');
    await caused(first.id, 'cert');
    const { id: followUpId } = await book.make(
      first.id,
      { title: 'Split the pool' },
      byAna,
    );
    clock.set('2026-03-04T09:00:00.000Z');
    await book.finish(followUpId, byAna);
    const proof = { kind: 'monitor', url: null, note: 'Quiet' } as const;
    await book.verify(followUpId, proof, byAna);
    // Newer, and proven earlier.
    const { id: early } = await book.make(
      first.id,
      { title: 'Alert on the pool', factorId: 'pool' },
      byAna,
    );
    await book.finish(early, byAna);
    await book.verify(early, proof, byAna);
    await database
      .knex('follow_ups')
      .where({ id: early })
      .update({ verified_at: new Date('2026-03-03T09:00:00.000Z') });
    // Newest, and against something else.
    const { id: elsewhere } = await book.make(
      first.id,
      { title: 'Renew them sooner', factorId: 'cert' },
      byAna,
    );
    await book.finish(elsewhere, byAna);
    await book.verify(elsewhere, proof, byAna);
    // Before the proof, and in a draft: neither says that the proof did not hold.
    await caused(other.id, 'pool');
    clock.set('2026-03-10T09:00:00.000Z');
    const draft = await postmortem({
      state: 'draft',
      publishedAt: null,
      dueAt: new Date('2026-03-09T09:00:00.000Z'),
    });
    await caused(draft.id, 'pool');
    const again = await postmortem({
      publishedAt: new Date('2026-03-14T21:00:00.000Z'),
    });
    await caused(again.id, 'pool');
    const hidden = await postmortem({ restricted: true });
    await caused(hidden.id, 'pool');
    await book.make(again.id, { title: 'Late', dueOn: '2026-03-01' }, byAna);

    const all = await report.figures({ months: 12 }, carla, undefined);
    expect(all).toEqual({
      from: '2025-03-10T09:00:00.000Z',
      required: 3,
      published: 2,
      waived: 0,
      overdue: 1,
      daysToPublish: 2.3,
      followUps: {
        open: 1,
        overdue: 1,
        done: 0,
        verified: 3,
        daysToDone: 0,
      },
      recurred: [
        {
          factor: { id: 'pool', name: 'Shared pool' },
          verified: { id: followUpId, name: `FU-${followUpId}` },
          again: { id: again.id, name: `PM-${again.id}` },
        },
      ],
    });
    // What the newest was against is named otherwise by now, so that it is against all.
    await database
      .knex('postmortem_factors')
      .where({ postmortem_id: first.id, factor_id: 'cert' })
      .update({ factor_id: null });
    const renamed = await report.figures({ months: 12 }, carla, undefined);
    expect(renamed.recurred).toMatchObject([{ verified: { id: elsewhere } }]);
    const asAdmin = await report.figures(
      { months: 12 },
      person('dora'),
      undefined,
    );
    expect(asAdmin.required).toBe(4);
    expect(asAdmin.recurred).toHaveLength(2);
    const ofSearch = await report.figures(
      { months: 1, ownerRef: search.ref },
      ana,
      undefined,
    );
    expect(ofSearch).toMatchObject({ required: 0, recurred: [] });
    const nothing = await report.figures({ months: 12 }, ana, 'none');
    expect(nothing).toMatchObject({ required: 0, followUps: { open: 0 } });
  });
});
