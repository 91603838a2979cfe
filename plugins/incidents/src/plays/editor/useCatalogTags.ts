import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useQuery } from '@tanstack/react-query';

/** The tags of the catalog, those of most entities first; none until (or unless) it answers. */
export function useCatalogTags(): readonly string[] {
  const catalog = useApi(catalogApiRef);
  const { data } = useQuery({
    queryKey: ['catalog.tags'],
    staleTime: 60_000,
    queryFn: async () => {
      const { facets } = await catalog.getEntityFacets({
        facets: ['metadata.tags'],
      });
      return (facets['metadata.tags'] ?? [])
        .sort((a, b) => b.count - a.count)
        .map(({ value }) => value);
    },
  });
  return data ?? [];
}
