import {
  contract,
  Play,
  PlayRun,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { createHmac } from 'node:crypto';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { demoShop } from '../../testing/demoShop';
import { StartedIncidents, startIncidents } from '../../testing/startIncidents';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const checkout = 'component:default/checkout';
const api = contract.plays;

/** The shop, in which checkout depends on search. */
const entities = demoShop.map(entity => {
  const depends = (name: string, type: string, targetRef: string) =>
    entity.metadata.name === name && entity.kind === 'Component'
      ? [{ type, targetRef }]
      : [];
  return {
    ...entity,
    relations: [
      ...(entity.relations ?? []),
      ...depends('checkout', 'dependsOn', 'component:default/search'),
      ...depends('search', 'dependencyOf', checkout),
    ],
  };
});

describe.each(eachDatabase())('what starts plays on %s', database => {
  let muster: StartedIncidents;
  let knex: Knex;
  let count = 0;

  beforeAll(async () => {
    ({ knex } = await openDatabase(database));
    muster = await startIncidents({ knex, entities });
  });
  afterAll(() => muster.stop());

  /** An enabled play that does nothing but end. @param lines - what it says besides */
  const play = async (
    lines: string,
    person = 'ana',
    step = 'stop: { because: enough }',
  ): Promise<Play> => {
    // What was open before was so before the play was enabled.
    muster.clock.advanceSeconds(1);
    const source = `name: Play ${++count}
ownerRef: group:default/payments
${lines}
steps:
  - id: one
    ${step}
`;
    const made = await muster.as(person).call(api.create, { body: { source } });
    return muster.as(person).call(api.setState, {
      params: { id: made.id },
      body: { version: 1, state: 'enabled' },
    });
  };
  const runsOf = async ({ id: playId }: Play): Promise<PlayRun[]> =>
    (await muster.as('ana').call(api.runs, { query: { playId } })).items;
  /** Its runs, when there are so many. */
  const runs = (of: Play, many: number) =>
    until(async () => {
      const found = await runsOf(of);
      return found.length >= many ? found : undefined;
    });
  const open = (title: string, entityRef = checkout, person = 'ana') =>
    muster.as(person).call(contract.incidents.create, {
      body: { entityRef, title, severity: 'SEV2' },
    });
  const note = (id: number, text: string) =>
    muster.as('ana').call(contract.incidents.note, {
      params: { id: String(id) },
      body: { text },
    });
  /** Everything that has happened so far has been looked at: a play that meets every note has met this one. */
  const settled = async (marker: Play, id: number) => {
    const before = (await runsOf(marker)).length;
    await note(id, `Marker ${before}`);
    await runs(marker, before + 1);
  };
  const onEveryNote =
    'on: [{ event: note.added }]\nonceFor: "{{ trigger.text }}"';

  it('starts where it is to, once, and says why; a condition that breaks stops no other', async () => {
    const marker = await play(onEveryNote);
    const own = await play('on: [{ event: incident.triggered }]');
    const severe = await play(
      'on: [{ event: incident.changed }]\nwhen: incident.severity == "SEV1"',
    );
    const broken = await play(
      'on: [{ event: incident.changed }]\nwhen: 10 / incident.responders.size() > 2',
    );
    const everywhere = await play(
      'on: [{ event: incident.triggered }]',
      'dora',
    );

    const incident = await open('Payments fail');
    const [run] = await runs(own, 1);
    expect(run).toMatchObject({
      because: `${incident.name}: SEV2 triggered by Ana Ruiz: Payments fail`,
      incident: { id: incident.id },
      entity: { ref: checkout },
      startedBy: { name: 'Muster' },
    });
    await open('Search fails', 'component:default/search', 'carla');
    await runs(everywhere, 2);
    await settled(marker, incident.id);
    expect(await runsOf(own)).toHaveLength(1);
    expect(await runsOf(severe)).toHaveLength(0);

    await muster.as('ana').call(contract.incidents.edit, {
      params: { id: String(incident.id) },
      body: { version: 1, severity: 'SEV1' },
    });
    await runs(severe, 1);
    await settled(marker, incident.id);
    expect(await runsOf(severe)).toHaveLength(1);

    const refused = await runsOf(broken);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({
      state: 'failed',
      text: expect.stringContaining('when could not be evaluated'),
    });
    const notes = await knex('notes')
      .where({ about: `run ${refused[0].id}` })
      .distinct('person_ref', 'subject');
    expect(notes.map(one => one.person_ref).sort()).toEqual([
      'user:default/ana',
      'user:default/ben',
    ]);
  });

  it('waits until nobody has acknowledged, or done anything, for so long', async () => {
    const unanswered = await play(
      'on: [{ event: page.unanswered, afterMinutes: 10 }]',
    );
    const quiet = await play(
      'on: [{ event: incident.quiet, afterMinutes: 30 }]',
    );
    const [taken, left] = [await open('Taken'), await open('Left')];
    const ahead = async (id: number) =>
      (
        await muster
          .as('ana')
          .call(api.ofIncident, { params: { id: String(id) } })
      ).ahead;
    const waiting = await until(async () => {
      const found = await ahead(left.id);
      return found.length === 2 ? found : undefined;
    });
    expect(waiting.map(({ text }) => text)).toEqual([
      'when nobody has acknowledged for 10 minutes',
      'when nobody has done anything about an incident for 30 minutes',
    ]);
    await muster.as('ana').call(contract.incidents.acknowledge, {
      params: { id: String(taken.id) },
    });
    muster.clock.advanceMinutes(11);
    const [run] = await runs(unanswered, 1);
    expect(run.incident?.id).toBe(left.id);
    await note(left.id, 'Looking');
    muster.clock.advanceMinutes(20);
    // Of both, only the one that was taken eleven minutes before has been quiet for thirty.
    await muster.as('ana').call(contract.incidents.resolve, {
      params: { id: String(left.id) },
    });
    const [still] = await runs(quiet, 1);
    expect(still.incident?.id).toBe(taken.id);
    expect(await runsOf(unanswered)).toHaveLength(1);
    await until(async () =>
      (await ahead(left.id)).length === 0 ? true : undefined,
    );
  });

  it('looks at what is open already if it is to', async () => {
    const incident = await open('Open before');
    const lines = 'on: [{ event: incident.triggered }]';
    const later = await play(`${lines}\nstartsFor: open`);
    const other = await play(lines);
    await until(async () =>
      (await runsOf(later)).some(run => run.incident?.id === incident.id)
        ? true
        : undefined,
    );
    expect(await runsOf(other)).toHaveLength(0);
  });

  it('goes on waiting when it is paused and enabled again', async () => {
    const waiting = await play(
      'on: [{ event: page.unanswered, afterMinutes: 10 }]',
    );
    const { id } = await open('Waits');
    const at = async () =>
      (
        await muster
          .as('ana')
          .call(api.ofIncident, { params: { id: String(id) } })
      ).ahead.find(one => one.play.id === waiting.id)?.at ?? undefined;
    const before = await until(at);
    for (const state of ['paused', 'enabled'] as const) {
      await muster.as('ana').call(api.setState, {
        params: { id: waiting.id },
        body: { version: 1, state },
      });
    }
    expect(await until(at)).toBe(before);
  });

  it('starts by the clock, once for all ticks that were missed', async () => {
    const nightly = await play(
      'on: [{ event: schedule, cron: "30 2 * * *", timezone: Europe/Zurich }]',
    );
    const nextTick = async () =>
      (await muster.as('ana').call(api.get, { params: { id: nightly.id } }))
        .nextTickAt;
    const first = await nextTick();
    muster.clock.advanceMinutes(3 * 24 * 60);
    const [run] = await runs(nightly, 1);
    expect(run.because).toContain(first?.slice(0, 10));
    const next = await until(async () => {
      const tick = await nextTick();
      return tick === first ? undefined : tick;
    });
    expect(new Date(String(next)) > muster.clock.now()).toBe(true);
    expect(await runsOf(nightly)).toHaveLength(1);
  });

  it('starts at a change, of the entity or of what it depends on', async () => {
    const own = await play('on: [{ event: change }]');
    const below = await play('on: [{ event: change, on: dependencies }]');
    const change = async (
      person: string,
      entityRef: string,
      summary: string,
      details: object = {},
    ) => {
      const { key } = await muster
        .as(person)
        .call(contract.alerts.createIntegration, {
          body: { name: 'Deploys', entityRef },
        });
      const { enqueueChange } = contract.alerts;
      await muster.http
        .post(`/api/incidents${enqueueChange.path}`)
        .send({
          routing_key: key,
          payload: { summary, custom_details: details },
        })
        .expect(202);
    };
    await change('ana', checkout, 'Deployed checkout');
    await change('carla', 'component:default/search', 'Deployed search');
    expect(await runs(own, 1)).toMatchObject([
      { because: 'checkout was changed: Deployed checkout' },
    ]);
    expect(await runs(below, 1)).toMatchObject([
      {
        because: 'search was changed: Deployed search',
        entity: { ref: checkout },
      },
    ]);

    // Whoever deploys for a run says so, and does not start its play again.
    const [{ id }] = await runsOf(own);
    const other = await play('on: [{ event: change }]');
    await change('ana', checkout, 'Rolled back', { muster_run: id });
    await runs(other, 1);
    await change('ana', checkout, 'Deployed again');
    expect((await runs(own, 2)).map(({ because }) => because).sort()).toEqual([
      'checkout was changed: Deployed again',
      'checkout was changed: Deployed checkout',
    ]);
  });

  it('starts by a signed call, once however often it comes', async () => {
    const hooked = await play(
      'on: [{ event: webhook }]\nwhen: trigger.body.build > 6\ninputs: [{ name: stage, type: text }]',
    );
    const { url, secret } = await muster
      .as('ana')
      .call(api.makeWebhook, { params: { id: hooked.id } });
    const stored = await knex('plays').where({ id: hooked.id }).first();
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(url).not.toContain(stored.webhook_token_hash);
    const { pathname } = new URL(url);
    const call = (
      body: string,
      headers: Record<string, string> = {},
      key = secret,
    ) => {
      const timestamp = String(Math.floor(+muster.clock.now() / 1000));
      const digest = createHmac('sha256', key)
        .update(`${timestamp}.${body}`)
        .digest('hex');
      return muster.http
        .post(pathname)
        .set({
          'content-type': 'application/json',
          'x-muster-timestamp': timestamp,
          'x-muster-signature': `v1=${digest}`,
          ...headers,
        })
        .send(body);
    };
    const body = JSON.stringify({ build: 7, inputs: { stage: 'test' } });
    const first = await call(body).expect(202);
    expect(first.body).toMatchObject({ outcome: 'started' });
    expect((await call(body)).body).toEqual({
      outcome: 'started-before',
      runId: first.body.runId,
    });
    // What is not signed does not make another call of it.
    const replayed = { 'idempotency-key': 'another-key-for-it' };
    expect((await call(body, replayed)).body).toEqual({
      outcome: 'started-before',
      runId: first.body.runId,
    });
    const keyed = { 'idempotency-key': 'build-number-8' };
    const eight = await call('{"build":8}', keyed).expect(202);
    muster.clock.advanceMinutes(1);
    expect((await call('{"build":8}', keyed)).body).toEqual({
      outcome: 'started-before',
      runId: eight.body.runId,
    });
    expect((await call('{"build":8}', replayed)).body.runId).toBe(
      eight.body.runId,
    );
    const back = { 'x-muster-run': first.body.runId };
    expect((await call('{"build":11}', back)).body).toEqual({
      outcome: 'passed-over',
      because: expect.stringContaining('circles'),
    });
    expect((await call('{"build":1}')).body).toMatchObject({
      outcome: 'passed-over',
    });
    expect(
      await muster
        .as('ana')
        .call(api.run, { params: { id: first.body.runId } }),
    ).toMatchObject({ inputs: { stage: 'test' } });

    await call('{"build":9}', {}, 'another secret').expect(401);
    await call('{"build":9}', { 'x-muster-timestamp': '1' }).expect(401);
    await call('no JSON').expect(400);
    await call('{"build":9}', { 'idempotency-key': 'short' }).expect(400);
    await call(`"${'x'.repeat(300_000)}"`).expect(413);
    await muster.http.post('/api/incidents/public/plays/nobody').expect(404);
    const flood = await Promise.all(
      Array.from({ length: 60 }, () => call('{"build":9}', {}, 'wrong')),
    );
    expect(flood.map(({ status }) => status)).toContain(429);
    muster.clock.advanceMinutes(1);
    await muster.as('ana').call(api.setState, {
      params: { id: hooked.id },
      body: { version: 1, state: 'paused' },
    });
    await call('{"build":10}').expect(409);
    // A new address ends the one before.
    await muster.as('ana').call(api.makeWebhook, { params: { id: hooked.id } });
    await call('{"build":9}').expect(404);
    expect(await runsOf(hooked)).toHaveLength(2);
  });

  it('starts nothing that it led to itself', async () => {
    const echo = await play(
      onEveryNote,
      'ana',
      'action: incident.note\n    with: { text: "Echo of {{ trigger.text }}" }',
    );
    const marker = await play(onEveryNote);
    const incident = await open('Echoes');
    await note(incident.id, 'Hello');
    await runs(echo, 1);
    // The marker meets the note of the echo; the echo does not.
    await runs(marker, 2);
    await settled(marker, incident.id);
    expect((await runsOf(echo)).map(({ because }) => because).sort()).toEqual([
      `${incident.name}: Hello`,
      `${incident.name}: Marker 2`,
    ]);
  });

  it('starts nothing while all automation is paused, and says so on the incident', async () => {
    const own = await play('on: [{ event: incident.triggered }]');
    const hourly = await play(
      'on: [{ event: schedule, cron: "0 * * * *", timezone: UTC }]',
    );
    const unanswered = await play(
      'on: [{ event: page.unanswered, afterMinutes: 10 }]',
    );
    const { id } = await open('Before the pause');
    await runs(own, 1);
    const turn = (paused: boolean, reason = '') =>
      muster
        .as('dora')
        .call(api.switchAutomation, { body: { paused, reason } });
    expect(await turn(true, 'It paged everybody')).toMatchObject({
      paused: true,
      by: { name: 'Dora Admin' },
      may: ['switch'],
    });
    const told = await open('Within the pause');
    // Its timer runs nevertheless.
    await until(async () =>
      (
        await knex('play_timers').where({
          play_id: unanswered.id,
          incident_id: told.id,
        })
      ).length > 0
        ? true
        : undefined,
    );
    muster.clock.advanceMinutes(61);
    expect(
      await muster
        .as('ana')
        .call(api.ofIncident, { params: { id: String(told.id) } }),
    ).toMatchObject({
      paused: 'Dora Admin has paused all automation: It paged everybody',
    });
    expect(muster.signals).toHaveBeenCalledWith(
      expect.objectContaining({
        message: { changedBy: api.switchAutomation.id },
      }),
    );
    await until(async () =>
      (
        await knex('incident_followers').where({
          subscriber: 'plays',
          incident_id: told.id,
        })
      ).length > 0
        ? true
        : undefined,
    );
    await turn(false);
    // The clock has waited; what happened meanwhile has not.
    await runs(hourly, 1);
    await until(async () =>
      (await runsOf(unanswered)).some(run => run.incident?.id === told.id)
        ? true
        : undefined,
    );
    expect(await runsOf(own)).toHaveLength(1);
    expect((await runsOf(own))[0].incident?.id).toBe(id);
  });
});
