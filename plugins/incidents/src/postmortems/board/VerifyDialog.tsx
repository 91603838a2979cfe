import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  FollowUp,
  ProofKind,
  proofKinds,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { Choice, FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** Asks for the proof that a follow-up helps. */
export const VerifyDialog = (props: {
  followUp: FollowUp;
  onClose: () => void;
}) => {
  const { followUp, onClose } = props;
  const t = usePostmortemsText();
  const [kind, setKind] = useState<ProofKind>('monitor');
  const [url, setUrl] = useState('');
  const [note, setNote] = useState('');
  const verify = useCommand(endpoints.postmortems.verifyFollowUp, () =>
    t('followUp.verified', { followUp: followUp.name }),
  );
  return (
    <FormDialog
      name="verify-follow-up"
      title={t('followUp.verifyTitle', { followUp: followUp.name })}
      verb={t('followUp.verify')}
      pending={verify.pending}
      disabled={url.trim() === '' && note.trim() === ''}
      error={verify.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await verify.run({
          params: { id: followUp.name },
          body: { kind, url: url.trim() || null, note },
        });
        if (done) onClose();
      }}
    >
      <b>{followUp.title}</b>
      <div>{t('followUp.verifyWhat')}</div>
      <Choice
        id="proof-kind"
        label={t('followUp.proofKind')}
        value={kind}
        options={proofKinds}
        words={option => t(`followUp.proof.${option}`)}
        onChange={setKind}
      />
      <TextField
        id="proof-url"
        label={t('followUp.proofUrl')}
        type="url"
        value={url}
        onChange={event => setUrl(event.target.value)}
        inputProps={{ maxLength: 2000 }}
        fullWidth
      />
      <TextField
        id="proof-note"
        label={t('followUp.proofNote')}
        value={note}
        onChange={event => setNote(event.target.value)}
        inputProps={{ maxLength: 2000 }}
        multiline
        fullWidth
      />
    </FormDialog>
  );
};
