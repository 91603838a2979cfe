import { NotAllowedError } from '@backstage/errors';
import { Caller, contract } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Database } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { ContactBook } from './ContactBook';
import { MyContacts } from './MyContacts';
import { isReachable } from './ways';

/** @throws NotAllowedError for a service, which nobody pages */
function personRef(caller: Caller): string {
  if (caller.kind === 'person') return caller.ref;
  throw new NotAllowedError('This is about a person; sign in as one');
}

/** Serves how people are reached: each their own, and who of a group can be woken. */
export function mountContacts(
  server: EndpointServer,
  options: {
    readonly database: Database;
    readonly directory: Pick<Directory, 'membersOf' | 'mustHave'>;
    readonly contacts: MyContacts;
    readonly book: ContactBook;
  },
): void {
  const { database, directory, contacts, book } = options;
  const { paging } = contract;

  server.mount(paging.myContacts, {
    handle: ({ caller }) => contacts.view(personRef(caller)),
  });
  server.mount(paging.eraseContacts, {
    handle: async ({ caller }) => {
      const ref = personRef(caller);
      await contacts.erase([ref]);
      return contacts.view(ref);
    },
  });
  server.mount(paging.addMethod, {
    handle: ({ caller, body }) => contacts.add(personRef(caller), body),
  });
  server.mount(paging.sendCode, {
    handle: ({ caller, params }) =>
      contacts.sendCode(personRef(caller), params.id),
  });
  server.mount(paging.verifyMethod, {
    handle: ({ caller, params, body }) =>
      contacts.verify(personRef(caller), params.id, body.code),
  });
  server.mount(paging.removeMethod, {
    handle: async ({ caller, params }) => {
      await contacts.remove(personRef(caller), params.id);
      return {};
    },
  });
  server.mount(paging.setRules, {
    handle: ({ caller, body }) => contacts.setRules(personRef(caller), body),
  });
  server.mount(paging.reachability, {
    // The team itself is what is asked about, and its own members may.
    subjects: async ({ query }) => [
      { ownerRef: query.groupRef, responders: [] },
    ],
    handle: async ({ query }) => {
      await directory.mustHave(query.groupRef, 'query.groupRef');
      const people = await directory.membersOf(query.groupRef);
      const found = await book.of(database.knex, people);
      return {
        items: found.map(({ ways, rules }, index) => ({
          ...people[index],
          reachable: isReachable(ways, rules),
          why: whyReachable(isReachable(ways, rules), rules !== undefined),
        })),
      };
    },
  });
}

/** Says yes or no and nothing of where: addresses and channels are the person's own. */
function whyReachable(reachable: boolean, hasRules: boolean): string {
  if (reachable)
    return 'Has a verified way that wakes, in use for high urgency';
  return hasRules
    ? 'No rule of high urgency uses a verified way that wakes'
    : 'Has set up nothing: mail and the portal wake nobody';
}
