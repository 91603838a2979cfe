import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ContactMethod,
  ContactRules,
  MyContacts as View,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { PagePerson } from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../../directory/service';
import { iso, Tx } from '../../platform/database';
import { maskAddress } from '../masks';
import { Messenger } from '../Messenger';
import { sealContext } from './AddressFinder';
import { AddressSafe } from './AddressSafe';
import { wakes } from './channelFacts';
import { CodeDesk } from './CodeDesk';
import { ContactBook, ContactBookOptions } from './ContactBook';
import {
  deleteMethod,
  findMethod,
  forgetPeople,
  insertMethod,
  markVerified,
  OwnMethod,
  ownMethods,
  replaceRules,
  storedRules,
} from './contactStore';
import {
  defaultRules,
  faultsOfRules,
  isReachable,
  warningsOf,
  Way,
  waysOf,
} from './ways';

/** Methods that one person may have. */
export const mostMethods = 20;

/** What has become of pages that are still ahead when somebody changes how they are reached. */
export interface RunningCycles {
  /** Adds to running cycles what `now` has and `before` had not, and cancels what `before` had only; with `tx`. */
  rulesChanged(
    tx: Tx,
    person: NamedRef,
    before: ContactRules,
    now: ContactRules,
  ): Promise<void>;
  /** Cancels what waits to be sent to a method, with `tx`. */
  methodRemoved(tx: Tx, person: NamedRef, methodId: string): Promise<void>;
  /** What fails with each method of a person now, in words. */
  troubles(personRef: string): Promise<ReadonlyMap<string, string>>;
}

/** What the desk of contacts needs. */
export interface MyContactsOptions extends ContactBookOptions {
  readonly directory: Pick<Directory, 'emailsOf' | 'named'>;
  readonly newId: () => string;
  readonly safe: AddressSafe;
  readonly codes: CodeDesk;
  readonly book: ContactBook;
  readonly messenger: Pick<Messenger, 'code'>;
  readonly cycles: RunningCycles;
}

/** How one person is reached: shown to and changed by that person alone. */
export class MyContacts {
  readonly #options: MyContactsOptions;

  constructor(options: MyContactsOptions) {
    this.#options = options;
  }

  /** All of it, with addresses in full. */
  async view(personRef: string): Promise<View> {
    const { channels, demo, cycles } = this.#options;
    const { own, ways, person, stored } = await this.#read(personRef);
    const troubles = await cycles.troubles(personRef);
    const rules = stored?.rules;
    const shown = ways.map(way =>
      this.#shown(way, own, person, troubles.get(way.methodId)),
    );
    return {
      methods: shown,
      rules: rules ?? defaultRules(ways),
      isDefault: rules === undefined,
      version: stored?.version ?? 0,
      reachable: isReachable(ways, rules),
      warnings: warningsOf(ways, rules),
      addable: channels.all.flatMap(channel =>
        channel.address
          ? [
              {
                channel: channel.id,
                title: channel.title,
                addressLabel: channel.address.label,
                addressExample: channel.address.example,
                wakes: wakes(channel, demo),
              },
            ]
          : [],
      ),
    };
  }

