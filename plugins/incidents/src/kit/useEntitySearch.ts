import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { displayNameOf } from './useCatalogNames';

/** So many are offered; whoever does not find theirs goes on typing. */
const mostOffered = 50;

/** Entities of these kinds whose name, title or display name contains a text. */
export function useEntitySearch(kinds: readonly string[], text: string) {
  const catalog = useApi(catalogApiRef);
  const [term, setTerm] = useState('');
  useDebounce(() => setTerm(text.trim()), 200, [text]);
  const { data, error, isLoading } = useQuery({
    queryKey: ['catalog.search', ...kinds, term],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<NamedRef[]> => {
      const { items } = await catalog.queryEntities({
        filter: { kind: [...kinds] },
        fields: ['kind', 'metadata', 'spec.profile'],
        orderFields: { field: 'metadata.name', order: 'asc' },
        limit: mostOffered,
        ...(term && { fullTextFilter: { term, fields: searchedFields } }),
      });
      return items.map(namedRefOf);
    },
  });
  return { found: data ?? [], error, isLoading };
}

const searchedFields = [
  'metadata.name',
  'metadata.title',
  'spec.profile.displayName',
];

const namedRefOf = (entity: Entity): NamedRef => ({
  ref: stringifyEntityRef(entity),
  name:
    displayNameOf(entity.spec?.profile) ??
    entity.metadata.title ??
    entity.metadata.name,
});
