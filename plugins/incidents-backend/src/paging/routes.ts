import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { contract, kindOf } from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { healthOfChannels } from './channelHealth';
import { ChannelRegistry } from './ChannelRegistry';
import { EnvironmentGuard } from './environment/EnvironmentGuard';
import { PageLedger } from './ledger/PageLedger';
import { readLedger } from './ledgerStore';
import { Mailbox } from './Mailbox';
import { PagedIncidents } from './ports';
import { TestPages } from './TestPages';

/** Serves paging's part of the contract. */
export function mountPaging(
  server: EndpointServer,
  options: {
    readonly database: Database;
    readonly incidents: Pick<PagedIncidents, 'subject'>;
    readonly testPages: TestPages;
    /** Undefined outside the demo. */
    readonly mailbox: Mailbox | undefined;
    readonly guard: EnvironmentGuard;
    readonly ledger: PageLedger;
    readonly directory: Pick<Directory, 'named'>;
    readonly clock: Clock;
    readonly channels: ChannelRegistry;
    readonly demo: boolean;
  },
): void {
  const { database, incidents, testPages, mailbox, guard, ledger } = options;

  server.mount(contract.paging.ledger, {
    subjects: async ({ params }) => [await incidents.subject(params.id)],
    handle: async ({ params }) => ({
      items: await readLedger(database.knex, params.id),
    }),
  });

  server.mount(contract.paging.testPage, {
    handle: async ({ caller }) => {
      if (caller.kind !== 'person') {
        throw new NotAllowedError(
          'A test page goes to a person; sign in as one',
        );
      }
      return { results: await testPages.send(caller.ref) };
    },
  });

  server.mount(contract.paging.mailbox, {
    handle: async ({ query }) => {
      if (!mailbox) {
        throw new NotFoundError(
          'The mailbox exists only in the demo (incidents.demo: true); here mails go to the people themselves',
        );
      }
      return { items: await mailbox.newest(query.limit) };
    },
  });

  server.mount(contract.paging.why, {
    subjects: async ({ params }) => [await incidents.subject(params.id)],
    handle: ({ params, query }) => {
      if (kindOf(query.personRef) !== 'user') {
        throw new InputError(
          `query.personRef is ${query.personRef}; it must be a person, such as user:default/ana.ruiz`,
        );
      }
      return ledger.why(params.id, query.personRef);
    },
  });

  server.mount(contract.paging.myPages, {
    handle: ({ caller, query }) => {
      if (caller.kind !== 'person') {
        throw new NotAllowedError('Pages are a person’s; sign in as one');
      }
      return ledger.pagesOf(caller, query);
    },
  });

  server.mount(contract.paging.channels, {
    handle: async () => ({ items: await healthOfChannels(options) }),
  });

  server.mount(contract.paging.environment, { handle: () => guard.view() });

  server.mount(contract.paging.decideEnvironment, {
    handle: async ({ caller, body }) => {
      const by = await personOf(options.directory, caller);
      return guard.decide(body.decision, by.name);
    },
  });
}
