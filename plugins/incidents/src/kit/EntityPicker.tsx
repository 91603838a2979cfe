import TextField from '@material-ui/core/TextField';
import Autocomplete, {
  createFilterOptions,
} from '@material-ui/lab/Autocomplete';
import {
  kindOf,
  NamedRef,
  nameOf,
  normalizeEntityRef,
} from '@muster/backstage-plugin-incidents-common';
import { useMemo, useState } from 'react';
import { messageOf } from './states';
import { useEntitySearch } from './useEntitySearch';

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
  /** Adds to a list: the field is empty again after each choice, ready for the next. */
  adds?: boolean;
}) => {
  const { kinds, value, onChange } = props;
  const [typed, setTyped] = useState('');
  const { found, error, isLoading } = useEntitySearch(kinds, typed);
  const [last, setLast] = useState<NamedRef>();
  const known = found.find(option => option.ref === value);
  if (known && last?.ref !== value) setLast(known);
  const unknown = useMemo(
    () => (value ? { ref: value, name: nameOf(value) } : null),
    [value],
  );
  // The same object while the value is the same, also when a search no longer finds it: the field would put its name
  // in the place of what is being typed.
  const chosen = last?.ref === value ? last : unknown;
  const choose = (option: NamedRef | string | null) => {
    const ref =
      typeof option === 'string' ? normalizeEntityRef(option) : option?.ref;
    setLast(typeof option === 'object' && option ? option : undefined);
    if ((ref ?? '') !== value) onChange(ref ?? '');
  };
  return (
    <Autocomplete
      id={props.id}
      freeSolo
      // What is neither an entity nor a ref does not stay in the field as if it had been taken.
      clearOnBlur
      options={found}
      loading={isLoading}
      filterOptions={byNameOrRef}
      // A ref that was typed is an option of its own until it is taken.
      getOptionLabel={(option: NamedRef | string) =>
        typeof option === 'string' ? option : option.name
      }
      getOptionSelected={(a, b) => a.ref === b.ref}
      renderOption={option => (
        <span>
          {option.name}{' '}
          {kinds.length > 1 && <small>({kindOf(option.ref)})</small>}
        </span>
      )}
      value={chosen}
      inputValue={props.adds ? typed : undefined}
      onChange={(_event, option) => choose(option)}
      onInputChange={(_event, text, reason) =>
        setTyped(reason === 'input' ? text : '')
      }
      onBlur={() => {
        if (normalizeEntityRef(typed)) choose(typed);
      }}
      renderInput={params => (
        <TextField
          {...params}
          label={props.label}
          required={props.required}
          error={error !== null}
          helperText={
            error
              ? `${messageOf(error)}. You can still type a full ref, such as ${kinds[0].toLowerCase()}:default/name.`
              : undefined
          }
          fullWidth
        />
      )}
    />
  );
};

const byNameOrRef = createFilterOptions<NamedRef>({
  stringify: ({ name, ref }) => `${name} ${ref}`,
  limit: 50,
});

/** Kinds that can have incidents. */
export const breakableKinds = [
  'Component',
  'System',
  'API',
  'Resource',
  'Domain',
];
