import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../../data';

/** What was learnt about an entity: its card, its tab and its docs share one answer. */
export const useEntityPostmortems = (entityRef: string) =>
  useEndpoint(endpoints.postmortems.ofEntity, { query: { entityRef } });
