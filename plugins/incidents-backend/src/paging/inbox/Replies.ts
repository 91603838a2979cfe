import {
  PersonReply,
  ReplyAnswer,
} from '@muster/backstage-plugin-incidents-node';
import { addMinutes, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { findPages } from '../pageStore';
import { PageRecord } from '../rows';
import { linkMinutes } from '../PageComposer';
import { AddressFinder } from '../people/AddressFinder';
import { PagedIncidents } from '../ports';
import { listed } from '../sentences';
import { answerTo, deliveriesOf, keepAnswer, pagesTo } from './inboxStore';
import { ParsedReply, parseReply } from './parseReply';

const longestId = 200;
const help =
  'Reply ack and the number of an incident, such as ack 7, to take it; escalate 7 to pass it on.';

/** What answering needs. */
export interface RepliesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly addresses: Pick<AddressFinder, 'peopleAt'>;
  readonly incidents: Pick<
    PagedIncidents,
    'describe' | 'standingOf' | 'nameOf' | 'acknowledge' | 'escalate'
  >;
}

/** An incident that somebody was paged for, as who they are. */
interface Candidate {
  readonly incidentId: number;
  readonly person: PageRecord['person'];
}

/** Does what people answer to their pages by SMS, by a key, or in a chat. */
export class Replies {
  readonly #options: RepliesOptions;

  constructor(options: RepliesOptions) {
    this.#options = options;
  }

  /**
   * Two of the same that come at once may both act; what they do is the same for one as for two. One that
   * comes later, repeated by the provider or by somebody who overheard it, does nothing.
   */
  async reply(reply: PersonReply): Promise<ReplyAnswer> {
    const { database, clock } = this.#options;
    const { channelId, replyId } = reply;
    if (replyId === '' || replyId.length > longestId) {
      return { ok: false, text: 'This answer has no id and is not taken.' };
    }
    const before = await answerTo(database, channelId, replyId);
    if (before) return before;
    const answer = await this.#act(reply);
    await keepAnswer(database, channelId, replyId, answer, clock.now());
    return answer;
  }

  async #act(reply: PersonReply): Promise<ReplyAnswer> {
    const parsed = parseReply(reply.text);
    const candidates = await this.#candidates(reply);
    if (candidates === 'stranger') {
      return {
        ok: false,
        text: 'This number belongs to nobody here. Add it in the portal, under My page.',
      };
    }
    if (!parsed) return { ok: false, text: help };
    if (typeof parsed.which === 'number') {
      const { which } = parsed;
      const meant = candidates.find(({ incidentId }) => incidentId === which);
      const name = this.#options.incidents.nameOf(which);
      return meant
        ? this.#do(parsed.verb, [meant])
        : {
            ok: false,
            text: `You were not paged for ${name} in the last day.`,
          };
    }
    const open = await this.#open(candidates);
    // What answers one message means all that it names.
    if (parsed.which === 'all' || reply.messageKey !== undefined) {
      return this.#do(
        parsed.verb,
        open.length > 0 ? open : candidates.slice(0, 1),
      );
    }
    if (open.length > 1) return { ok: false, text: this.#ask(parsed, open) };
    return this.#do(
      parsed.verb,
      open.length > 0 ? open : candidates.slice(0, 1),
    );
  }

  #ask({ verb }: ParsedReply, open: readonly Candidate[]): string {
    const { incidents } = this.#options;
    const names = open.map(({ incidentId }) => incidents.nameOf(incidentId));
    const word = verb === 'acknowledge' ? 'ack' : 'escalate';
    return `You were paged for ${listed(names)}. Reply ${word} ${open[0].incidentId}, or ${word} all.`;
  }

  /** What the answer may be about, the newest first and each incident once; or nobody known answers. */
  async #candidates({
    channelId,
    address,
    messageKey,
  }: PersonReply): Promise<readonly Candidate[] | 'stranger'> {
    const { database, clock, addresses } = this.#options;
    const since = addMinutes(clock.now(), -linkMinutes);
    if (messageKey !== undefined) {
      const sent = await deliveriesOf(database.knex, messageKey);
      const pages = await findPages(
        database.knex,
        sent.map(({ pageId }) => pageId),
      );
      return eachOnce(
        [...pages.values()].filter(
          ({ copyOf, createdAt }) => copyOf === null && createdAt > since,
        ),
      );
    }
    const people =
      address === '' ? [] : await addresses.peopleAt(channelId, address);
    if (people.length === 0) return 'stranger';
    return eachOnce(await pagesTo(database.knex, people, since));
  }

  /** Those that nobody has taken. */
  async #open(candidates: readonly Candidate[]): Promise<Candidate[]> {
    const { database, incidents } = this.#options;
    return database.transaction(async tx => {
      const open: Candidate[] = [];
      for (const candidate of candidates) {
        const standing = await incidents.standingOf(tx, candidate.incidentId);
        if (standing?.status === 'triggered') open.push(candidate);
      }
      return open;
    });
  }

  async #do(
    verb: ParsedReply['verb'],
    candidates: readonly Candidate[],
  ): Promise<ReplyAnswer> {
    if (candidates.length === 0) {
      return { ok: false, text: 'Nothing waits for you here.' };
    }
    const answers: ReplyAnswer[] = [];
    for (const candidate of candidates) {
      answers.push(
        verb === 'acknowledge'
          ? await this.#acknowledge(candidate)
          : await this.#escalate(candidate),
      );
    }
    return {
      ok: answers.every(({ ok }) => ok),
      text: `${answers.map(({ text }) => text).join('; ')}.`,
    };
  }

  async #acknowledge({ incidentId, person }: Candidate): Promise<ReplyAnswer> {
    const { incidents } = this.#options;
    const { message } = await incidents.acknowledge(incidentId, person.ref);
    return { ok: true, text: message };
  }

  /** Only by those who have it now: the floor of the command (`responder`) asks for no less. */
  async #escalate({ incidentId, person }: Candidate): Promise<ReplyAnswer> {
    const { incidents } = this.#options;
    const facts = await incidents.describe(incidentId);
    if (!facts?.assigned.some(({ ref }) => ref === person.ref)) {
      return {
        ok: false,
        text: `${incidents.nameOf(incidentId)} is not with you any more`,
      };
    }
    const { message } = await incidents.escalate(incidentId, person.ref);
    return { ok: true, text: message };
  }
}

function eachOnce(pages: readonly PageRecord[]): Candidate[] {
  const found = new Map<number, Candidate>();
  for (const { incidentId, person } of pages) {
    if (!found.has(incidentId)) found.set(incidentId, { incidentId, person });
  }
  return [...found.values()];
}