  /**
   * Adds a method and sends a code to it. The method stays when the code cannot be sent: its `trouble` says
   * why, and another code may be asked for.
   *
   * @throws InputError naming the channel or the address and what to do
   */
  async add(
    personRef: string,
    input: { channel: string; address: string; label: string },
  ): Promise<ContactMethod> {
    const { database, clock, newId, channels, safe, book } = this.#options;
    const channel = channels.get(input.channel);
    if (!channel?.address) {
      const possible = channels.all.flatMap(({ id, address }) =>
        address ? [id] : [],
      );
      throw new InputError(
        `body.channel is ${input.channel}; methods can be added for ${possible.length > 0 ? possible.join(', ') : 'no channel here: none is installed that takes addresses'}`,
      );
    }
    const parsed = channel.address.parse(input.address);
    if ('fault' in parsed) {
      throw new InputError(`body.address ${parsed.fault}`);
    }
    const { address } = parsed;
    const about = { id: newId(), personRef, channel: channel.id };
    const method: OwnMethod = {
      ...about,
      sealed: safe.seal(address, sealContext(about)),
      mask: maskAddress(address),
      label: input.label,
      verifiedAt: null,
      createdAt: clock.now(),
    };
    const code = await database.transaction(async tx => {
      const own = (await ownMethods(tx, [personRef])).get(personRef) ?? [];
      if (own.length >= mostMethods) {
        throw new InputError(
          `body.address: you have ${own.length} methods, which is the most; remove one first`,
        );
      }
      const same = own.find(
        one => one.channel === channel.id && this.#open(one) === address,
      );
      if (same) {
        throw new ConflictError(
          `body.address: you have added this one already${same.verifiedAt ? '' : '; send a code to it'}`,
        );
      }
      await insertMethod(tx, method);
      return this.#options.codes.issue(tx, {
        methodId: method.id,
        personRef,
        address,
      });
    });
    book.forget();
    const failure = await this.#send(method, address, code);
    return this.#one(method, failure);
  }

  /**
   * Sends a new code; the one before is void.
   *
   * @throws InputError when too many were sent, or the other side refuses; ServiceUnavailableError when it
   * does not answer
   */
  async sendCode(
    personRef: string,
    id: string,
  ): Promise<{ expiresAt: string }> {
    const method = await this.#mine(personRef, id);
    const address = this.#open(method);
    if (address === undefined) throw unreadable(id);
    const code = await this.#options.database.transaction(tx =>
      this.#options.codes.issue(tx, { methodId: id, personRef, address }),
    );
    const failure = await this.#send(method, address, code);
    if (failure) throw new ServiceUnavailableError(failure);
    return { expiresAt: iso(code.expiresAt) };
  }

  /** @throws InputError when it is not the code, or it can no longer be used */
  async verify(
    personRef: string,
    id: string,
    entered: string,
  ): Promise<ContactMethod> {
    const { database, clock, codes, book } = this.#options;
    const method = await this.#mine(personRef, id);
    if (method.verifiedAt === null) {
      await codes.check(id, entered);
      await database.transaction(tx => markVerified(tx, id, clock.now()));
      book.forget();
    }
    return this.#one(method);
  }

  /** Removes a method, the rules that use it, and what waits to be sent to it. */
  async remove(personRef: string, id: string): Promise<void> {
    const { database, clock, book, cycles } = this.#options;
    await this.#mine(personRef, id);
    const person = await this.#named(personRef);
    await database.transaction(async tx => {
      // Deliveries come first: their incidents are locked before anything that belongs to the person.
      await cycles.methodRemoved(tx, person, id);
      await deleteMethod(tx, id);
      const stored = (await storedRules(tx, [personRef])).get(personRef);
      if (!stored) return;
      const without = (list: ContactRules['high']) =>
        list.filter(rule => rule.methodId !== id);
      const { high, low, quietHours } = stored.rules;
      const kept = { high: without(high), low: without(low), quietHours };
      await replaceRules(tx, personRef, stored.version, kept, clock.now());
    });
    book.forget();
  }

  /**
   * Replaces rules and quiet hours; cycles that run go on by the new ones.
   *
   * @throws InputError naming every faulty rule; ConflictError when they were changed since
   */
  async setRules(
    personRef: string,
    { version, ...wanted }: ContactRules & { version: number },
  ): Promise<View> {
    const { database, clock, book, cycles } = this.#options;
    const person = await this.#named(personRef);
    const { ways, stored } = await this.#read(personRef);
    const faults = faultsOfRules(wanted, ways);
    if (faults.length > 0) throw new InputError(faults.join('; '));
    const before = stored?.rules ?? defaultRules(ways);
    await database.transaction(async tx => {
      await cycles.rulesChanged(tx, person, before, wanted);
      const done = await replaceRules(
        tx,
        personRef,
        version,
        wanted,
        clock.now(),
      );
      if (!done) {
        throw new ConflictError(
          'You have changed your rules elsewhere since you opened them; load them again, then save',
        );
      }
    });
    book.forget();
    return this.view(personRef);
  }

  /** Erases all that was told of how people are reached, and what waits to be sent to their own methods. */
  async erase(personRefs: readonly string[]): Promise<void> {
    const { database, book, cycles } = this.#options;
    for (const personRef of personRefs) {
      const person = await this.#named(personRef);
      await database.transaction(async tx => {
        const own = (await ownMethods(tx, [personRef])).get(personRef) ?? [];
        for (const { id } of own) await cycles.methodRemoved(tx, person, id);
        await forgetPeople(tx, [personRef]);
      });
    }
    book.forget();
  }

  /** What is wrong, in words, or undefined when it was sent. */
  async #send(
    method: OwnMethod,
    address: string,
    { id, code, expiresAt }: { id: string; code: string; expiresAt: Date },
  ): Promise<string | undefined> {
    const { messenger } = this.#options;
    const { person } = await this.#read(method.personRef);
    const result = await messenger.code(method.channel, {
      person,
      address,
      code,
      expiresAt,
      idempotencyKey: `code:${id}`,
    });
    if (result.sent) return undefined;
    return `The code could not be sent to ${method.mask}: ${result.detail}`;
  }

  async #read(personRef: string) {
    const { database, directory, channels, demo } = this.#options;
    const named = await this.#named(personRef);
    const emails = await directory.emailsOf(database.knex, [personRef]);
    const person = { ...named, email: emails.get(personRef) ?? null };
    const found = await ownMethods(database.knex, [personRef]);
    const own = found.get(personRef) ?? [];
    const rules = await storedRules(database.knex, [personRef]);
    return {
      person,
      own,
      ways: waysOf(person, own, channels.all, demo),
      stored: rules.get(personRef),
    };
  }

  async #named(personRef: string): Promise<NamedRef> {
    const [person] = await this.#options.directory.named([personRef]);
    return person;
  }

  /** As it is now. */
  async #one({ personRef, id }: OwnMethod, trouble?: string) {
    const { ways, own, person } = await this.#read(personRef);
    const way = ways.find(({ methodId }) => methodId === id);
    if (!way) throw noSuchMethod(id);
    return this.#shown(way, own, person, trouble);
  }

  /** @throws NotFoundError when it is not this person's, InputError when the catalog gives it */
  async #mine(personRef: string, id: string): Promise<OwnMethod> {
    const method = await findMethod(this.#options.database.knex, id);
    if (method?.personRef === personRef) return method;
    const { ways } = await this.#read(personRef);
    if (ways.some(({ methodId }) => methodId === id)) {
      throw new InputError(
        'params.id names a method that the catalog or the portal gives; it needs no code and cannot be removed here. Leave it out of your rules in its place',
      );
    }
    throw noSuchMethod(id);
  }

  #open(method: OwnMethod): string | undefined {
    return this.#options.safe.open(method.sealed, sealContext(method));
  }

  #shown(
    way: Way,
    own: readonly OwnMethod[],
    person: PagePerson,
    trouble?: string,
  ): ContactMethod {
    const about = {
      id: way.methodId,
      channel: way.channel.id,
      title: way.channel.title,
      wakes: way.wakes,
    };
    const method = own.find(({ id }) => id === way.methodId);
    if (!method) {
      const channel = this.#options.channels.get(way.channel.id);
      const answer = channel?.addressOf?.(person);
      return {
        ...about,
        label: '',
        address: answer && 'address' in answer ? answer.address : '',
        source: 'catalog',
        verified: way.missing === null,
        trouble: way.missing ?? trouble ?? null,
      };
    }
    const address = this.#open(method);
    return {
      ...about,
      label: method.label,
      address: address ?? way.address ?? '',
      source: 'own',
      verified: method.verifiedAt !== null,
      trouble: address === undefined ? lostKey : (trouble ?? null),
    };
  }
}

const lostKey =
  'It was encrypted with a key that incidents.keys lacks now; remove it and add it again';

const noSuchMethod = (id: string) =>
  new NotFoundError(`You have no contact method ${id}; it may be removed`);

const unreadable = (id: string) =>
  new InputError(`params.id: ${id} cannot be used. ${lostKey}`);
