import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';

/** Words to look for; told once the typing pauses. */
export const SearchField = (props: {
  id: string;
  label: string;
  value: string;
  size?: 'small';
  onChange: (words: string) => void;
}) => {
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
      id={props.id}
      label={props.label}
      type="search"
      size={props.size}
      value={typed}
      onChange={event => setTyped(event.target.value)}
      inputProps={{ maxLength: 200 }}
      // In one line, although the field may be narrow.
      InputLabelProps={{ style: { whiteSpace: 'nowrap' } }}
      fullWidth
    />
  );
};
