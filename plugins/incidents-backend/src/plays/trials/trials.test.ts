import {
  contract,
  PlannedStep,
} from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, emptyDatabase } from '../../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { library } from './library';

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
    await expect(start(`${planHash}0`)).rejects.toThrow(/dry run again/);
    await expect(start(planHash, { whom: 'user:default/ana' })).rejects.toThrow(
      /dry run again/,
    );
    const run = await start(planHash);
    expect(run.play.version).toBe(1);
    muster.clock.advanceMinutes(61);
    await expect(start(planHash)).rejects.toThrow(/dry run again/);
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
      certainty: 'unknown',
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
    ).rejects.toThrow(/body.inputs.whom must be the ref of a person/);
  });
});
