import {
  contract,
  PlannedStep,
  Supposition,
} from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, emptyDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { library } from './library';

jest.setTimeout(60_000);

const api = contract.plays;
const source = `
name: Trial
ownerRef: group:default/payments
on: [{ event: incident.triggered }]
when: incident.severity == "SEV1"
inputs: [{ name: whom, type: person, default: user:default/ben }]
steps:
  - id: tell
    action: people.tell
    with:
      people: ['{{ inputs.whom }}']
      subject: '{{ incident.name }} after {{ incident.minutesOpen }} minutes'
  - id: rest
    wait: { minutes: 10, onlyIf: incident.status == "triggered" }
  - id: ask
    approve: { by: ['{{ entity.owner }}'], question: Page everybody? }
  - id: each
    forEach:
      in: owner.members
      as: member
      steps:
        - id: page
          action: page.people
          with: { people: ['{{ member.ref }}'] }
  - id: never
    when: incident.minutesOpen > 100
    action: incident.escalate
`;

const refusal = (message: string) => ({
  body: { error: { message: expect.stringContaining(message) } },
});

const outline = (steps: readonly PlannedStep[]) =>
  steps.map(
    ({ path, afterMinutes, outcome, certainty }) =>
      `${path} ${afterMinutes} ${outcome} ${certainty}`,
  );

