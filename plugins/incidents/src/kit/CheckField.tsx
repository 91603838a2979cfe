import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';

/** Yes or no, with its words beside it. */
export const CheckField = (props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) => (
  <FormControlLabel
    control={
      <Checkbox
        size="small"
        color="primary"
        checked={props.checked}
        onChange={event => props.onChange(event.target.checked)}
      />
    }
    label={props.label}
  />
);
