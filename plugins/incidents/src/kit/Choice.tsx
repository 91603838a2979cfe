import TextField from '@material-ui/core/TextField';

/** A native select with a label: works with a thumb, a keyboard and a screen reader. */
export function Choice<T extends string>(props: {
  id: string;
  label: string;
  value: T;
  options: readonly T[];
  words?: (option: T) => string;
  onChange: (value: T) => void;
}) {
  const { id, label, value, options, words, onChange } = props;
  return (
    <TextField
      id={id}
      label={label}
      select
      SelectProps={{ native: true }}
      // In one line, although its options may be shorter.
      InputLabelProps={{ shrink: true, style: { whiteSpace: 'nowrap' } }}
      value={value}
      onChange={event => {
        const chosen = options.find(option => option === event.target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {options.map(option => (
        <option key={option} value={option}>
          {words ? words(option) : option}
        </option>
      ))}
    </TextField>
  );
}
