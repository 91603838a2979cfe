import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import {
  contract,
  incidentReadPermission,
  IncidentsClient,
} from '@muster/backstage-plugin-incidents-common';
import { Readable } from 'node:stream';
import { z } from 'zod';

/** A postmortem in portal search. */
export interface PostmortemDocument extends IndexableDocument {
  readonly severity: string;
  readonly entityRef: string;
  readonly ownerRef: string;
  /** ISO-8601, in UTC. */
  readonly occurredAt: string;
}

type Page = z.output<typeof contract.postmortems.texts.response>;

/** Postmortems of one request. */
const pageSize = 200;

/**
 * Gives portal search every published postmortem that is not restricted, with all of its words. Who sees which is
 * asked of the portal's policy about incidents, for each that is found.
 */
export class PostmortemCollator implements DocumentCollatorFactory {
  readonly type = 'postmortem';
  readonly visibilityPermission = incidentReadPermission;
  readonly #client: IncidentsClient;

  constructor({
    auth,
    discovery,
  }: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#client = new IncidentsClient({
      discoveryApi: discovery,
      fetchApi: {
        fetch: async (url, init) => {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: await auth.getOwnServiceCredentials(),
            targetPluginId: 'incidents',
          });
          return fetch(url, {
            ...init,
            headers: { ...init?.headers, authorization: `Bearer ${token}` },
          });
        },
      },
    });
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  /** Page by page, so that a portal of many years needs no more memory than a young one. */
  async *#documents(): AsyncGenerator<PostmortemDocument> {
    let cursor: string | null = '0';
    while (cursor !== null) {
      const page: Page = await this.#client.call(contract.postmortems.texts, {
        query: { cursor, limit: String(pageSize) },
      });
      for (const postmortem of page.items) {
        yield {
          title: `${postmortem.name} ${postmortem.title}`,
          text: postmortem.text,
          location: `/incidents/postmortems/${postmortem.name}`,
          severity: postmortem.severity,
          entityRef: postmortem.entity.ref,
          ownerRef: postmortem.owner?.ref ?? '',
          occurredAt: postmortem.occurredAt,
          authorization: { resourceRef: `postmortem:${postmortem.id}` },
        };
      }
      cursor = page.nextCursor;
    }
  }
}