describe.each(eachDatabase())('trials of plays, %s', id => {
  let muster: StartedIncidents;
  let incidentId: string;

  beforeAll(async () => {
    muster = await startIncidents({ knex: await emptyDatabase(id) });
    const incident = await muster.as('ana').call(contract.incidents.create, {
      body: {
        entityRef: 'component:default/checkout',
        title: 'Payments fail',
        severity: 'SEV1',
      },
    });
    incidentId = incident.name;
  });
  afterAll(() => muster.stop());

  it('tell whoever writes a play what there is', async () => {
    const ana = muster.as('ana');
    const { items: actions } = await ana.call(api.actions, {});
    expect(actions.map(action => action.id)).toContain('page.people@1');
    const { schema, context } = await ana.call(api.schema, {});
    expect(JSON.stringify(schema)).toContain('#/$defs/input-page.people@1');
    expect(context).toContainEqual({
      name: 'incident.minutesOpen',
      type: 'int',
      description: 'Whole minutes since it was opened.',
    });
    const { items } = await ana.call(api.library, {});
    expect(items).toEqual(library);
    for (const play of items) {
      const { faults } = await ana.call(api.check, {
        body: { source: play.source },
      });
      expect([play.id, faults]).toEqual([play.id, []]);
    }
  });

  it('foresee who is told what and when, and do nothing', async () => {
    const ana = muster.as('ana');
    muster.clock.advanceMinutes(3);
    const body = { source, incidentId };
    const plan = await ana.call(api.dryRun, { body });
    expect(plan.starts).toMatchObject({ would: true });
    expect(outline(plan.steps)).toEqual([
      'tell 0 runs sure',
      'rest 0 runs sure',
      'ask 10 runs assumed',
      'each 10 runs assumed',
      'each[0].page 10 runs assumed',
      'each[1].page 10 runs assumed',
      'never 10 passed-over assumed',
    ]);
    expect(plan.steps[0].lines).toEqual([
      'Tells Ben Okafor, waking nobody: “INC-1 after 3 minutes”',
    ]);
    expect(plan.steps[2].lines).toEqual([
      'Asks Payments: Page everybody?',
      'Assumed here: it is approved at once',
    ]);
    const { items } = await ana.call(contract.incidents.timeline, {
      params: { id: incidentId },
      query: {},
    });
    expect(items.map(({ kind }) => kind)).not.toContain('play-step');
  });

  it('hash a plan: it stays the same while time passes, and no longer when something else does', async () => {
    const ana = muster.as('ana');
    const dora = muster.as('dora');
    const play = await dora.call(api.create, { body: { source } });
    await dora.call(api.setState, {
      params: { id: play.id },
      body: { version: play.version, state: 'enabled' },
    });
    const { planHash } = await ana.call(api.dryRun, {
      body: { source, incidentId },
    });
    muster.clock.advanceMinutes(2);
    const start = (hash: string | null, inputs = {}) =>
      ana.call(api.start, {
        params: { id: play.id },
        body: { incidentId, planHash: hash ?? '', inputs },
      });
    await expect(start(`${planHash}0`)).rejects.toMatchObject(
      refusal('dry run again'),
    );
    await expect(
      start(planHash, { whom: 'user:default/ana' }),
    ).rejects.toMatchObject(refusal('dry run again'));
    const run = await start(planHash);
    expect(run.play.version).toBe(1);
    muster.clock.advanceMinutes(61);
    await expect(start(planHash)).rejects.toMatchObject(
      refusal('dry run again'),
    );
  });

  it('go otherwise where that is supposed', async () => {
    const plan = async (suppose: Record<string, Supposition>) => {
      const { steps, planHash } = await muster.as('ana').call(api.dryRun, {
        body: { source, incidentId, suppose },
      });
      expect(planHash).toBeNull();
      return outline(steps);
    };
    expect(await plan({ tell: 'fails' })).toEqual(['tell 0 fails assumed']);
    expect(await plan({ ask: 'refused' })).toEqual([
      'tell 0 runs sure',
      'rest 0 runs sure',
      'ask 10 fails assumed',
    ]);
    const late = await muster.as('ana').call(api.dryRun, {
      body: { source, incidentId, suppose: { ask: 'unanswered' } },
    });
    expect(late.steps.at(-1)?.lines).toEqual([
      'Nobody answered within 60 minutes',
    ]);
    await expect(
      plan({ tell: 'refused', nothing: 'fails' }),
    ).rejects.toMatchObject(
      refusal(
        'body.suppose.tell is “refused”, which can be supposed of approve only; body.suppose.nothing names no step of this play',
      ),
    );
  });

  it('may be made of a sample', async () => {
    const plan = await muster
      .as('ana')
      .call(api.dryRun, { body: { source, severity: 'SEV2' } });
    expect(plan.incident).toMatchObject({
      name: null,
      severity: 'SEV2',
      entity: { ref: 'component:default/checkout' },
    });
    expect(plan.starts).toEqual({
      would: false,
      because:
        'As things are, it does not hold that incident.severity == "SEV1"',
    });
    expect(plan.steps.find(step => step.id === 'page')).toMatchObject({
      certainty: 'assumed',
      lines: [
        'Pages Ana Ruiz for the incident: paged by name',
        'Ana Ruiz: Portal at once, Email (demo mailbox) at once',
      ],
    });
  });

  it('bad input: faults are answered in place of a plan; inputs are refused by name', async () => {
    const ana = muster.as('ana');
    const faulty = source.replace('incident.severity', 'incident.severty');
    expect(
      await ana.call(api.dryRun, { body: { source: faulty } }),
    ).toMatchObject({
      faults: [{ line: 5, column: 16, path: 'when' }],
      planHash: null,
      steps: [],
    });
    await expect(
      ana.call(api.dryRun, { body: { source, inputs: { whom: 'x y' } } }),
    ).rejects.toMatchObject(
      refusal('body.inputs.whom must be the ref of a person'),
    );
  });

  it('tell in which incidents of the past it would have run', async () => {
    const ana = muster.as('ana');
    const ben = muster.as('ben');
    const start = muster.clock.now();
    const open = (title: string, severity: 'SEV1' | 'SEV3') =>
      ana.call(contract.incidents.create, {
        body: { entityRef: 'component:default/checkout', title, severity },
      });
    const quick = await open('Answered at once', 'SEV3');
    const slow = await open('Answered late', 'SEV3');
    await ana.call(contract.incidents.acknowledge, {
      params: { id: quick.name },
    });
    muster.clock.advanceMinutes(20);
    await ben.call(contract.incidents.acknowledge, {
      params: { id: slow.name },
    });
    muster.clock.advanceMinutes(5);
    await ana.call(contract.incidents.edit, {
      params: { id: slow.name },
      body: { version: slow.version, severity: 'SEV1', title: 'All is down' },
    });
    await ana.call(contract.incidents.resolve, { params: { id: slow.name } });
    const backtest = async (text: string, by = ana) => {
      const found = await by.call(api.backtest, {
        body: {
          source: `name: Past\nownerRef: group:default/payments\n${text}`,
          from: start.toISOString(),
          to: muster.clock.now().toISOString(),
        },
      });
      expect(found.faults).toEqual([]);
      return {
        ...found,
        hits: found.hits.map(
          ({ incident, at, because, steps }) =>
            `${incident.name} ${(Date.parse(at) - start.getTime()) / 60_000} ${because}; ${steps}`,
        ),
      };
    };
    const note = `{ id: note, action: incident.note, with: { text: x } }`;

    expect(
      await backtest(
        `on: [{ event: page.unanswered, afterMinutes: 15 }]\nsteps: [${note}]`,
      ),
    ).toMatchObject({
      looked: 2,
      more: false,
      hits: [`${slow.name} 15 nobody has acknowledged for 15 minutes; 1`],
    });
    // The severity and the title were others when it began, and it has ended before the wait does.
    expect(
      await backtest(
        `on: [{ event: incident.changed }]
when: incident.severity == "SEV1" && incident.acknowledgedBy.name == "Ben Okafor"
steps: [${note}, { id: rest, wait: { minutes: 60 } }, { id: late, action: incident.escalate }]`,
      ),
    ).toMatchObject({
      hits: [`${slow.name} 25 Ana Ruiz changed severity from SEV3 to SEV1; 1`],
    });
    expect(
      await backtest(
        `on: [{ event: incident.triggered }]\nwhen: incident.title == "All is down"\nsteps: [${note}]`,
      ),
    ).toMatchObject({ hits: [] });
    // Of another team, which no admin has approved.
    expect(
      await backtest(
        `on: [{ event: incident.triggered }, { event: webhook }]\nsteps: [${note}]`.replace(
          'on:',
          'appliesTo: { owners: [group:default/search] }\non:',
        ),
      ),
    ).toMatchObject({
      hits: [],
      leftOut: ['webhook'],
      caveats: [expect.any(String)],
    });
  });
});
