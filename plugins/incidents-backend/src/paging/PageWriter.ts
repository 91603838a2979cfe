import { NewEntry, system } from '../incidents/service';
import { Clock } from '../platform/clock';
import { Database, instant, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { turnInStorm } from './bundles';
import { ChannelRegistry } from './ChannelRegistry';
import { cancelQueued } from './cancelStore';
import { standingDeliveries } from './deliveryStore';
import { insertBatch } from './pageStore';
import { NewDeliveryRow, PageRow } from './rows';
import { planDeliveries } from './model';
import { openPaces, paceIdOf } from './paceStore';
import { ContactBook } from './people/ContactBook';
import { credited, toRow } from './planRows';
import { PagedIncidents } from './ports';
import { cancelledSentence, listed, pagedSentence } from './sentences';
import { CancelScope, PageRequest, Paging } from './service';
import { enqueueFollowUp, tellIfUnreached, wakePlanned } from './wakeups';

/** What deciding pages needs. */
export interface PageWriterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly channels: ChannelRegistry;
  readonly book: ContactBook;
  readonly incidents: Pick<PagedIncidents, 'appendTimeline' | 'standingOf'>;
  /** From which page of a minute on pages are bundled, per person and method. Default 5. */
  readonly singlePagesPerMinute?: number;
}

/** Decides pages and takes them back, always with somebody else's transaction. */
export class PageWriter implements Paging {
  readonly #options: PageWriterOptions;

  constructor(options: PageWriterOptions) {
    this.#options = options;
  }

  /**
   * Appending to the timeline locks the incident, so that a page and an acknowledgement of the same
   * incident commit one after the other. `DeliverySender` builds on that.
   */
  async page(tx: Tx, request: PageRequest): Promise<void> {
    const { database, clock, newId, work, book, incidents } = this.#options;
    if (request.people.length === 0) return;
    const { incidentId, urgency, why } = request;
    const copyOf = request.copyOf
      ? listed(request.copyOf.map(({ name }) => name))
      : null;
    const at = clock.now();
    const batchId = newId();
    const contacts = await book.of(tx, request.people);
    const earlier = await standingDeliveries(tx, incidentId, at);
    const pages = request.people.map((person, position) => {
      const id = newId();
      const plan = planDeliveries(contacts[position], urgency, at);
      const row: PageRow = {
        id,
        batch_id: batchId,
        incident_id: incidentId,
        person_ref: person.ref,
        person_name: person.name,
        position,
      };
      const about = { person, urgency, bundle: request.bundle };
      const deliveries = plan.map((planned, index): NewDeliveryRow => ({
        ...credited(toRow(planned, about), earlier),
        id: newId(),
        page_id: id,
        incident_id: incidentId,
        position: index,
      }));
      return { person, plan, row, deliveries };
    });
    const deliveries = await this.#joined(
      tx,
      incidentId,
      pages.flatMap(page => page.deliveries),
      at,
    );
    await insertBatch(tx, {
      batch: {
        id: batchId,
        incident_id: incidentId,
        urgency,
        step: request.step,
        loop: request.loop,
        why,
        copy_of: copyOf,
        multi_ack: request.multiAck ?? false,
        created_at: at,
      },
      pages: pages.map(({ row }) => row),
      deliveries,
    });
    await wakePlanned(work, tx, deliveries, at);
    await incidents.appendTimeline(
      tx,
      incidentId,
      ...pages.map(({ person, plan, row }): NewEntry => ({
        kind: 'paged',
        actor: system,
        text: pagedSentence({ name: person.name, plan, why, copyOf }),
        data: { page: row.id, person, step: request.step },
      })),
    );
    if (deliveries.every(({ state }) => state === 'failed')) {
      await tellIfUnreached({ database, work, tx, batchId, at });
    }
  }

  /**
   * In a storm, what would wait for a summary that is being gathered already is written into it at once: it
   * needs no sender of its own, and whoever writes it waits for no row of the person.
   */
  async #joined(
    tx: Tx,
    incidentId: number,
    rows: readonly NewDeliveryRow[],
    now: Date,
  ): Promise<readonly NewDeliveryRow[]> {
    const { incidents, singlePagesPerMinute } = this.#options;
    const paceOf = (row: NewDeliveryRow) =>
      paceIdOf(row.person_ref ?? '', row.method_id ?? row.channel);
    const goesNow = (row: NewDeliveryRow) =>
      row.state === 'queued' &&
      row.bundle_id === null &&
      instant(row.due_at) <= now;
    const ids = rows.filter(goesNow).map(paceOf);
    if (ids.length === 0) return rows;
    const paces = await openPaces(tx, ids, now);
    if (paces.size === 0) return rows;
    const standing = await incidents.standingOf(tx, incidentId);
    return rows.map(row => {
      const id = paceOf(row);
      const pace = paces.get(id);
      if (!pace || !standing || !goesNow(row)) return row;
      const { severity } = standing;
      const about = { incidentId, severity, dueAt: instant(row.due_at) };
      const decided = turnInStorm(id, pace, about, now, singlePagesPerMinute);
      return decided.turn === 'bundle'
        ? { ...row, bundle_id: decided.id, due_at: decided.dueAt }
        : row;
    });
  }

  async cancel(
    tx: Tx,
    incidentId: number,
    reason: string,
    scope: CancelScope = {},
  ): Promise<number> {
    const { channels, incidents, work } = this.#options;
    // The wake-ups stay: each finds its delivery cancelled and does nothing.
    const count = await cancelQueued(tx, incidentId, reason, scope);
    if (count > 0) {
      await incidents.appendTimeline(tx, incidentId, {
        kind: 'page-cancelled',
        actor: system,
        text: cancelledSentence(count, reason),
        data: { count },
      });
    }
    const canTell = channels.all.some(channel => channel.acknowledged);
    if (scope.acknowledgedBy && canTell) {
      await enqueueFollowUp(work, tx, incidentId);
    }
    return count;
  }

  async reachable(personRefs: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#options.book.reachable(personRefs);
  }
}
