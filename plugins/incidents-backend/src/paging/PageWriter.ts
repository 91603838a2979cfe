import { NewEntry, system } from '../incidents/service';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import {
  cancelQueued,
  DeliveryRow,
  insertBatch,
  PageRow,
} from './deliveryStore';
import { planDeliveries } from './model';
import { PagedIncidents } from './ports';
import { cancelledSentence, listed, pagedSentence } from './sentences';
import { PageRequest, Paging } from './service';
import { enqueueDelivery, tellIfUnreached } from './wakeups';

type PlannedRow = Omit<DeliveryRow, 'sending_since' | 'attempts' | 'sent_at'>;

/** What deciding pages needs. */
export interface PageWriterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly directory: Pick<Directory, 'emailsOf'>;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<PagedIncidents, 'appendTimeline'>;
  /** `incidents.demo`: email counts as reaching somebody. */
  readonly demo: boolean;
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
    const { database, clock, newId, work, directory, channels, incidents } =
      this.#options;
    if (request.people.length === 0) return;
    const { incidentId, why } = request;
    const copyOf = request.copyOf
      ? listed(request.copyOf.map(({ name }) => name))
      : null;
    const at = clock.now();
    const batchId = newId();
    const emails = await directory.emailsOf(
      tx,
      request.people.map(({ ref }) => ref),
    );
    const pages = request.people.map((person, position) => {
      const id = newId();
      const plan = planDeliveries(
        { ...person, email: emails.get(person.ref) ?? null },
        channels.all,
      );
      const row: PageRow = {
        id,
        batch_id: batchId,
        incident_id: incidentId,
        person_ref: person.ref,
        person_name: person.name,
        position,
      };
      const deliveries = plan.map(
        ({ channel, address, missing }, index): PlannedRow => ({
          id: newId(),
          page_id: id,
          incident_id: incidentId,
          channel: channel.id,
          position: index,
          address,
          state: missing === null ? 'queued' : 'failed',
          due_at: at,
          reason: missing,
        }),
      );
      return { person, plan, row, deliveries };
    });
    const deliveries = pages.flatMap(page => page.deliveries);
    await insertBatch(
      tx,
      {
        id: batchId,
        incident_id: incidentId,
        urgency: request.urgency,
        step: request.step,
        loop: request.loop,
        why,
        copy_of: copyOf,
        created_at: at,
      },
      pages.map(({ row }) => row),
      deliveries,
    );
    for (const { id, channel, state } of deliveries) {
      if (state === 'queued') {
        await enqueueDelivery(work, tx, { id, channel }, { isNewKey: true });
      }
    }
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

  async cancel(tx: Tx, incidentId: number, reason: string): Promise<number> {
    // The wake-ups stay: each finds its delivery cancelled and does nothing.
    const count = await cancelQueued(tx, incidentId, reason);
    if (count > 0) {
      await this.#options.incidents.appendTimeline(tx, incidentId, {
        kind: 'page-cancelled',
        actor: system,
        text: cancelledSentence(count, reason),
        data: { count },
      });
    }
    return count;
  }

  /**
   * Nobody has a verified way to be woken yet: that needs SMS, voice, push or chat. In the demo email
   * counts.
   */
  async reachable(personRefs: readonly string[]): Promise<ReadonlySet<string>> {
    const { database, directory, demo } = this.#options;
    if (!demo) return new Set();
    const emails = await directory.emailsOf(database.knex, personRefs);
    return new Set(emails.keys());
  }
}
