import { setTimeout as sleep } from 'node:timers/promises';
import { contract } from '@muster/backstage-plugin-incidents-common';
import knexFactory, { Knex } from 'knex';
import { z } from 'zod';
import { Replica } from '../fleet';
import { until } from '../until';

const { incidents, paging, alerts } = contract;
const checkout = 'component:default/checkout';
const ana = 'user:default/ana.ruiz';
/** What happens at once may take this long on a busy machine, in seconds. */
const soon = 15;
/** Between two events of a monitor that is busy. */
const pauseMs = 50;

/** Two replicas of different versions on one database, and what is done through both. */
export class Pair {
  readonly #knex: Knex;
  readonly #replicas: readonly Replica[];
  #key = '';
  #count = 0;
  /** Dedup keys of the events that were answered with 202. */
  readonly #accepted = new Set<string>();

  constructor(databaseUrl: string, ...replicas: readonly Replica[]) {
    this.#replicas = replicas;
    this.#knex = knexFactory({
      client: 'pg',
      connection: databaseUrl,
      searchPath: ['incidents'],
    });
  }

  /** Makes an integration through the first replica. */
  async connect(): Promise<void> {
    this.#key = await this.#replicas[0].api.createIntegration(
      'Upgrade',
      checkout,
    );
  }

  async close(): Promise<void> {
    await this.#knex.destroy();
  }

  /** Names of the migrations that the database has run. */
  async migrations(): Promise<readonly string[]> {
    return this.#knex('knex_migrations').orderBy('name').pluck('name');
  }

  /** Sends an event and expects 202. */
  async send(
    to: Replica,
    dedupKey: string,
    action: 'trigger' | 'resolve' = 'trigger',
  ): Promise<void> {
    const { status } = await to.api.send(this.#key, {
      event_action: action,
      dedup_key: dedupKey,
      payload: { summary: dedupKey, source: 'check', severity: 'critical' },
    });
    if (status !== 202) throw new Error(`'${dedupKey}' is answered ${status}`);
    this.#accepted.add(dedupKey);
  }

  /** Sends events without a pause while something else goes on. @returns how many were taken */
  async sendWhile(
    to: Replica,
    work: () => Promise<void>,
  ): Promise<{ told: number }> {
    let isDone = false;
    const working = work().finally(() => {
      isDone = true;
    });
    let told = 0;
    const sending = (async () => {
      while (!isDone) {
        await this.send(to, this.#name('meanwhile'));
        told += 1;
        await sleep(pauseMs);
      }
    })();
    await Promise.all([working, sending]);
    return { told };
  }

  /** From the event to the end, through both in turn. */
  async spine(one: Replica, other: Replica): Promise<string> {
    const dedupKey = this.#name('spine');
    await this.send(one, dedupKey);
    const id = await this.#incidentOf(dedupKey);
    await this.#paged(other, id, 1);
    const params = { id };
    const there = await other.api.as(ana);
    const here = await one.api.as(ana);
    const taken = await there.call(incidents.acknowledge, { params });
    expectThat('it is acknowledged', taken.outcome === 'done');
    const seen = await here.call(incidents.get, { params });
    expectThat('the first one knows', seen.status === 'acknowledged');
    const ended = await here.call(incidents.resolve, { params, body: {} });
    expectThat('it is resolved', ended.outcome === 'done');
    const after = await there.call(incidents.get, { params });
    expectThat('the other one knows', after.status === 'resolved');
    const [ofOne, ofOther] = [
      (await here.call(incidents.timeline, { params })).items,
      (await there.call(incidents.timeline, { params })).items,
    ];
    // The story goes on meanwhile: a postmortem may be opened between the two readings.
    expectThat(
      'both tell the same story',
      JSON.stringify(ofOne) === JSON.stringify(ofOther.slice(0, ofOne.length)),
    );
    return `${seen.name}, ${ofOne.length} entries told alike by both`;
  }

  /** Repeats of one alert, sent to both in turn. */
  async together(one: Replica, other: Replica): Promise<string> {
    const dedupKey = this.#name('together');
    const times = 10;
    for (let n = 0; n < times; n++) {
      await this.send(n % 2 ? other : one, dedupKey);
    }
    const id = await this.#incidentOf(dedupKey);
    const there = await other.api.as(ana);
    const { items } = await there.call(alerts.ofIncident, { params: { id } });
    expectThat('there is one alert', items.length === 1);
    expectThat('all are counted', items[0].count === times);
    await this.send(other, dedupKey, 'resolve');
    const here = await one.api.as(ana);
    const [alert] = (await here.call(alerts.ofIncident, { params: { id } }))
      .items;
    expectThat('the alert is resolved', alert.status === 'resolved');
    return `${times} events, one incident, one alert`;
  }

  /** The first one goes away before its next step is due; the other one takes it. */
  async step(one: Replica, other: Replica): Promise<string> {
    const dedupKey = this.#name('step');
    await this.send(one, dedupKey);
    const id = await this.#incidentOf(dedupKey);
    const before = await this.#paged(one, id, 1);
    await one.stop();
    // The time until the step is not waited for: what is due in minutes is made due now.
    await this.#knex('escalations')
      .where({ incident_id: Number(id) })
      .update({ due_at: this.#knex.fn.now() });
    await this.#knex
      .withSchema('incidents_work')
      .from('job')
      .where({ state: 'created' })
      .andWhere('name', 'like', 'escalation%')
      .update({ start_after: this.#knex.fn.now() });
    const after = await this.#paged(other, id, before + 1);
    return `${after - before} more paged, by the other one`;
  }

  /** Everything that was accepted is there, told without gaps, and no work has failed. */
  async reconcile(on: Replica): Promise<string> {
    const found: unknown = await this.#knex('alerts')
      .distinct('dedup_key', 'incident_id')
      .whereIn('dedup_key', [...this.#accepted]);
    const rows = z
      .array(z.object({ dedup_key: z.string(), incident_id: z.number() }))
      .parse(found);
    const kept = new Set(rows.map(row => row.dedup_key));
    const lost = [...this.#accepted].filter(dedupKey => !kept.has(dedupKey));
    expectThat(`these are not lost: ${lost.join(', ')}`, lost.length === 0);
    const client = await on.api.as(ana);
    for (const id of new Set(rows.map(row => String(row.incident_id)))) {
      const { items } = await client.call(incidents.timeline, {
        params: { id },
      });
      expectThat(
        `the timeline of ${id} has no gap`,
        items.every(({ seq }, index) => seq === index + 1),
      );
    }
    const failed = await this.#knex('work_dead_letters').select('kind');
    expectThat('no work has failed for good', failed.length === 0);
    return `${this.#accepted.size} accepted = ${kept.size} kept`;
  }

  #name(what: string): string {
    this.#count += 1;
    return `${what} ${this.#count}`;
  }

  async #incidentOf(dedupKey: string): Promise<string> {
    const ids: number[] = await this.#knex('alerts')
      .where({ dedup_key: dedupKey })
      .pluck('incident_id');
    expectThat(`'${dedupKey}' is one incident`, ids.length === 1);
    return String(ids[0]);
  }

  /** How many people were paged, as soon as there are enough and all of it has gone out. */
  #paged(asked: Replica, id: string, people: number): Promise<number> {
    return until(
      `${people} people paged for incident ${id}`,
      async () => {
        const client = await asked.api.as(ana);
        const { items } = await client.call(paging.ledger, { params: { id } });
        const isOut = items.every(({ deliveries }) =>
          deliveries.every(({ state }) =>
            ['sent', 'delivered'].includes(state),
          ),
        );
        return isOut && items.length >= people ? items.length : undefined;
      },
      soon,
    );
  }
}

function expectThat(what: string, holds: boolean): void {
  if (!holds) throw new Error(`it must hold that ${what}`);
}
