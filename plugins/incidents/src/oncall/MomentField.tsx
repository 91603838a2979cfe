import TextField from '@material-ui/core/TextField';
import { DateTime } from 'luxon';
import { useState } from 'react';

const format = "yyyy-MM-dd'T'HH:mm";

/**
 * A date and a time on the clock of a zone, which its label should name. What is half typed stays as it
 * is, and is told only once it is a moment.
 */
export const MomentField = (props: {
  id: string;
  label: string;
  zone: string;
  /** An ISO instant; null when nothing is chosen. */
  value: string | null;
  onChange: (value: string) => void;
  helperText?: string;
}) => {
  const { id, label, zone, value, onChange, helperText } = props;
  const [typed, setTyped] = useState<string>();
  const shown = value ? DateTime.fromISO(value, { zone }).toFormat(format) : '';
  return (
    <TextField
      id={id}
      label={label}
      type="datetime-local"
      InputLabelProps={{ shrink: true }}
      inputProps={{ step: 60 }}
      value={typed ?? shown}
      helperText={helperText}
      onChange={event => {
        setTyped(event.target.value);
        const at = DateTime.fromISO(event.target.value, { zone });
        if (at.isValid) onChange(at.toJSDate().toISOString());
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
};
