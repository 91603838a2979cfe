import { Me } from '@muster/backstage-plugin-incidents-common';
import { PagePerson } from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { ChannelRegistry } from './ChannelRegistry';
import { Messenger } from './Messenger';

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
  readonly directory: Pick<Directory, 'emailsOf' | 'named'>;
  readonly channels: ChannelRegistry;
  readonly messenger: Messenger;
  /** `incidents.demo`: email counts as reaching somebody. */
  readonly demo: boolean;
}

/** A person's own channels, and trying them out without an incident. */
export class TestPages {
  readonly #options: TestPagesOptions;

  constructor(options: TestPagesOptions) {
    this.#options = options;
  }

  /** Sends a test message through each channel at once, and remembers whether one got through. */
  async send(personRef: string): Promise<TestResult[]> {
    const { database, clock, newId, channels, messenger } = this.#options;
    const person = await this.#person(personRef);
    const id = newId();
    const results = await Promise.all(
      channels.all.map(async channel => {
        const result = await messenger.test(
          channel,
          person,
          `test:${id}:${channel.id}`,
        );
        return {
          channel: channel.id,
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

  /** The channels by which a person is reached, with their own addresses in full: for that person only. */
  async channelsOf(personRef: string): Promise<Me['channels']> {
    const { channels, demo } = this.#options;
    const person = await this.#person(personRef);
    return channels.all.flatMap(channel => {
      const answer = channel.addressOf?.(person) ?? null;
      if (answer !== null && 'missing' in answer) return [];
      return [
        {
          channel: channel.id,
          title: channel.title,
          address: answer?.address ?? null,
          // Email and portal are copies (domain.md, Escalation and paging); the demo counts email.
          wakes: demo && channel.id === 'email',
        },
      ];
    });
  }

  async #person(ref: string): Promise<PagePerson> {
    const { database, directory } = this.#options;
    const [{ name }] = await directory.named([ref]);
    const emails = await directory.emailsOf(database.knex, [ref]);
    return { ref, name, email: emails.get(ref) ?? null };
  }
}
