import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import { FormDialog } from '../../../kit';

/** Asks why, before it is done; whoever reads the document later reads the reason. */
export const ReasonDialog = (props: {
  /** Found in tests as `incidents-<name>`. */
  name: string;
  title: string;
  what: string;
  label: string;
  verb: string;
  isOptional?: boolean;
  pending: boolean;
  error: Error | undefined;
  /** Resolves to whether it is done. */
  onSubmit: (reason: string) => Promise<boolean>;
  onClose: () => void;
}) => {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      name={props.name}
      title={props.title}
      verb={props.verb}
      pending={props.pending}
      disabled={!props.isOptional && reason.trim() === ''}
      error={props.error}
      onClose={props.onClose}
      onSubmit={async () => {
        if (await props.onSubmit(reason.trim())) props.onClose();
      }}
    >
      <div>{props.what}</div>
      <TextField
        id={`${props.name}-reason`}
        label={props.label}
        value={reason}
        onChange={event => setReason(event.target.value)}
        inputProps={{ maxLength: 1000 }}
        multiline
        fullWidth
      />
    </FormDialog>
  );
};
