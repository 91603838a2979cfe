import {
  Automation as ShownAutomation,
  Caller,
  contract,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { EndpointServer } from '../../platform/http';
import { Database } from '../../platform/database';
import { Automation } from './Automation';
import { PlayBook } from './PlayBook';
import { getPlay } from './playStore';
import { owned, PlayViews, readCursor } from './PlayViews';
import { Webhooks } from './Webhooks';

/** Serves plays, their versions and states, and the switch of all automation. */
export function mountPlays(
  server: EndpointServer,
  options: {
    database: Database;
    directory: Directory;
    book: PlayBook;
    views: PlayViews;
    webhooks: Webhooks;
    automation: Automation;
    /** Called when the switch was turned. */
    changed: () => void;
  },
): void {
  const { database, directory, book, views, webhooks, automation } = options;
  const api = contract.plays;
  const by = (caller: Caller): Promise<NamedRef> => personOf(directory, caller);
  const ownerOf = async ({ params }: { params: { id: string } }) => [
    owned((await getPlay(database.knex, params.id)).ownerRef),
  ];
  const shownAutomation = async (caller: Caller): Promise<ShownAutomation> => {
    const pause = await automation.pause();
    return {
      paused: pause !== null,
      reason: pause?.reason ?? '',
      since: pause?.since ?? null,
      by: pause?.by ?? null,
      may: caller.kind === 'person' && caller.isAdmin ? ['switch'] : [],
    };
  };

  server.mount(api.automation, {
    handle: ({ caller }) => shownAutomation(caller),
  });
  server.mount(api.switchAutomation, {
    handle: async ({ body, caller }) => {
      await automation.set(body.paused, body.reason, await by(caller));
      options.changed();
      return shownAutomation(caller);
    },
  });

  server.mount(api.list, {
    handle: ({ query, caller }) =>
      views.list({ ...query, after: readCursor(query.cursor) }, caller),
  });
  server.mount(api.get, {
    handle: ({ params, caller }) => views.detail(params.id, caller),
  });
  server.mount(api.versions, {
    handle: async ({ params }) => ({ items: await views.versions(params.id) }),
  });

  server.mount(api.create, {
    subjects: async ({ body }) => [
      owned((await book.read(body.source)).document.ownerRef),
    ],
    handle: async ({ body, caller }) => {
      const { id } = await book.create(body.source, await by(caller));
      return views.detail(id, caller);
    },
  });
  server.mount(api.update, {
    subjects: async ({ params, body }) => [
      ...(await ownerOf({ params })),
      owned((await book.read(body.source)).document.ownerRef),
    ],
    handle: async ({ params, body, caller }) => {
      const { version, source } = body;
      await book.update(params.id, version, source, await by(caller));
      return views.detail(params.id, caller);
    },
  });
  server.mount(api.setState, {
    subjects: ownerOf,
    handle: async ({ params, body, caller }) => {
      const person = await by(caller);
      if (body.state === 'paused') await book.pause(params.id, person);
      else {
        const everywhere = caller.kind === 'person' && caller.isAdmin;
        await book.enable(params.id, body.version, person, everywhere);
      }
      return views.detail(params.id, caller);
    },
  });
  server.mount(api.remove, {
    subjects: ownerOf,
    handle: async ({ params, query, caller }) => {
      await book.remove(params.id, query.runs, await by(caller));
      return {};
    },
  });
  server.mount(api.makeWebhook, {
    subjects: ownerOf,
    handle: ({ params }) => webhooks.make(params.id),
  });
}
