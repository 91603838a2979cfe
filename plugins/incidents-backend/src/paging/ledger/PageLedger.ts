import {
  NamedRef,
  Page,
  PageReason,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { ChannelRegistry } from '../ChannelRegistry';
import { historyOf } from '../pageStore';
import { newestPages } from '../ledgerStore';
import { AskSteps, PagedIncidents } from '../ports';
import { whyNotPaged } from './whyNotPaged';
import { answersOfPage, hasLeft } from './whyPaged';

/** What answering needs. */
export interface PageLedgerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'named'>;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<PagedIncidents, 'describe' | 'nameOf'>;
  /** Whom the steps of an incident reach. */
  readonly steps: AskSteps;
  /** Why nothing is sent at all just now; null when nothing holds. */
  readonly held: () => Promise<string | null>;
}

/** Answers why somebody was paged, and why somebody was not, from what was written down. */
export class PageLedger {
  readonly #options: PageLedgerOptions;

  constructor(options: PageLedgerOptions) {
    this.#options = options;
  }

  /** Why a person was paged for an incident, or why not; addresses are not told. */
  async why(incidentId: number, personRef: string): Promise<PageReason> {
    const { database, clock, channels, incidents, steps } = this.#options;
    const [person] = await this.#options.directory.named([personRef]);
    const histories = await historyOf(database.knex, incidentId, personRef);
    if (histories.length > 0) {
      const held = await this.#options.held();
      const phraseOf = (id: string) =>
        channels.get(id)?.phrase ?? `through ${id}`;
      return {
        person,
        paged: histories.some(hasLeft),
        answers: histories.flatMap(one => answersOfPage(one, phraseOf, held)),
      };
    }
    const facts = await incidents.describe(incidentId);
    const now = clock.now();
    const named = facts && (await steps.stepsFor(incidentId, personRef));
    return {
      person,
      paged: false,
      answers: facts ? [whyNotPaged(person.name, facts, named, now)] : [],
    };
  }

  /** The pages that a person was sent, newest first. */
  async pagesOf(
    person: Pick<NamedRef, 'ref'>,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{
    items: (Page & { incidentName: string; title: string })[];
    nextCursor: string | null;
  }> {
    const { database, incidents } = this.#options;
    const found = await newestPages(database.knex, person.ref, {
      before: page.cursor,
      limit: page.limit + 1,
    });
    const items = [];
    for (const one of found.slice(0, page.limit)) {
      const facts = await incidents.describe(one.incidentId);
      items.push({
        ...one,
        incidentName: incidents.nameOf(one.incidentId),
        title: facts?.title ?? '',
      });
    }
    const last = items.at(-1);
    return {
      items,
      nextCursor:
        found.length > page.limit && last
          ? `${last.createdAt} ${last.id}`
          : null,
    };
  }
}
