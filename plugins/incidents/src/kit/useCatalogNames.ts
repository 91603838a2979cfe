import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { nameOf } from '@muster/backstage-plugin-incidents-common';
import { useQuery } from '@tanstack/react-query';

/** Display names of people and groups, by ref; the bare name until (or unless) the catalog answers. */
export function useCatalogNames(): (ref: string) => string {
  const catalog = useApi(catalogApiRef);
  const { data } = useQuery({
    queryKey: ['catalog.people-and-groups'],
    staleTime: 60_000,
    queryFn: async () => {
      const { items } = await catalog.getEntities({
        filter: { kind: ['User', 'Group'] },
        fields: ['kind', 'metadata', 'spec.profile'],
      });
      return new Map(
        items.map(entity => [
          stringifyEntityRef(entity),
          displayNameOf(entity.spec?.profile) ??
            entity.metadata.title ??
            entity.metadata.name,
        ]),
      );
    },
  });
  return ref => data?.get(ref) ?? nameOf(ref);
}

/** `displayName` of a profile of the catalog. */
export function displayNameOf(profile: unknown): string | undefined {
  return typeof profile === 'object' &&
    profile !== null &&
    'displayName' in profile &&
    typeof profile.displayName === 'string'
    ? profile.displayName
    : undefined;
}
