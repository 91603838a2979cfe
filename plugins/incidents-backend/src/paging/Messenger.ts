import { isError } from '@backstage/errors';
import {
  isPermanentDeliveryError,
  Note,
  PageMessage,
  PagePerson,
  PagingChannel,
  PermanentDeliveryError,
} from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../directory/service';
import { addMinutes, Clock, minutesBetween } from '../platform/clock';
import { Database, iso } from '../platform/database';
import { AcknowledgeLinks } from './AcknowledgeLinks';
import { ChannelRegistry } from './ChannelRegistry';
import { DeliveryRecord, PageRecord } from './deliveryStore';
import { maskAddresses } from './masks';
import { AttemptResult, attemptSeconds } from './model';
import { PagedIncidents, PageLinks } from './ports';

/** An acknowledge link works for this long after its page was decided. */
export const linkMinutes = 24 * 60;
const longestDetail = 500;

/** What a messenger needs. */
export interface MessengerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'emailsOf'>;
  readonly channels: ChannelRegistry;
  readonly incidents: Pick<PagedIncidents, 'describe'>;
  readonly signer: AcknowledgeLinks;
  readonly links: PageLinks;
  /** How long one attempt may take. Default ten seconds. */
  readonly attemptMs?: number;
}

/** Composes messages and hands them to channels, with a time-out. Never throws: says what came of it. */
export class Messenger {
  readonly #options: MessengerOptions;

  constructor(options: MessengerOptions) {
    this.#options = options;
  }

  /** Makes one attempt at a delivery. */
  async send(
    page: PageRecord,
    delivery: DeliveryRecord,
    attempt: number,
  ): Promise<AttemptResult> {
    return this.#attempt(async signal => {
      const channel = this.#options.channels.get(delivery.channel);
      if (!channel) {
        throw new PermanentDeliveryError(
          `no channel '${delivery.channel}' is installed any more`,
        );
      }
      const message = await this.#pageMessage(page, delivery.id);
      const person = await this.#personOf(page.person);
      return hand(channel, message, person, attempt, signal);
    });
  }

  /** Sends a test message to a person through one channel. */
  async test(
    channel: PagingChannel,
    person: PagePerson,
    idempotencyKey: string,
  ): Promise<AttemptResult> {
    const message: PageMessage = {
      kind: 'test',
      idempotencyKey,
      person: { ref: person.ref, name: person.name },
      urgency: 'high',
      portalUrl: this.#options.links.portalUrl,
    };
    return this.#attempt(signal => hand(channel, message, person, 1, signal));
  }

  /** Makes one attempt at a note. */
  async note(channelId: string, note: Note): Promise<AttemptResult> {
    return this.#attempt(async signal => {
      const channel = this.#options.channels.get(channelId);
      if (!channel?.notify) {
        throw new PermanentDeliveryError(
          `no channel '${channelId}' takes notes any more`,
        );
      }
      const person = await this.#personOf(note.person);
      const address = addressFor(channel, person);
      const context = { person, address, signal };
      return (await channel.notify(note, context)).detail;
    });
  }

  async #personOf(person: PageRecord['person']): Promise<PagePerson> {
    const { database, directory } = this.#options;
    const emails = await directory.emailsOf(database.knex, [person.ref]);
    return { ...person, email: emails.get(person.ref) ?? null };
  }

  async #pageMessage(
    page: PageRecord,
    idempotencyKey: string,
  ): Promise<PageMessage> {
    const { clock, incidents, links } = this.#options;
    const facts = await incidents.describe(page.incidentId);
    if (!facts) throw new PermanentDeliveryError('the incident is gone');
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
      acknowledgeUrl: page.copyOf === null ? this.#acknowledgeUrl(page) : null,
      copyOf: page.copyOf,
      why: page.why,
      ageMinutes: Math.max(
        0,
        Math.floor(minutesBetween(page.createdAt, clock.now())),
      ),
    };
  }

  #acknowledgeUrl(page: PageRecord): string {
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

  async #attempt(
    run: (signal: AbortSignal) => Promise<string>,
  ): Promise<AttemptResult> {
    const limit = this.#options.attemptMs ?? attemptSeconds * 1000;
    try {
      return { sent: true, detail: shown(await within(limit, run)) };
    } catch (error) {
      return {
        sent: false,
        permanent: isPermanentDeliveryError(error),
        detail: shown(isError(error) ? error.message : String(error)),
      };
    }
  }
}

async function hand(
  channel: PagingChannel,
  message: PageMessage,
  person: PagePerson,
  attempt: number,
  signal: AbortSignal,
): Promise<string> {
  const address = addressFor(channel, person);
  const context = { person, address, attempt, signal };
  return (await channel.send(message, context)).detail;
}

/** Where a channel reaches a person; null where it needs no address. @throws PermanentDeliveryError */
function addressFor(channel: PagingChannel, person: PagePerson): string | null {
  const answer = channel.addressOf?.(person) ?? null;
  if (answer !== null && 'missing' in answer) {
    throw new PermanentDeliveryError(answer.missing);
  }
  return answer?.address ?? null;
}

/** Runs something for at most `ms`; afterwards its signal is aborted and its answer no longer waited for. */
async function within<T>(
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${ms / 1000} s`);
      reject(error);
      controller.abort(error);
    }, ms);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a provider said, as the ledger keeps it: without addresses, without NUL, not endless. */
function shown(detail: string): string {
  return maskAddresses(detail.replaceAll('\u0000', '')).slice(0, longestDetail);
}
