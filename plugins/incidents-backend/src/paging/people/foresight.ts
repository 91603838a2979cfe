import {
  ForeseenDelivery,
  NamedRef,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../platform/clock';
import { Database, iso } from '../../platform/database';
import { ContactBook, Contacts } from './ContactBook';
import { quietUntil } from './quietHours';
import { ruledWays } from './ways';

/** What a page would come to for one person. */
export interface Foreseen {
  readonly person: NamedRef;
  /** In the order of time. */
  readonly deliveries: readonly ForeseenDelivery[];
  /** Why nothing would be sent, as half a sentence; null when something would. */
  readonly whyNot: string | null;
  /** Whether it would wake them. */
  readonly reachable: boolean;
}

/** Foresees pages without writing any, by the rules as they are now. */
export class Foresight {
  readonly #database: Database;
  readonly #book: ContactBook;

  constructor(database: Database, book: ContactBook) {
    this.#database = database;
    this.#book = book;
  }

  /** What a page at an instant would come to for each person, in their order. */
  async of(
    people: readonly NamedRef[],
    urgency: Urgency,
    at: Date,
  ): Promise<Foreseen[]> {
    const contacts = await this.#book.of(this.#database.knex, people);
    return contacts.map(one => foreseen(one, urgency, at));
  }
}

/** As `Foresight.of`, for the contacts of one person. Low urgency waits for the end of quiet hours. */
export function foreseen(
  { person, ways, rules }: Contacts,
  urgency: Urgency,
  at: Date,
): Foreseen {
  const all = ruledWays(ways, rules, urgency);
  const usable = all.filter(({ missing }) => missing === null);
  const quiet = urgency === 'low' ? rules?.quietHours : null;
  const deliveries = usable.map(({ afterMinutes, channel, wakes }) => {
    const due = addMinutes(at, afterMinutes);
    return {
      at: iso((quiet && quietUntil(quiet, due)) ?? due),
      channel: channel.id,
      title: channel.title,
      wakes,
    };
  });
  return {
    person: { ref: person.ref, name: person.name },
    deliveries: deliveries.sort((a, b) => (a.at < b.at ? -1 : 1)),
    whyNot:
      usable.length > 0
        ? null
        : (all.find(({ missing }) => missing !== null)?.missing ??
          `no rule of ${urgency} urgency`),
    reachable: urgency === 'high' && usable.some(({ wakes }) => wakes),
  };
}
