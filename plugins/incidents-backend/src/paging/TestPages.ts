import { Me } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Messenger } from './Messenger';
import { ContactBook, Contacts } from './people/ContactBook';
import { MyContacts } from './people/MyContacts';

/** What a test page did through one channel. */
export interface TestResult {
  readonly channel: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What test pages need. */
export interface TestPagesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly directory: Pick<Directory, 'named'>;
  readonly book: ContactBook;
  readonly contacts: Pick<MyContacts, 'view'>;
  readonly messenger: Pick<Messenger, 'test'>;
}

/** A person's own ways, and trying them out without an incident. */
export class TestPages {
  readonly #options: TestPagesOptions;

  constructor(options: TestPagesOptions) {
    this.#options = options;
  }

  /** Sends a test message through each method at once, and remembers whether one got through. */
  async send(personRef: string): Promise<TestResult[]> {
    const { database, clock, newId, messenger } = this.#options;
    const { person, ways } = await this.#contacts(personRef);
    const id = newId();
    const results = await Promise.all(
      ways
        .filter(({ own, missing }) => !own || missing === null)
        .map(async way => {
          const result = await messenger.test(
            way,
            { ref: person.ref, name: person.name },
            `test:${id}:${way.own ? way.methodId : way.channel.id}`,
          );
          return {
            channel: way.channel.id,
            ok: result.sent,
            detail: result.detail,
          };
        }),
    );
    await database.knex('test_pages').insert({
      id,
      person_ref: personRef,
      at: clock.now(),
      ok: results.some(({ ok }) => ok),
    });
    return results;
  }

  /** Whether a test page has ever got through to anybody. */
  async sentOnce(): Promise<boolean> {
    const row = await this.#options.database
      .knex('test_pages')
      .where({ ok: true })
      .first('id');
    return row !== undefined;
  }

  /** The ways by which a person is reached, with their own addresses in full: for that person only. */
  async channelsOf(personRef: string): Promise<Me['channels']> {
    const { methods } = await this.#options.contacts.view(personRef);
    return methods
      .filter(({ verified }) => verified)
      .map(({ channel, title, address, wakes }) => ({
        channel,
        title,
        address: address === '' ? null : address,
        wakes,
      }));
  }

  async #contacts(ref: string): Promise<Contacts> {
    const { database, directory, book } = this.#options;
    const [contacts] = await book.of(
      database.knex,
      await directory.named([ref]),
    );
    return contacts;
  }
}
