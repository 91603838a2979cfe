import TextField from '@material-ui/core/TextField';
import { useState } from 'react';

/** A whole number within bounds. What is half typed stays as it is, and is told only once it is a number. */
export const NumberField = (props: {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) => {
  const { id, label, value, min, max, onChange } = props;
  const [text, setText] = useState<string>();
  return (
    <TextField
      id={id}
      label={label}
      type="number"
      InputLabelProps={{ style: { whiteSpace: 'nowrap' } }}
      inputProps={{ min, max, step: 1, style: { minWidth: 56 } }}
      value={text ?? value}
      onChange={event => {
        setText(event.target.value);
        const number = Number(event.target.value);
        if (
          event.target.value !== '' &&
          Number.isInteger(number) &&
          number >= min &&
          number <= max
        ) {
          onChange(number);
        }
      }}
      onBlur={() => setText(undefined)}
    />
  );
};
