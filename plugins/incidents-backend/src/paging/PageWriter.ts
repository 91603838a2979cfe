import { NewEntry, system } from '../incidents/service';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import {
  cancelQueued,
  insertBatch,
  NewDeliveryRow,
  PageRow,
  standingDeliveries,
} from './deliveryStore';
import { planDeliveries } from './model';
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
  readonly incidents: Pick<PagedIncidents, 'appendTimeline'>;
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
    const deliveries = pages.flatMap(page => page.deliveries);
    await insertBatch(
      tx,
      {
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
      pages.map(({ row }) => row),
      deliveries,
    );
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
