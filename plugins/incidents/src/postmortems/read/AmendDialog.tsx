import { useRouteRef } from '@backstage/core-plugin-api';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCommand } from '../../data';
import { FormDialog } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';

/** Opens a published postmortem for changes, and leads to them. */
export const AmendDialog = (props: {
  postmortem: Pick<Postmortem, 'name'>;
  onClose: () => void;
}) => {
  const { name } = props.postmortem;
  const t = usePostmortemsText();
  const navigate = useNavigate();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  const [reason, setReason] = useState('');
  const amend = useCommand(endpoints.postmortems.amend, () =>
    t('read.isAmended', { postmortem: name }),
  );
  return (
    <FormDialog
      name="amend-postmortem"
      title={t('read.amendTitle', { postmortem: name })}
      verb={t('read.amend')}
      pending={amend.pending}
      disabled={reason.trim() === ''}
      error={amend.error}
      onClose={props.onClose}
      onSubmit={async () => {
        if (await amend.run({ params: { id: name }, body: { reason } })) {
          navigate(`${toPostmortem({ name })}/edit`);
        }
      }}
    >
      <div>{t('read.amendWhat')}</div>
      <TextField
        id="amend-reason"
        label={t('read.amendWhy')}
        value={reason}
        onChange={event => setReason(event.target.value)}
        inputProps={{ maxLength: 1000 }}
        multiline
        fullWidth
      />
    </FormDialog>
  );
};
