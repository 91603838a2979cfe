import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';

// The browser's list leaves UTC out.
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** An IANA time zone; empty for "as it is above", where that is allowed. */
export const ZoneField = (props: {
  id: string;
  label: string;
  value: string | null;
  onChange: (zone: string | null) => void;
  /** What an empty field means; without it one must be chosen. */
  whenEmpty?: string;
}) => {
  const { id, label, value, onChange, whenEmpty } = props;
  const options = value && !zones.includes(value) ? [value, ...zones] : zones;
  return (
    <Autocomplete
      id={id}
      options={options}
      value={value}
      onChange={(_event, zone) => {
        if (zone !== null || whenEmpty !== undefined) onChange(zone);
      }}
      style={{ minWidth: 220 }}
      renderInput={params => (
        <TextField
          {...params}
          label={label}
          placeholder={whenEmpty}
          InputLabelProps={{ ...params.InputLabelProps, shrink: true }}
          fullWidth
        />
      )}
    />
  );
};
