import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** Asks why newcomers should read a postmortem, and puts it on the reading list. */
export const WorthReadingDialog = (props: {
  postmortem: Pick<Postmortem, 'name'>;
  onClose: () => void;
}) => {
  const { name } = props.postmortem;
  const t = usePostmortemsText();
  const [why, setWhy] = useState('');
  const mark = useCommand(endpoints.postmortems.markWorthReading, () =>
    t('read.isMarked', { postmortem: name }),
  );
  return (
    <FormDialog
      name="worth-reading"
      title={t('read.worthReadingTitle', { postmortem: name })}
      verb={t('read.markWorthReading')}
      pending={mark.pending}
      disabled={why.trim() === ''}
      error={mark.error}
      onClose={props.onClose}
      onSubmit={async () => {
        if (await mark.run({ params: { id: name }, body: { why } })) {
          props.onClose();
        }
      }}
    >
      <div>{t('read.worthReadingWhat')}</div>
      <TextField
        id="worth-reading-why"
        label={t('read.worthReadingWhy')}
        value={why}
        onChange={event => setWhy(event.target.value)}
        inputProps={{ maxLength: 200 }}
        fullWidth
      />
    </FormDialog>
  );
};
