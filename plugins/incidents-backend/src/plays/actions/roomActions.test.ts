import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { createActionsFixture, people } from './actionsFixture';

jest.setTimeout(30_000);

const who = 'Play SEV1 response v3 (approved by Ana Ruiz)';

/** What each action says that it would do, what comes of it, and of doing it again. */
const cases: [
  id: string,
  input: object,
  lines: string[],
  first: object,
  again: object,
][] = [
  [
    'incident.note@1',
    { text: 'Look at the queue' },
    ['Notes on INC-1: “Look at the queue”'],
    { outcome: 'done', message: 'Noted on INC-1' },
    { outcome: 'done' },
  ],
  [
    'incident.key-moment@1',
    { text: 'Traffic moved' },
    ['Marks a key moment on INC-1: “Traffic moved”'],
    { outcome: 'done', message: 'Marked on INC-1' },
    { outcome: 'done' },
  ],
  [
    'incident.set-severity@1',
    { severity: 'SEV1', onlyRaise: true },
    ['Sets the severity of INC-1 to SEV1, unless it is worse'],
    { outcome: 'done', message: 'INC-1: severity is “SEV1”' },
    { outcome: 'unchanged', message: 'INC-1 is SEV1 already' },
  ],
  [
    'incident.set-severity@1',
    { severity: 'SEV4', onlyRaise: true },
    ['Sets the severity of INC-1 to SEV4, unless it is worse'],
    { outcome: 'unchanged' },
    { outcome: 'unchanged' },
  ],
  [
    'incident.set-phase@1',
    { phase: 'identified' },
    ['Sets the phase of INC-1 to identified'],
    { outcome: 'done' },
    { outcome: 'unchanged', message: 'INC-1 says so already' },
  ],
  [
    'incident.set-field@1',
    { customerImpact: 'yes' },
    ['Sets of INC-1: customerImpact to “yes”'],
    { outcome: 'done', message: 'INC-1: customer impact is “yes”' },
    { outcome: 'unchanged' },
  ],
  [
    'incident.add-responder@1',
    { people: ['group:default/search'] },
    ['Adds Carla Out to INC-1 as responders'],
    { outcome: 'done', people: [people.carla] },
    { outcome: 'unchanged', message: 'Carla Out already takes part in INC-1' },
  ],
  [
    'page.people@1',
    { people: ['User:carla', { ref: 'group:default/search' }] },
    ['Pages Carla Out for INC-1: paged by name'],
    { outcome: 'done', people: [people.carla] },
    { outcome: 'done' },
  ],
  [
    'page.on-call@1',
    { schedule: 's1', urgency: 'high' },
    ['Pages Carla Out for INC-1: on call by Search, days, with high urgency'],
    { outcome: 'done', people: [people.carla] },
    { outcome: 'done' },
  ],
  [
    'page.on-call@1',
    {},
    ['Pages Ana Ruiz for INC-1: on call by Payments primary'],
    { outcome: 'done', people: [people.ana] },
    { outcome: 'done' },
  ],
  [
    'page.owner@1',
    { who: 'lead' },
    ['Pages Ana Ruiz, Ben Okafor for INC-1: Payments, which owns checkout'],
    { outcome: 'done' },
    { outcome: 'done' },
  ],
  [
    'page.dependants@1',
    { depth: 2 },
    [
      'Pages Carla Out for INC-1: on call for what depends on checkout (search)',
    ],
    { outcome: 'done', people: [people.carla] },
    { outcome: 'done' },
  ],
  [
    'page.dependants@1',
    { entity: 'component:default/orphan' },
    ['Nothing depends on orphan, so nobody is paged'],
    { outcome: 'unchanged', people: [] },
    { outcome: 'unchanged' },
  ],
  [
    'people.tell@1',
    { people: ['user:default/dora'], subject: 'SEV1 on checkout' },
    ['Tells Dora Admin, waking nobody: “SEV1 on checkout”'],
    { outcome: 'done', people: [people.dora] },
    { outcome: 'done' },
  ],
  [
    'directory.look-up@1',
    {},
    ['Looks up checkout: owned by Payments, 1 depend on it'],
    {
      owner: { ref: 'group:default/payments', name: 'Payments' },
      tier: 1,
      dependants: [{ ref: 'component:default/search', name: 'search' }],
    },
    {},
  ],
  [
    'on-call.look-up@1',
    { schedule: 's1' },
    ['Looks up who is on call by Search, days: Carla Out'],
    { people: [people.carla], until: '2026-03-02T09:00:00.000Z' },
    {},
  ],
  [
    'postmortem.open@1',
    {},
    ['Begins the postmortem of INC-1'],
    {
      outcome: 'unchanged',
      message: 'INC-1 is not resolved; its postmortem begins when it is over',
      name: null,
    },
    { outcome: 'unchanged' },
  ],
  [
    'incident.assign@1',
    { people: ['user:default/carla'] },
    ['Assigns INC-1 to Carla Out and pages them'],
    { outcome: 'done', people: [people.carla] },
    { outcome: 'unchanged', message: 'Carla Out already has INC-1' },
  ],
  [
    'incident.escalate@1',
    {},
    ['Escalates INC-1 to the next step of its policy'],
    { outcome: 'done' },
    { outcome: 'unchanged' },
  ],
  [
    'incident.resolve@1',
    { note: 'Rolled back' },
    ['Resolves INC-1, with the note “Rolled back”'],
    { outcome: 'done', message: 'INC-1 is resolved' },
    { outcome: 'unchanged' },
  ],
];

