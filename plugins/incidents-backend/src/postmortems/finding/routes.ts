import { contract } from '@muster/backstage-plugin-incidents-common';
import { Incidents, subjectOf } from '../../incidents/service';
import { EndpointServer } from '../../platform/http';
import { EntityLearning } from './EntityLearning';
import { PostmortemFacets } from './PostmortemFacets';
import { PostmortemLists } from './PostmortemLists';
import { PostmortemTexts } from './PostmortemTexts';
import { SimilarIncidents } from './SimilarIncidents';

/** Serves how postmortems are found. */
export function mountFinding(
  server: EndpointServer,
  parts: {
    incidents: Incidents;
    lists: PostmortemLists;
    facets: PostmortemFacets;
    learning: EntityLearning;
    similar: SimilarIncidents;
    texts: PostmortemTexts;
  },
): void {
  const api = contract.postmortems;
  server.mount(api.list, {
    filters: true,
    handle: ({ query, caller, credentials }) =>
      parts.lists.page(query, { caller, credentials }),
  });
  server.mount(api.facets, {
    filters: true,
    handle: ({ query, caller, credentials }) =>
      parts.facets.count(query, { caller, credentials }),
  });
  server.mount(api.ofEntity, {
    filters: true,
    handle: ({ query, caller, credentials }) =>
      parts.learning.of(query.entityRef, { caller, credentials }),
  });
  server.mount(api.texts, {
    filters: true,
    handle: ({ query, caller, credentials }) =>
      parts.texts.page(query, { caller, credentials }),
  });
  server.mount(api.similar, {
    subjects: async ({ params }) => [
      subjectOf(await parts.incidents.get(params.id)),
    ],
    handle: async ({ params, caller, credentials }) => ({
      items: await parts.similar.of(await parts.incidents.get(params.id), {
        caller,
        credentials,
      }),
    }),
  });
}
