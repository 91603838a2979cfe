import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** A reviewer agrees, with or without a note. */
export const SignOffDialog = (props: {
  postmortem: Pick<Postmortem, 'name'>;
  onClose: () => void;
}) => {
  const { name } = props.postmortem;
  const t = usePostmortemsText();
  const [note, setNote] = useState('');
  const signOff = useCommand(endpoints.postmortems.signOff, () =>
    t('read.isSignedOff', { postmortem: name }),
  );
  return (
    <FormDialog
      name="sign-off-postmortem"
      title={t('read.signOffTitle', { postmortem: name })}
      verb={t('read.signOff')}
      pending={signOff.pending}
      error={signOff.error}
      onClose={props.onClose}
      onSubmit={async () => {
        if (await signOff.run({ params: { id: name }, body: { note } })) {
          props.onClose();
        }
      }}
    >
      <div>{t('read.signOffWhat')}</div>
      <TextField
        id="sign-off-note"
        label={t('read.signOffNote')}
        value={note}
        onChange={event => setNote(event.target.value)}
        inputProps={{ maxLength: 2000 }}
        multiline
        fullWidth
      />
    </FormDialog>
  );
};
