import { z } from 'zod';
import { Knex } from 'knex';
import { Monitor } from '../fleet';

const rowSchemas = {
  log: z.object({ payload: z.string(), incident_id: z.number().nullable() }),
  incident: z.object({
    id: z.number(),
    status: z.string(),
    dedup_key: z.string(),
    count: z.number(),
  }),
  batch: z.object({ incident_id: z.number(), step: z.number() }),
  failure: z.object({ incident_id: z.number() }),
  numbered: z.object({
    incident_id: z.number(),
    seq: z.number(),
    kind: z.string(),
    last_seq: z.number(),
  }),
  delivery: z.object({
    id: z.string(),
    incident_id: z.number(),
    page_id: z.string(),
    channel: z.string(),
    state: z.string(),
    reason: z.string().nullable(),
  }),
  attempt: z.object({
    delivery_id: z.string(),
    attempt: z.number(),
    outcome: z.string(),
    detail: z.string(),
  }),
};

type Incident = z.infer<typeof rowSchemas.incident>;
type Delivery = z.infer<typeof rowSchemas.delivery>;

/** How often an incident's page has arrived by a channel, repetitions included. */
type Arrivals = Readonly<Record<'email' | 'sms', (incident: string) => number>>;

/** What must hold of everything that a monitor was told 202 for. */
export class Audit {
  readonly #knex: Knex;
  readonly #arrivals: Arrivals;

  constructor(knex: Knex, arrivals: Arrivals) {
    this.#knex = knex;
    this.#arrivals = arrivals;
  }

