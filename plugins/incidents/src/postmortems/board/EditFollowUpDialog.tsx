import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  FollowUp,
  followUpKinds,
  followUpPriorities,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { Choice, EntityPicker, FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';

/** Changes what a follow-up says: who has it, until when, and what it is. */
export const EditFollowUpDialog = (props: {
  followUp: FollowUp;
  onClose: () => void;
}) => {
  const { followUp, onClose } = props;
  const t = usePostmortemsText();
  const [title, setTitle] = useState(followUp.title);
  const [description, setDescription] = useState(followUp.description);
  const [ownerRef, setOwnerRef] = useState(followUp.owner?.ref ?? '');
  const [dueOn, setDueOn] = useState(followUp.dueOn);
  const [priority, setPriority] = useState(followUp.priority);
  const [kind, setKind] = useState(followUp.kind);
  const save = useCommand(endpoints.postmortems.editFollowUp, () =>
    t('followUp.saved', { followUp: followUp.name }),
  );
  return (
    <FormDialog
      name="edit-follow-up"
      title={t('followUp.editTitle', { followUp: followUp.name })}
      verb={t('followUp.save')}
      pending={save.pending}
      disabled={title.trim() === '' || dueOn === ''}
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
            ownerRef: ownerRef || null,
            dueOn,
            priority,
            kind,
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
      <EntityPicker
        id="follow-up-owner"
        label={t('followUp.owner')}
        kinds={['User', 'Group']}
        value={ownerRef}
        onChange={setOwnerRef}
      />
      <TextField
        id="follow-up-due"
        label={t('followUp.dueOn')}
        type="date"
        InputLabelProps={{ shrink: true }}
        value={dueOn}
        onChange={event => setDueOn(event.target.value)}
      />
      <Choice
        id="follow-up-priority"
        label={t('followUp.priority')}
        value={priority}
        options={followUpPriorities}
        words={option => t(`followUpPriority.${option}`)}
        onChange={setPriority}
      />
      <Choice
        id="follow-up-kind"
        label={t('followUp.kind')}
        value={kind}
        options={followUpKinds}
        words={option => t(`followUpKind.${option}`)}
        onChange={setKind}
      />
    </FormDialog>
  );
};
