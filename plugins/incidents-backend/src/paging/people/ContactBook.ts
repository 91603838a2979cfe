import {
  ContactRules,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { PagePerson } from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../../directory/service';
import { Clock } from '../../platform/clock';
import { SharedStatement } from '../../platform/convoy';
import { Database, Queryable } from '../../platform/database';
import { Recent } from '../../platform/Recent';
import { ChannelRegistry } from '../ChannelRegistry';
import { OwnMethod, ownMethods, storedRules } from './contactStore';
import { isReachable, Way, waysOf } from './ways';

/** A storm pages the same people again and again. */
const recentSeconds = 1;

/** How a person is reached. */
export interface Contacts {
  readonly person: PagePerson;
  readonly ways: readonly Way[];
  /** Undefined for somebody who has never set any. */
  readonly rules: ContactRules | undefined;
}

/** What is remembered of a person. */
interface Entry {
  readonly own: readonly OwnMethod[];
  readonly rules: ContactRules | undefined;
}

/** What a contact book needs. */
export interface ContactBookOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'emailsOf' | 'named'>;
  readonly channels: ChannelRegistry;
  /** `incidents.demo`: email counts as waking somebody. */
  readonly demo: boolean;
}

/** Looks up how people are reached; never their addresses in full. */
export class ContactBook {
  readonly #options: ContactBookOptions;
  readonly #entries: Recent<Entry>;

  constructor(options: ContactBookOptions) {
    this.#options = options;
    this.#entries = new Recent(options.clock, recentSeconds);
  }

  /** Contacts of each person, in their order. What another process changes is seen within a second. */
  async of(db: Queryable, people: readonly NamedRef[]): Promise<Contacts[]> {
    const { directory, channels, demo } = this.#options;
    const refs = people.map(({ ref }) => ref);
    const emails = await directory.emailsOf(db, refs);
    const entries = await this.#entries.get(refs, missing =>
      entriesOf.run(db, missing),
    );
    return people.map(({ ref, name }) => {
      const person = { ref, name, email: emails.get(ref) ?? null };
      const { own, rules } = entries.get(ref) ?? { own: [], rules: undefined };
      return { person, ways: waysOf(person, own, channels.all, demo), rules };
    });
  }

  /** Who of these people would be woken by a page of high urgency. */
  async reachable(refs: readonly string[]): Promise<ReadonlySet<string>> {
    const people = refs.map(ref => ({ ref, name: ref }));
    const found = await this.of(this.#options.database.knex, people);
    return new Set(
      found
        .filter(({ ways, rules }) => isReachable(ways, rules))
        .map(({ person }) => person.ref),
    );
  }

  /** To be called after this process has changed how somebody is reached. */
  forget(): void {
    this.#entries.forget();
  }
}

/** Of each of several lists of people. */
const entriesOf = new SharedStatement<
  readonly string[],
  ReadonlyMap<string, Entry>
>(async (db, lists) => {
  const refs = [...new Set(lists.flat())];
  const own = await ownMethods(db, refs);
  const rules = await storedRules(db, refs);
  return lists.map(
    list =>
      new Map(
        list.map(ref => [
          ref,
          { own: own.get(ref) ?? [], rules: rules.get(ref)?.rules },
        ]),
      ),
  );
});
