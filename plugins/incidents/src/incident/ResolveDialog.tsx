import TextField from '@material-ui/core/TextField';
import {
  contract,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { FormDialog } from '../kit';

/** Ends an incident, with a word on what helped. */
export const ResolveDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const [note, setNote] = useState('');
  const resolve = useCommand(
    contract.incidents.resolve,
    answer => answer.message,
  );
  return (
    <FormDialog
      name="resolve"
      title={`Resolve ${incident.name}`}
      verb="Resolve"
      pending={resolve.pending}
      error={resolve.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await resolve.run({
          params: { id: incident.name },
          body: note.trim() ? { note } : {},
        });
        if (done) onClose();
      }}
    >
      <TextField
        id="resolve-note"
        label="What helped? (optional, goes on the timeline)"
        value={note}
        onChange={event => setNote(event.target.value)}
        inputProps={{ maxLength: 10_000 }}
        multiline
        minRows={2}
        fullWidth
      />
    </FormDialog>
  );
};
