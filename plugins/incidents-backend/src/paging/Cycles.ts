import {
  ContactRule,
  ContactRules,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { system } from '../incidents/service';
import { addMinutes, Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { cancelForMethod, cancelForRules } from './cancelStore';
import { insertDeliveries, lastSettled } from './deliveryStore';
import { RunningPage, runningPages } from './pageStore';
import { NewDeliveryRow } from './rows';
import { PlannedDelivery, planDeliveries } from './model';
import { ContactBook } from './people/ContactBook';
import { RunningCycles } from './people/MyContacts';
import { toRow } from './planRows';
import { PagedIncidents } from './ports';
import { addedSentence } from './sentences';
import { tellIfUnreached, wakePlanned } from './wakeups';

/** A rule is at most a day after its page. */
const longestCycleMinutes = 24 * 60;

/** What is done about pages that are still ahead. */
export interface CyclesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly book: ContactBook;
  readonly incidents: Pick<PagedIncidents, 'appendTimeline' | 'standingOf'>;
}

/** Keeps running cycles in step with people who change how they are reached. Nothing sent is recalled. */
export class Cycles implements RunningCycles {
  readonly #options: CyclesOptions;

  constructor(options: CyclesOptions) {
    this.#options = options;
  }

  async rulesChanged(
    tx: Tx,
    person: NamedRef,
    before: ContactRules,
    now: ContactRules,
  ): Promise<void> {
    const { clock, book, incidents } = this.#options;
    const at = clock.now();
    const since = addMinutes(at, -longestCycleMinutes);
    const [{ ways }] = await book.of(tx, [person]);
    for (const page of await runningPages(tx, person.ref, since)) {
      const { urgency, incidentId, createdAt } = page;
      const standing = await incidents.standingOf(tx, incidentId);
      if (standing?.status !== 'triggered' || standing.held !== null) continue;
      const [old, wanted] = [before[urgency], now[urgency]];
      const added = planDeliveries({ ways, rules: now }, urgency, createdAt)
        .filter(planned => !old.some(rule => isSame(rule, planned)))
        .filter(({ afterMinutes }) => addMinutes(createdAt, afterMinutes) > at);
      if (added.length > 0) await this.#add(tx, page, added, at);
      const dropped = old.filter(
        rule => !wanted.some(one => isSame(one, rule)),
      );
      if (dropped.length > 0) await this.#drop(tx, page, dropped, at);
    }
  }

  async #add(
    tx: Tx,
    page: RunningPage,
    added: readonly PlannedDelivery[],
    at: Date,
  ): Promise<void> {
    const { newId, work, incidents } = this.#options;
    const { person, urgency, incidentId } = page;
    // First, since it locks the incident, and its deliveries come after it.
    await incidents.appendTimeline(tx, incidentId, {
      kind: 'paged',
      actor: system,
      text: addedSentence(person.name, added),
      data: { page: page.id, person },
    });
    const rows = added.map((planned, index): NewDeliveryRow => ({
      ...toRow(planned, { person, urgency }),
      id: newId(),
      page_id: page.id,
      incident_id: incidentId,
      position: page.deliveries + index,
    }));
    await insertDeliveries(tx, rows);
    await wakePlanned(work, tx, rows, at);
  }

  async #drop(
    tx: Tx,
    page: RunningPage,
    dropped: readonly ContactRule[],
    at: Date,
  ): Promise<void> {
    const { database, work } = this.#options;
    const reason = `${page.person.name} has removed this rule`;
    const count = await cancelForRules(tx, page.id, dropped, reason);
    if (count === 0) return;
    await tellIfUnreached({ database, work, tx, batchId: page.batchId, at });
  }

  async methodRemoved(
    tx: Tx,
    person: NamedRef,
    methodId: string,
  ): Promise<void> {
    const { database, clock, work } = this.#options;
    const reason = `${person.name} has removed this method`;
    const touched = await cancelForMethod(tx, person.ref, methodId, reason);
    for (const batchId of touched) {
      await tellIfUnreached({ database, work, tx, batchId, at: clock.now() });
    }
  }

  async troubles(personRef: string): Promise<ReadonlyMap<string, string>> {
    const since = addMinutes(this.#options.clock.now(), -7 * 24 * 60);
    const rows = await lastSettled(
      this.#options.database.knex,
      personRef,
      since,
    );
    const newest = new Map<string, string | null>();
    for (const { method_id: methodId, state, reason } of rows) {
      if (methodId === null || newest.has(methodId)) continue;
      newest.set(methodId, state === 'failed' ? reason : null);
    }
    return new Map(
      [...newest].flatMap(([id, reason]) =>
        reason === null ? [] : [[id, `The last page failed: ${reason}`]],
      ),
    );
  }
}

const isSame = (a: ContactRule, b: ContactRule): boolean =>
  a.methodId === b.methodId && a.afterMinutes === b.afterMinutes;