/** What they come to when the incident is over. */
const onResolved: [id: string, input: object, output: object][] = [
  ['incident.note@1', { text: 'Afterwards' }, { outcome: 'done' }],
  ['incident.key-moment@1', { text: 'It was over' }, { outcome: 'done' }],
  ['incident.set-severity@1', { severity: 'SEV2' }, { outcome: 'done' }],
  ['incident.set-field@1', { title: 'It was DNS' }, { outcome: 'done' }],
  ['incident.set-phase@1', { phase: 'monitoring' }, { outcome: 'unchanged' }],
  [
    'incident.add-responder@1',
    { people: ['user:default/dora'] },
    { outcome: 'unchanged' },
  ],
  [
    'incident.assign@1',
    { people: ['user:default/dora'] },
    { outcome: 'unchanged' },
  ],
  ['incident.escalate@1', {}, { outcome: 'unchanged' }],
  [
    'postmortem.open@1',
    {},
    {
      outcome: 'done',
      message: 'PM-12 is the postmortem of INC-1',
      name: 'PM-12',
    },
  ],
  [
    'page.people@1',
    { people: ['user:default/dora'] },
    { outcome: 'unchanged', message: 'INC-1 is already resolved' },
  ],
  [
    'people.tell@1',
    { people: ['user:default/dora'], subject: 'It is over' },
    { outcome: 'done' },
  ],
];

