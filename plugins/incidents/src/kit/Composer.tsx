import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { ReactNode, useState } from 'react';
import { CommandError } from './states';
import { useLayout } from './styles';

/** A line to write in and a button that sends it; emptied once it was taken. */
export const Composer = (props: {
  id: string;
  label: string;
  verb: string;
  /** In characters. */
  longest: number;
  pending: boolean;
  error: Error | undefined;
  /** Fulfilled with whether it was taken. */
  onSend: (text: string) => Promise<boolean>;
  /** What helps to write, below the line. */
  help?: (text: string, onChange: (text: string) => void) => ReactNode;
}) => {
  const { row, top } = useLayout();
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={async event => {
        event.preventDefault();
        if (await props.onSend(text)) setText('');
      }}
    >
      <div className={`${row} ${top}`}>
        <TextField
          id={props.id}
          label={props.label}
          value={text}
          onChange={event => setText(event.target.value)}
          inputProps={{ maxLength: props.longest }}
          variant="outlined"
          size="small"
          multiline
          maxRows={6}
          fullWidth
        />
        <Button
          type="submit"
          variant="outlined"
          style={{ whiteSpace: 'nowrap' }}
          disabled={text.trim() === '' || props.pending}
        >
          {props.verb}
        </Button>
      </div>
      {props.help?.(text, setText)}
      <CommandError error={props.error} />
    </form>
  );
};
