import TextField from '@material-ui/core/TextField';
import { endpoints, FollowUp } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { Agreed, FollowUpFields, toBody } from '../lines/FollowUpFields';

/** Changes what a follow-up says: who has it, until when, and what it is. */
export const EditFollowUpDialog = (props: {
  followUp: FollowUp;
  onClose: () => void;
}) => {
  const { followUp, onClose } = props;
  const t = usePostmortemsText();
  const [title, setTitle] = useState(followUp.title);
  const [description, setDescription] = useState(followUp.description);
  const [agreed, setAgreed] = useState<Agreed>({
    ownerRef: followUp.owner?.ref ?? '',
    dueOn: followUp.dueOn,
    priority: followUp.priority,
    kind: followUp.kind,
    factorId: followUp.factor?.id ?? '',
  });
  const postmortem = useEndpoint(endpoints.postmortems.get, {
    params: { id: followUp.postmortem.name },
  });
  const save = useCommand(endpoints.postmortems.editFollowUp, () =>
    t('followUp.saved', { followUp: followUp.name }),
  );
  return (
    <FormDialog
      name="edit-follow-up"
      title={t('followUp.editTitle', { followUp: followUp.name })}
      verb={t('followUp.save')}
      pending={save.pending}
      disabled={title.trim() === '' || agreed.dueOn === ''}
      error={save.error}
      onClose={onClose}
      onSubmit={async () => {
        const { version, name } = followUp;
        const done = await save.run({
          params: { id: name },
          body: {
            version,
            title,
            description,
            ...toBody(agreed),
          },
        });
        if (done) onClose();
      }}
    >
      <TextField
        id="follow-up-title"
        label={t('followUp.title')}
        value={title}
        onChange={event => setTitle(event.target.value)}
        inputProps={{ maxLength: 300 }}
        multiline
        fullWidth
      />
      <TextField
        id="follow-up-description"
        label={t('followUp.description')}
        value={description}
        onChange={event => setDescription(event.target.value)}
        inputProps={{ maxLength: 10_000 }}
        multiline
        fullWidth
      />
      <FollowUpFields
        id="follow-up"
        agreed={agreed}
        factors={postmortem.value?.factors ?? []}
        onChange={change => setAgreed(now => ({ ...now, ...change }))}
      />
    </FormDialog>
  );
};