describe.each(eachDatabase())('what plays may do on %s', databaseId => {
  it('says what it would do, does it, and again; the timeline names play, version, approver and run', async () => {
    const database = await openDatabase(databaseId);
    const fixture = await createActionsFixture(database);
    const { perform, plan, story, paged, notes, incidents } = fixture;
    const before = await story();
    for (const [id, input] of cases) await plan(id, input);
    // A plan changes nothing.
    expect(await story()).toEqual(before);
    expect([...paged, ...notes]).toEqual([]);

    for (const [id, input, lines, first, again] of cases) {
      const done = await perform(id, input);
      expect([id, done.lines]).toEqual([id, lines]);
      expect([id, done.output]).toEqual([id, expect.objectContaining(first)]);
      const repeated = await perform(id, input);
      expect([id, repeated.output]).toEqual([
        id,
        expect.objectContaining(again),
      ]);
    }
    for (const [id, input, output] of onResolved) {
      expect([id, (await perform(id, input)).output]).toEqual([
        id,
        expect.objectContaining(output),
      ]);
    }

    const written = (await story()).filter(
      ({ actor }) => actor.kind === 'play',
    );
    expect(written.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(
      expect.arrayContaining([
        'note: Look at the queue',
        `key-moment: ${who} marked a key moment: Traffic moved`,
        `severity-changed: ${who} changed severity from SEV3 to SEV1`,
        `phase-changed: ${who} changed the phase from “investigating” to “identified”`,
        `responder-added: ${who} added Carla Out as a responder`,
        `play-step: ${who} told Dora Admin: SEV1 on checkout`,
        `reassigned: ${who} reassigned the incident to Carla Out`,
        `escalated: ${who} escalated now`,
        `resolved: ${who} resolved the incident`,
      ]),
    );
    for (const { actor, data } of written) {
      expect(actor).toEqual({
        kind: 'play',
        ref: 'play-1',
        name: 'SEV1 response',
      });
      expect(data).toMatchObject({
        runId: 'run-1',
        path: 'first',
        play: 'play-1',
        version: 3,
      });
    }
    expect(paged).toContainEqual(
      expect.objectContaining({
        people: [people.carla],
        why: `paged by ${who}`,
        multiAck: true,
      }),
    );
    // A play at work is no sign that people are.
    const lastActivity = await database.transaction(tx =>
      incidents.lastActivityAt(tx, fixture.incidentId),
    );
    expect(lastActivity).toBeUndefined();
    expect(notes[0]).toEqual({
      recipientRef: people.dora.ref,
      about: 'play run-1/first/0',
      subject: 'SEV1 on checkout',
      text: 'SEV1 on checkout',
      url: 'https://portal.example.test/incidents/INC-1',
    });
  });

  it('opens an incident with its pages, outside of one; without one it says what is missing', async () => {
    const { perform, plan, paged, incidents } = await createActionsFixture(
      await openDatabase(databaseId),
    );
    const outside = { incidentId: null, entityRef: null };
    const open = {
      entity: 'component:default/checkout',
      title: 'Probe fails',
      severity: 'SEV2',
    };
    const { lines, output } = await perform('incident.open@1', open, outside);
    expect(lines).toEqual([
      'Opens SEV2 on checkout: “Probe fails”',
      'Responsible: Ana Ruiz, by Payments primary',
    ]);
    expect(output).toMatchObject({ name: 'INC-2', assigned: [people.ana] });
    expect(paged).toMatchObject([{ incidentId: 2, people: [people.ana] }]);
    expect((await incidents.get(2)).openedBy).toMatchObject({
      kind: 'play',
      ref: 'play-1',
    });
    await expect(
      plan('incident.note@1', { text: 'x' }, outside),
    ).rejects.toThrow(
      'This can be done to an incident only, and the run is about none',
    );
    // Who would be reached when and how is told to whoever asks.
    const paging = await plan('page.people@1', {
      people: ['user:default/carla', 'user:default/dora'],
      urgency: 'high',
    });
    expect(await paging.detail?.()).toEqual([
      'Carla Out: SMS at once, SMS after 5 min, SMS at 2026-03-02 13:00 UTC',
      'Dora Admin: nothing would be sent, since no rule',
    ]);
    // A trial for an incident that is made up tells all the same.
    const made = { ...outside, isSample: true };
    const page = { people: ['group:default/search'] };
    expect((await plan('page.people@1', page, made)).lines).toEqual([
      'Pages Carla Out for the incident: paged by name',
    ]);
    await expect(plan('page.on-call@1', {}, outside)).rejects.toThrow(
      'with.entity is missing, and the run is about no entity',
    );
  });

  it('asks for leave: the person’s who started it, else what was approved, for the own team', async () => {
    const { plan, incidents, incidentId } = await createActionsFixture(
      await openDatabase(databaseId),
    );
    const raise = { severity: 'SEV1' };
    const by = (person: { ref: string; name: string }) => ({
      authority: { kind: 'person' as const, person },
    });
    const attempt = (more: object) =>
      plan('incident.set-severity@1', raise, more);

    await plan('incident.set-severity@1', raise, by(people.ana));
    await plan('incident.set-severity@1', raise, by(people.dora));
    await expect(attempt(by(people.carla))).rejects.toThrow(
      'Carla Out, who started the run, is neither in the team that owns INC-1 nor a responder of it',
    );
    // Whoever is signed in may note, and look up; a responder may do what the team may.
    await plan('incident.note@1', { text: 'x' }, by(people.carla));
    await plan('directory.look-up@1', {}, by(people.carla));
    await incidents.commands.join(incidentId, {
      kind: 'person',
      ...people.carla,
    });
    await plan('incident.set-severity@1', raise, by(people.carla));

    // Outside of incidents it is the team of the entity, or of the play.
    const tell = { people: ['user:default/ana'], subject: 'x', text: 'y' };
    for (const entityRef of ['component:default/checkout', null]) {
      const outside = { incidentId: null, entityRef };
      await plan('people.tell@1', tell, { ...outside, ...by(people.ana) });
      await expect(
        plan('people.tell@1', tell, { ...outside, ...by(people.carla) }),
      ).rejects.toThrow(
        'Carla Out, who started the run, is not in the team that owns what this is done to',
      );
    }

    await expect(attempt({ actions: ['incident.note@1'] })).rejects.toThrow(
      'SEV1 response v3 is not approved to use incident.set-severity@1',
    );
    await expect(attempt({ ownerRef: 'group:default/search' })).rejects.toThrow(
      'SEV1 response may act by itself on what Search owns only, and this is owned by Payments',
    );
    await plan('incident.set-severity@1', raise, {
      ownerRef: 'group:default/search',
      authority: { kind: 'play', approvedBy: people.dora, everywhere: true },
    });
    await expect(
      plan('incident.open@1', {
        entity: 'component:default/search',
        title: 'x',
      }),
    ).rejects.toThrow('this is owned by Search');
  });
});

let fixture: ReturnType<typeof createActionsFixture> | undefined;

it.each([
  ['page.people@1', { people: [] }, 'with.people must name somebody'],
  [
    'page.people@1',
    { people: ['carla'] },
    'with.people.0 must be an entity ref',
  ],
  [
    'page.people@1',
    { people: ['user:default/nobody'] },
    'with.people[0] names user:default/nobody, which is not in the catalog',
  ],
  ['page.on-call@1', { schedule: 's9' }, 'with.schedule is s9'],
  ['page.owner@1', { entity: 'component:default/orphan' }, 'has no owner'],
  ['incident.note@1', { text: ' ' }, 'with.text must not be empty'],
  ['incident.note@1', { text: 'x', colour: 'red' }, 'colour'],
  ['incident.set-severity@1', { severity: 'SEV9' }, 'with.severity'],
  ['incident.set-phase@1', { phase: 'resolved' }, 'with.phase'],
  ['incident.set-field@1', {}, 'must have a title or customerImpact'],
])('bad input: %s with %j is refused', async (id, input, message) => {
  fixture ??= createActionsFixture(await openDatabase('SQLITE_3'));
  await expect((await fixture).plan(id, input)).rejects.toThrow(message);
});

it.each([
  ['incident.open@1', 'incidents.incident.create'],
  ['postmortem.open@1', 'incidents.postmortem.write'],
  ['incident.note@1', 'incidents.incident.respond'],
  ['incident.resolve@1', 'incidents.incident.manage'],
  ['directory.look-up@1', undefined],
])('%s asks the policy as its endpoint does: %s', async (id, name) => {
  fixture ??= createActionsFixture(await openDatabase('SQLITE_3'));
  const action = await (await fixture).actions.find(id);
  if (action?.kind !== 'inside') throw new Error(`${id} is not inside`);
  expect(action.permission?.name).toBe(name);
});
