import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { severities } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useLayout } from '../kit';
import { useText } from '../translation';
import { IncidentFilters, statusNames } from './useIncidentFilters';

/** What to show: words, status, severity, only mine. */
export const IncidentFilterBar = ({
  filters,
}: {
  filters: IncidentFilters;
}) => {
  const t = useText();
  const { row, wrap } = useLayout();
  const { status, severity, mine, set } = filters;
  return (
    <div className={`${row} ${wrap}`} role="search">
      <Words value={filters.q} onChange={words => set('q', words)} />
      <Choice
        name="status"
        label={t('list.status')}
        value={status}
        options={statusNames.map(name => [name, t(`list.${name}`)])}
        onChange={value => set('status', value)}
      />
      <Choice
        name="severity"
        label={t('list.severity')}
        value={severity}
        options={severities.map(name => [name, name])}
        onChange={value => set('severity', value)}
      />
      <Button
        size="small"
        variant={mine ? 'contained' : 'outlined'}
        aria-pressed={mine}
        onClick={() => set('mine', mine ? '' : 'yes')}
      >
        {t('list.mine')}
      </Button>
    </div>
  );
};

/** Asks only when the typing pauses. */
const Words = (props: { value: string; onChange: (words: string) => void }) => {
  const t = useText();
  const { value, onChange } = props;
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    // The address was changed from elsewhere: by the back button, or by clearing the filters.
    setTold(value);
    setTyped(value);
  }
  useDebounce(
    () => {
      if (typed === told) return;
      setTold(typed);
      onChange(typed);
    },
    300,
    [typed],
  );
  return (
    <TextField
      id="incidents-filter-words"
      label={t('list.text')}
      size="small"
      type="search"
      value={typed}
      onChange={event => setTyped(event.target.value)}
      inputProps={{ maxLength: 200 }}
    />
  );
};

const Choice = (props: {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}) => {
  const t = useText();
  return (
    <TextField
      id={`incidents-filter-${props.name}`}
      label={props.label}
      size="small"
      select
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      value={props.value ?? ''}
      onChange={event => props.onChange(event.target.value)}
    >
      <option value="">{t('list.all')}</option>
      {props.options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </TextField>
  );
};