  /**
   * Has PostgreSQL note each delivery that enters `sending` although its incident is not triggered.
   * The trigger reads the status in the claim's own transaction, after everything that committed
   * before it.
   */
  async watch(): Promise<void> {
    await this.#knex.raw(`
      create table check_late_claims (incident_id integer, status text);
      create function check_late_claim() returns trigger language plpgsql as $$
        declare found text;
        begin
          select status into found from incidents.incidents where id = new.incident_id;
          if found is distinct from 'triggered' then
            insert into incidents.check_late_claims values (new.incident_id, found);
          end if;
          return new;
        end $$;
      create trigger check_late_claim after update on deliveries
        for each row when (new.state = 'sending') execute function check_late_claim();
    `);
  }

  /** The incidents of these dedup keys, oldest first. */
  async incidentsOf(dedupKeys: readonly string[]): Promise<Incident[]> {
    const rows: unknown = await this.#knex('alerts')
      .join('incidents', 'incidents.id', 'alerts.incident_id')
      .whereIn('alerts.dedup_key', [...dedupKeys])
      .orderBy('incidents.id')
      .select(
        'incidents.id',
        'incidents.status',
        'alerts.dedup_key',
        'alerts.count',
      );
    return z.array(rowSchemas.incident).parse(rows);
  }

  /** Whether each of these incidents has this many pages, and none waits to be sent, a channel apart. */
  async isSettled(
    dedupKeys: readonly string[],
    pages = 1,
    apart?: string,
  ): Promise<boolean> {
    const incidents = await this.incidentsOf(dedupKeys);
    const deliveries = await this.#deliveriesOf(incidents);
    return (
      new Set(incidents.map(({ dedup_key: key }) => key)).size ===
        new Set(dedupKeys).size &&
      incidents.every(
        ({ id }) =>
          new Set(
            deliveries
              .filter(({ incident_id: of }) => of === id)
              .map(({ page_id: page }) => page),
          ).size >= pages,
      ) &&
      deliveries.every(
        ({ state, channel }) =>
          channel === apart || !['queued', 'sending'].includes(state),
      )
    );
  }

  /** How many deliveries of these incidents were taken back. */
  async cancelledOf(dedupKeys: readonly string[]): Promise<number> {
    const deliveries = await this.#deliveriesOf(
      await this.incidentsOf(dedupKeys),
    );
    return deliveries.filter(({ state }) => state === 'cancelled').length;
  }

  /**
   * Looks whether everything that was accepted is explained, and told to people as it must be.
   *
   * @param monitor - whose events
   * @param dedupKeys - only of these
   * @returns the figures, in words
   * @throws Error with everything that is wrong
   */
  async figures(
    monitor: Monitor,
    dedupKeys: readonly string[],
  ): Promise<string> {
    const faults: string[] = [];
    const accepted = monitor.accepted.filter(({ dedupKey }) =>
      dedupKeys.includes(dedupKey),
    );
    const explained = await this.#explained(dedupKeys);
    const lost = accepted.filter(({ nonce }) => !explained.has(nonce));
    if (lost.length) faults.push(`lost: ${JSON.stringify(lost)}`);
    if (monitor.useless.length) {
      faults.push(`useless answers: ${JSON.stringify(monitor.useless)}`);
    }

    const incidents = await this.incidentsOf(dedupKeys);
    for (const key of new Set(dedupKeys)) {
      const open = incidents.filter(({ dedup_key: of }) => of === key);
      if (open.length !== 1) faults.push(`${key} has ${open.length} incidents`);
    }
    faults.push(...(await this.#unpaged(incidents)));
    faults.push(...(await this.#pagedTwice(incidents)));
    faults.push(...(await this.#brokenTimelines(incidents)));
    const late = await this.#lateClaims(incidents);
    if (late) faults.push(`${late} sent after an acknowledgement`);
    if (faults.length) throw new Error(faults.join('\n'));
    const again = await this.#arrivedAgain(incidents);
    return `${accepted.length} accepted = ${accepted.length - lost.length} explained, lost ${lost.length}, sent after acknowledgement ${late}${again ? `, arrived again ${again}` : ''}`;
  }

  /** The nonces that the ingest log accounts for. */
  async #explained(dedupKeys: readonly string[]): Promise<Set<string>> {
    const rows: unknown = await this.#knex('ingest_log')
      .whereIn('dedup_key', [...dedupKeys])
      .whereNotIn('outcome', ['rejected', 'throttled'])
      .whereNotNull('incident_id')
      .select('payload', 'incident_id');
    const nonces = z
      .array(rowSchemas.log)
      .parse(rows)
      .map(({ payload }) => /"nonce":\s*"([^"]+)"/.exec(payload)?.[1]);
    return new Set(nonces.filter(nonce => nonce !== undefined));
  }

  async #deliveriesOf(incidents: readonly Incident[]) {
    const rows: unknown = await this.#knex('deliveries')
      .whereIn(
        'incident_id',
        incidents.map(({ id }) => id),
      )
      .select('id', 'incident_id', 'page_id', 'channel', 'state', 'reason');
    return z.array(rowSchemas.delivery).parse(rows);
  }

  async #attemptsOf(deliveries: readonly Delivery[]) {
    const rows: unknown = await this.#knex('delivery_attempts')
      .whereIn(
        'delivery_id',
        deliveries.map(({ id }) => id),
      )
      .orderBy(['delivery_id', 'attempt'])
      .select('delivery_id', 'attempt', 'outcome', 'detail');
    return z.array(rowSchemas.attempt).parse(rows);
  }

  /**
   * A page must have arrived, or have failed with a reason that the timeline tells. It may arrive again
   * (twice beats never) only where the ledger shows another attempt, which is made when one failed, got
   * no answer, or had a sender that died or was taken for dead after half a minute. Two senders of one
   * attempt would be a fault.
   */
  async #unpaged(incidents: readonly Incident[]): Promise<string[]> {
    const deliveries = await this.#deliveriesOf(incidents);
    const attempts = await this.#attemptsOf(deliveries);
    const told = await this.#failuresTold(incidents);
    return incidents.flatMap(({ id, dedup_key: key }) => {
      const name = `INC-${id} (${key})`;
      const own = deliveries.filter(({ incident_id: of }) => of === id);
      if (!own.some(({ channel }) => channel === 'email')) {
        return [`${name} pages nobody by mail`];
      }
      return Object.entries(this.#arrivals).flatMap(([channel, countOf]) => {
        const through = own.filter(delivery => delivery.channel === channel);
        const failed = through.filter(({ state }) => state === 'failed');
        if (failed.length) {
          const silent =
            failed.some(({ reason }) => !reason) ||
            !told.some(({ incident_id: of }) => of === id);
          return silent ? [`${name} failed by ${channel} without a word`] : [];
        }
        const arrived = countOf(`INC-${id}`);
        const pages = through.filter(({ state }) => state === 'sent').length;
        const tried = attempts.filter(({ delivery_id: of }) =>
          through.some(({ id: delivery }) => delivery === of),
        );
        return arrived < pages || arrived > tried.length
          ? [
              `${name}: ${pages} pages by ${channel} arrived ${arrived} times, with the attempts ${JSON.stringify(tried)}`,
            ]
          : [];
      });
    });
  }

  /** How often pages were repeated, which `#unpaged` found explained. */
  async #arrivedAgain(incidents: readonly Incident[]): Promise<number> {
    const deliveries = await this.#deliveriesOf(incidents);
    const again = Object.entries(this.#arrivals).map(([channel, countOf]) => {
      const sent = deliveries.filter(
        delivery => delivery.channel === channel && delivery.state === 'sent',
      );
      const arrived = incidents.reduce(
        (sum, { id }) => sum + countOf(`INC-${id}`),
        0,
      );
      return arrived - sent.length;
    });
    return again.reduce((sum, n) => sum + n, 0);
  }

  /** A step pages once in each pass. */
  async #pagedTwice(incidents: readonly Incident[]): Promise<string[]> {
    const rows: unknown = await this.#knex('page_batches')
      .whereIn(
        'incident_id',
        incidents.map(({ id }) => id),
      )
      .whereNotNull('step')
      .groupBy('incident_id', 'step', 'loop')
      .havingRaw('count(*) > 1')
      .select('incident_id', 'step', 'loop');
    return z
      .array(rowSchemas.batch)
      .parse(rows)
      .map(({ incident_id: id, step }) => `INC-${id} paged step ${step} twice`);
  }

  /** What should have gone on by now, of all that there is: overdue, and nobody is at it. */
  async stuck(): Promise<string[]> {
    const overdue = this.#knex.raw(`due_at < now() - interval '5 seconds'`);
    // Copies in the portal of what also leaves it wait for time (decision 017).
    const late = this.#knex.raw(
      `due_at < now() - case when channel = 'portal' and exists (
         select 1 from deliveries as other where other.page_id = deliveries.page_id and other.channel <> 'portal'
       ) then interval '30 seconds' else interval '5 seconds' end`,
    );
    const rows: unknown[] = await Promise.all([
      this.#knex('escalations')
        .whereIn('state', ['running', 'snoozed'])
        .where(overdue)
        .pluck('incident_id'),
      this.#knex('deliveries')
        .whereIn('state', ['queued', 'sending'])
        .where(late)
        .pluck('incident_id'),
    ]);
    const [steps, deliveries] = z.array(z.array(z.number())).parse(rows);
    return [
      ...steps.map(id => `the next step of INC-${id}`),
      ...deliveries.map(id => `a delivery of INC-${id}`),
    ];
  }

  /** Failures that the timeline tells of. */
  async #failuresTold(incidents: readonly Incident[]) {
    const rows: unknown = await this.#knex('timeline')
      .whereIn(
        'incident_id',
        incidents.map(({ id }) => id),
      )
      .where({ kind: 'page-failed' })
      .select('incident_id');
    return z.array(rowSchemas.failure).parse(rows);
  }

  /** Numbered without gap, begun once, and ending where the incident stands. */
  async #brokenTimelines(incidents: readonly Incident[]): Promise<string[]> {
    // In one statement: they may still grow.
    const rows: unknown = await this.#knex('timeline')
      .join('incidents', 'incidents.id', 'timeline.incident_id')
      .whereIn(
        'incidents.id',
        incidents.map(({ id }) => id),
      )
      .orderBy(['incident_id', 'seq'])
      .select('incident_id', 'seq', 'kind', 'last_seq');
    const entries = z.array(rowSchemas.numbered).parse(rows);
    return incidents.flatMap(({ id }) => {
      const own = entries.filter(({ incident_id: of }) => of === id);
      const isNumbered =
        own.length === own[0]?.last_seq &&
        own.every(({ seq }, n) => seq === n + 1);
      const begun = own.filter(({ kind }) => kind === 'triggered').length;
      return isNumbered && begun === 1
        ? []
        : [`the timeline of INC-${id} is broken: ${JSON.stringify(own)}`];
    });
  }

  async #lateClaims(incidents: readonly Incident[]): Promise<number> {
    const rows: unknown = await this.#knex('check_late_claims')
      .whereIn(
        'incident_id',
        incidents.map(({ id }) => id),
      )
      .select('incident_id');
    return z.array(z.unknown()).parse(rows).length;
  }
}
