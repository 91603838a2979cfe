import Button from '@material-ui/core/Button';
import { useState } from 'react';

/** A button that asks once more before it does what cannot be undone. */
export const ConfirmButton = (props: {
  label: string;
  /** What the second press says: `Really revoke?` */
  question: string;
  disabled?: boolean;
  onConfirm: () => void;
}) => {
  const [asked, setAsked] = useState(false);
  return (
    <Button
      size="small"
      variant={asked ? 'contained' : 'outlined'}
      disabled={props.disabled}
      onBlur={() => setAsked(false)}
      onClick={() => {
        if (asked) props.onConfirm();
        setAsked(!asked);
      }}
    >
      {asked ? props.question : props.label}
    </Button>
  );
};
