import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import {
  endpoints,
  Factor,
  FactorNode,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { useEndpoint } from '../../../data';
import { useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** The name by which a factor is found again in other postmortems; known ones are offered. */
export const FactorName = (props: {
  node: FactorNode;
  onChange: (name: string | null) => void;
}) => {
  const { node, onChange } = props;
  const { factor } = node;
  const t = usePostmortemsText();
  const { small, mute } = useLayout();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) {
    return (
      <NameField
        id={`factor-${node.id}`}
        name={factor?.name ?? ''}
        onDone={name => {
          setOpen(false);
          if (name !== (factor?.name ?? '')) onChange(name || null);
        }}
      />
    );
  }
  return (
    <span className={small}>
      <Button
        size="small"
        aria-label={
          factor
            ? t('why.rename', { factor: factor.name, answer: node.text })
            : t('why.nameOf', { answer: node.text })
        }
        onClick={() => setOpen(true)}
      >
        {factor ? `◆ ${factor.name}` : t('why.name')}
      </Button>
      {factor && factor.elsewhere > 0 && (
        <span className={mute}>
          {t('tree.elsewhere', { count: factor.elsewhere })}
        </span>
      )}
    </span>
  );
};

const NameField = (props: {
  id: string;
  name: string;
  onDone: (name: string) => void;
}) => {
  const { id, name, onDone } = props;
  const t = usePostmortemsText();
  const { mute, small } = useLayout();
  const [typed, setTyped] = useState(name);
  const [asked, setAsked] = useState('');
  const [isOpen, setOpen] = useState(false);
  useDebounce(() => setAsked(typed.trim()), 200, [typed]);
  const { value } = useEndpoint(
    endpoints.postmortems.factors,
    { query: { limit: 10, ...(asked && { q: asked }) } },
    { keep: true },
  );
  const options = value?.items ?? [];
  return (
    <Autocomplete
      id={id}
      freeSolo
      options={options}
      // An empty list is no list, for who listens to the screen.
      open={isOpen && options.length > 0}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      // The server has chosen them.
      filterOptions={offered => offered}
      getOptionLabel={(option: Factor | string) =>
        typeof option === 'string' ? option : option.name
      }
      renderOption={(option: Factor) => (
        <span>
          {option.name}{' '}
          <span className={`${small} ${mute}`}>
            {t('why.seenIn', { count: option.postmortems })}
          </span>
        </span>
      )}
      inputValue={typed}
      onInputChange={(_event, text) => setTyped(text)}
      onChange={(_event, option) => {
        if (option)
          onDone(typeof option === 'string' ? option.trim() : option.name);
      }}
      renderInput={params => (
        <TextField
          {...params}
          label={t('why.nameLabel')}
          helperText={t('why.nameHelp')}
          size="small"
          ref={takeFieldFocus}
          onBlur={() => onDone(typed.trim())}
          onKeyDown={event => {
            if (event.key === 'Escape') onDone(name);
          }}
        />
      )}
    />
  );
};

/** The field within what the kit draws around it. */
const takeFieldFocus = (element: HTMLElement | null): void =>
  element?.querySelector('input')?.focus();
