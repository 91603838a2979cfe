import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import {
  PagePerson,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';
import { Directory } from '../../directory/service';
import { Database } from '../../platform/database';
import { maskAddress } from '../masks';
import { AddressSafe } from './AddressSafe';
import { methodOfCatalog } from './channelFacts';
import { findMethod, OwnMethod, verifiedMethods } from './contactStore';

/** Whom a message goes to, and where. */
export interface Recipient {
  readonly person: PagePerson;
  /** In full; null where the channel needs none. */
  readonly address: string | null;
}

/** What binds a sealed address to whom and what it belongs to. */
export const sealContext = (
  method: Pick<OwnMethod, 'id' | 'personRef' | 'channel'>,
): string => `${method.id}\n${method.personRef}\n${method.channel}`;

/** Finds addresses in full, for the moment in which something is sent. */
export class AddressFinder {
  readonly #options: {
    readonly database: Database;
    readonly directory: Pick<Directory, 'emailsOf'>;
    readonly safe: AddressSafe;
  };

  constructor(options: {
    readonly database: Database;
    readonly directory: Pick<Directory, 'emailsOf'>;
    readonly safe: AddressSafe;
  }) {
    this.#options = options;
  }

  /**
   * Where a person is reached through a method now; or half a sentence why not.
   *
   * @param methodId - null on a delivery of the version before: the catalog's address
   */
  async find(
    channel: PagingChannel,
    to: NamedRef,
    methodId: string | null,
  ): Promise<Recipient | { readonly missing: string }> {
    const { database, directory, safe } = this.#options;
    const emails = await directory.emailsOf(database.knex, [to.ref]);
    const person = { ...to, email: emails.get(to.ref) ?? null };
    if (methodId === null || methodId === methodOfCatalog(channel)) {
      const answer = channel.addressOf?.(person) ?? { address: null };
      return 'missing' in answer ? answer : { person, address: answer.address };
    }
    const method = await findMethod(database.knex, methodId);
    if (!method || method.personRef !== to.ref) {
      return { missing: 'the method has been removed' };
    }
    if (method.verifiedAt === null) {
      return { missing: 'it has not been verified' };
    }
    const address = safe.open(method.sealed, sealContext(method));
    return address === undefined
      ? {
          missing:
            'the address was encrypted with a key that incidents.keys lacks now',
        }
      : { person, address };
  }

  /** Whose verified method an address is; several when they share a phone. */
  async peopleAt(channel: string, address: string): Promise<string[]> {
    const { database, safe } = this.#options;
    const mask = maskAddress(address);
    const methods = await verifiedMethods(database.knex, channel, mask);
    const theirs = methods.filter(
      method => safe.open(method.sealed, sealContext(method)) === address,
    );
    return [...new Set(theirs.map(({ personRef }) => personRef))];
  }
}
