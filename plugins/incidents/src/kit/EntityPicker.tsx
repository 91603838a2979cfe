import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import {
  kindOf,
  NamedRef,
  nameOf,
  normalizeEntityRef,
} from '@muster/backstage-plugin-incidents-common';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from './states';
import { displayNameOf } from './useCatalogNames';

/** Chooses an entity of the catalog by name; a full ref that is typed is taken as well. */
export const EntityPicker = (props: {
  id: string;
  label: string;
  /** Which kinds can be chosen: `User`, `Group`, `Component` … */
  kinds: readonly string[];
  /** A full ref, or empty. */
  value: string;
  onChange: (ref: string) => void;
  required?: boolean;
}) => {
  const { kinds, value } = props;
  const catalog = useApi(catalogApiRef);
  const entities = useQuery({
    queryKey: ['catalog.names', ...kinds],
    staleTime: 60_000,
    queryFn: async (): Promise<NamedRef[]> => {
      const { items } = await catalog.getEntities({
        filter: { kind: [...kinds] },
        fields: ['kind', 'metadata', 'spec.profile'],
        order: { field: 'metadata.name', order: 'asc' },
      });
      return items.map(entity => ({
        ref: stringifyEntityRef(entity),
        name:
          displayNameOf(entity.spec?.profile) ??
          entity.metadata.title ??
          entity.metadata.name,
      }));
    },
  });
  const options = entities.data ?? [];
  const chosen =
    options.find(({ ref }) => ref === value) ??
    (value ? { ref: value, name: nameOf(value) } : null);
  return (
    <Autocomplete
      id={props.id}
      freeSolo
      options={options}
      loading={entities.isLoading}
      getOptionLabel={option => option.name}
      getOptionSelected={(a, b) => a.ref === b.ref}
      renderOption={option => (
        <span>
          {option.name}{' '}
          {kinds.length > 1 && <small>({kindOf(option.ref)})</small>}
        </span>
      )}
      value={chosen}
      onChange={(_event, option) =>
        props.onChange(
          typeof option === 'string'
            ? (normalizeEntityRef(option) ?? '')
            : (option?.ref ?? ''),
        )
      }
      renderInput={params => (
        <TextField
          {...params}
          label={props.label}
          required={props.required}
          error={entities.error !== null}
          helperText={entities.error ? messageOf(entities.error) : undefined}
          fullWidth
        />
      )}
    />
  );
};

/** Kinds that can have incidents. */
export const breakableKinds = [
  'Component',
  'System',
  'API',
  'Resource',
  'Domain',
];
