import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { severities } from '@muster/backstage-plugin-incidents-common';
import { SearchField, useLayout } from '../kit';
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
      <div style={{ width: 200 }}>
        <SearchField
          id="incidents-filter-words"
          label={t('list.text')}
          size="small"
          value={filters.q}
          onChange={words => set('q', words)}
        />
      </div>
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
