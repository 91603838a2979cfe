import { NamedRef, Urgency } from '@muster/backstage-plugin-incidents-common';
import { addMinutes } from '../../platform/clock';
import { Database, iso } from '../../platform/database';
import { ForeseenPage, PageForesight } from '../service';
import { ContactBook, Contacts } from './ContactBook';
import { quietUntil } from './quietHours';
import { ruledWays } from './ways';

/** Foresees pages by what people have set. */
export class Foresight implements PageForesight {
  readonly #database: Database;
  readonly #book: ContactBook;

  constructor(database: Database, book: ContactBook) {
    this.#database = database;
    this.#book = book;
  }

  async of(
    people: readonly NamedRef[],
    urgency: Urgency,
    at: Date,
  ): Promise<ForeseenPage[]> {
    const contacts = await this.#book.of(this.#database.knex, people);
    return contacts.map(one => foreseen(one, urgency, at));
  }
}

/** What a page would come to, for the contacts of one person. Low urgency waits for the end of quiet hours. */
export function foreseen(
  { person, ways, rules }: Contacts,
  urgency: Urgency,
  at: Date,
): ForeseenPage {
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
