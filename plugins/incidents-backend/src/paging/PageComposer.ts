import {
  AcknowledgedMessage,
  IncidentPageMessage,
  PageListItem,
  PageMessage,
  PermanentDeliveryError,
} from '@muster/backstage-plugin-incidents-node';
import { addMinutes, Clock, minutesBetween } from '../platform/clock';
import { iso } from '../platform/database';
import { AcknowledgeLinks } from './AcknowledgeLinks';
import { PageRecord } from './rows';
import { PagedIncidents, PageFacts, PageLinks } from './ports';

/** An acknowledge link works for this long after its page was decided. */
export const linkMinutes = 24 * 60;

/** What composing needs. */
export interface PageComposerOptions {
  readonly clock: Clock;
  readonly incidents: Pick<PagedIncidents, 'describe'>;
  readonly signer: AcknowledgeLinks;
  readonly links: PageLinks;
}

/** Makes messages of pages, from what is true of their incidents now. */
export class PageComposer {
  readonly #options: PageComposerOptions;

  constructor(options: PageComposerOptions) {
    this.#options = options;
  }

  /** The message of one page. @throws PermanentDeliveryError when the incident is gone */
  async page(
    page: PageRecord,
    idempotencyKey: string,
  ): Promise<IncidentPageMessage> {
    const { clock, links } = this.#options;
    const facts = await this.#facts(page.incidentId);
    return {
      kind: 'incident',
      idempotencyKey,
      person: page.person,
      urgency: page.urgency,
      incident: {
        id: facts.id,
        name: facts.name,
        title: facts.title,
        description: facts.description,
        severity: facts.severity,
        customerImpact: facts.customerImpact,
        openedAt: iso(facts.openedAt),
      },
      service: facts.entity,
      owner: facts.owner,
      changes: facts.changes.map(({ at, text }) => ({ at: iso(at), text })),
      runbookUrl: facts.runbookUrl,
      incidentUrl: links.incidentUrl(facts.name),
      acknowledgeUrl: this.#acknowledgeUrl(page),
      copyOf: page.copyOf,
      why: page.why,
      ageMinutes: Math.max(
        0,
        Math.floor(minutesBetween(page.createdAt, clock.now())),
      ),
    };
  }

  /** One message of several pages of a person, the most severe first. */
  async together(
    pages: readonly PageRecord[],
    kind: 'summary' | 'digest',
    idempotencyKey: string,
  ): Promise<PageMessage> {
    // Two pages of one incident are one line.
    const first = new Map<number, PageRecord>();
    for (const page of pages) {
      if (!first.has(page.incidentId)) first.set(page.incidentId, page);
    }
    // Side by side, since they are then looked up together.
    const items = await Promise.all(
      [...first.values()].map(async (page): Promise<PageListItem> => {
        const facts = await this.#facts(page.incidentId);
        return {
          incident: headlineOf(facts),
          service: facts.entity,
          incidentUrl: this.#options.links.incidentUrl(facts.name),
          acknowledgeUrl: this.#acknowledgeUrl(page),
          why: page.why,
        };
      }),
    );
    items.sort(
      (a, b) =>
        a.incident.severity.localeCompare(b.incident.severity) ||
        a.incident.id - b.incident.id,
    );
    const [{ person }] = pages;
    return {
      kind,
      idempotencyKey,
      person,
      urgency: pages.some(({ urgency }) => urgency === 'high') ? 'high' : 'low',
      items,
      portalUrl: this.#options.links.portalUrl,
    };
  }

  /** The news for somebody who was paged that another person has it. */
  async acknowledged(
    { incidentId, person }: PageRecord,
    by: PageRecord['person'],
    idempotencyKey: string,
  ): Promise<AcknowledgedMessage> {
    const facts = await this.#facts(incidentId);
    return {
      kind: 'acknowledged',
      idempotencyKey,
      person,
      urgency: 'low',
      incident: headlineOf(facts),
      service: facts.entity,
      by,
      at: iso(facts.acknowledgedAt ?? this.#options.clock.now()),
      incidentUrl: this.#options.links.incidentUrl(facts.name),
    };
  }

  async #facts(incidentId: number): Promise<PageFacts> {
    const facts = await this.#options.incidents.describe(incidentId);
    if (!facts) throw new PermanentDeliveryError('the incident is gone');
    return facts;
  }

  /** Null on a copy, which is not to be acknowledged. */
  #acknowledgeUrl(page: PageRecord): string | null {
    if (page.copyOf !== null) return null;
    const { signer, links } = this.#options;
    const token = signer.issue({
      incidentId: page.incidentId,
      personRef: page.person.ref,
      pageId: page.id,
      // Counted from the page, so that a repeated attempt sends the very same link.
      expiresAt: addMinutes(page.createdAt, linkMinutes),
    });
    return links.acknowledgeUrl(token);
  }
}

const headlineOf = ({ id, name, title, severity }: PageFacts) => ({
  id,
  name,
  title,
  severity,
});
