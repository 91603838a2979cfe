import { ConflictError } from '@backstage/errors';
import { Caller, contract } from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { iso } from '../../platform/database';
import { EndpointServer } from '../../platform/http';
import { PostmortemGate, PostmortemViews } from '../ports';
import { Exporter } from './Exporter';
import { FeedBook } from './FeedBook';
import { ImportFile, Importer } from './import/Importer';

/** Serves how postmortems leave the portal, and how they come into it. */
export function mountSharing(
  server: EndpointServer,
  options: {
    directory: Directory;
    gate: PostmortemGate;
    views: PostmortemViews;
    exporter: Exporter;
    importer: Importer;
    feeds: FeedBook;
    /** `incidents.postmortems.feed`. */
    hasFeeds: boolean;
    feedUrlOf: (token: string) => string;
  },
): void {
  const { directory, gate, views, exporter, importer, feeds } = options;
  const api = contract.postmortems;
  /** What was read of a request's files for asking who may, so that they are read once. */
  const prepared = new WeakMap<object, ReturnType<Importer['prepare']>>();

  server.mount(api.export, {
    subjects: async ({ params, caller }) => [
      await gate.subject(await gate.read(params.id, caller)),
    ],
    handle: async ({ params, query, caller }) =>
      exporter.export(await gate.read(params.id, caller), caller, query),
  });

  server.mount(api.previewImport, {
    handle: async ({ body, caller }) => ({
      items: await importer.preview(body.files, caller),
    }),
  });

  server.mount(api.import, {
    subjects: async ({ body }: { body: { files: ImportFile[] } }) => {
      const reading = importer.prepare(body.files);
      prepared.set(body, reading);
      return (await reading).map(({ entity, parsed }) => ({
        ownerRef: entity.ownerRef,
        responders: [],
        like: {
          severity: parsed.severity,
          owner: entity.ownerRef === null ? null : { ref: entity.ownerRef },
          system: entity.systemRef === null ? null : { ref: entity.systemRef },
        },
      }));
    },
    handle: async ({ body, caller }) => {
      const by = await personOf(directory, caller);
      const records = await importer.import(
        await (prepared.get(body) ?? importer.prepare(body.files)),
        { kind: 'person', ...by },
      );
      return { items: await views.list(records) };
    },
  });

  server.mount(api.feed, {
    handle: async ({ caller, credentials }) => {
      const { ref } = await personOf(directory, caller);
      const feed = await feeds.of(ref, credentials);
      return { madeAt: feed ? iso(feed.madeAt) : null };
    },
  });

  server.mount(api.makeFeed, {
    handle: async ({ caller, credentials }) => {
      if (!options.hasFeeds) {
        throw new ConflictError(
          'This portal has no feeds (incidents.postmortems.feed is false); ask an administrator',
        );
      }
      const { ref } = await personOf(directory, caller);
      const token = await feeds.make(ref, credentials);
      return { url: options.feedUrlOf(token) };
    },
  });

  server.mount(api.endFeed, {
    handle: async ({ caller }: { caller: Caller }) => {
      const { ref } = await personOf(directory, caller);
      await feeds.end(ref);
      return {};
    },
  });
}
