import { LoggerService } from '@backstage/backend-plugin-api';
import { Database } from '../platform/database';
import { Clock } from '../platform/clock';
import { WorkQueue } from '../work/service';
import { ChannelRegistry } from './ChannelRegistry';
import { leftDeliveries, takeFollowUp } from './deliveryStore';
import { findPages } from './pageStore';
import { DeliveryRecord } from './rows';
import { referenceOf } from './ledgerStore';
import { Messenger } from './Messenger';
import { PagedIncidents } from './ports';
import { followUpKind } from './wakeups';

/**
 * Tells those whose page has left that somebody else has the incident, where the channel can. Low key: each
 * delivery is followed once, and what fails is noted and not tried again.
 */
export class FollowUps {
  readonly #options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly work: WorkQueue;
    readonly logger: LoggerService;
    readonly channels: ChannelRegistry;
    readonly messenger: Pick<Messenger, 'acknowledged'>;
    readonly incidents: Pick<PagedIncidents, 'describe'>;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly work: WorkQueue;
    readonly logger: LoggerService;
    readonly channels: ChannelRegistry;
    readonly messenger: Pick<Messenger, 'acknowledged'>;
    readonly incidents: Pick<PagedIncidents, 'describe'>;
  }) {
    this.#options = options;
  }

  /** Registers the handler; before the queue starts. */
  registerWork(): void {
    this.#options.work.handle(followUpKind, data =>
      this.tell(Number(data.incidentId)),
    );
  }

  /** Tells them of whoever has the incident now; nobody when nobody has it any more. */
  async tell(incidentId: number): Promise<void> {
    const { database, clock, channels, incidents } = this.#options;
    const able = channels.all
      .filter(({ acknowledged }) => acknowledged)
      .map(({ id }) => id);
    if (able.length === 0) return;
    const facts = await incidents.describe(incidentId);
    const by = facts?.acknowledgedBy;
    if (facts?.status !== 'acknowledged' || !by?.ref) return;
    const left = await leftDeliveries(database.knex, incidentId, able);
    const told = new Set<string>();
    for (const delivery of left) {
      if (delivery.personRef === by.ref) continue;
      if (!(await takeFollowUp(database.knex, delivery.id, clock.now()))) {
        continue;
      }
      // Whoever was paged there twice is told once.
      const where = `${delivery.personRef}\n${delivery.methodId}`;
      if (told.has(where)) continue;
      told.add(where);
      await this.#follow(delivery, { ref: by.ref, name: by.name });
    }
  }

  async #follow(
    delivery: DeliveryRecord,
    by: { readonly ref: string; readonly name: string },
  ): Promise<void> {
    const { database, logger, messenger } = this.#options;
    const pages = await findPages(database.knex, [delivery.pageId]);
    const page = pages.get(delivery.pageId);
    if (!page) return;
    const reference = await referenceOf(database.knex, delivery.id);
    const result = await messenger.acknowledged(page, delivery, by, reference);
    if (result && !result.sent) {
      logger.info(
        `${page.person.name} was not told by ${delivery.channel} who has incident ${page.incidentId}: ${result.detail}`,
      );
    }
  }
}
