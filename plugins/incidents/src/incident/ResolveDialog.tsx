import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { FormDialog } from '../kit';
import { useText } from '../translation';

/** Ends an incident, with a word on what helped. */
export const ResolveDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useText();
  const [note, setNote] = useState('');
  const resolve = useCommand(
    endpoints.incidents.resolve,
    answer => answer.message,
  );
  return (
    <FormDialog
      name="resolve"
      title={t('resolve.title', { incident: incident.name })}
      verb={t('actions.resolve')}
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
        label={t('resolve.note')}
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
