import TextField from '@material-ui/core/TextField';
import { useEscalationText } from '../translation';

/** The code of a few digits that was sent to an address; a phone offers it from the message. */
export const CodeField = (props: {
  id: string;
  address: string;
  value: string;
  onChange: (code: string) => void;
}) => {
  const t = useEscalationText();
  return (
    <TextField
      id={props.id}
      label={t('add.code', { address: props.address })}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      inputProps={{
        maxLength: 20,
        inputMode: 'numeric',
        autoComplete: 'one-time-code',
      }}
      fullWidth
    />
  );
};
