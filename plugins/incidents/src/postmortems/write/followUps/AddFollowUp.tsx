import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  FollowUpKind,
  followUpKinds,
  followUpPriorities,
  FollowUpPriority,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { Choice, CommandError, EntityPicker, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { takeFocus } from '../takeFocus';

const useStyles = makeStyles(theme => ({
  fields: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    alignItems: 'end',
  },
}));

/** A new follow-up: what must be done; who has it and until when may follow. */
export const AddFollowUp = (props: {
  /** `PM-12`. */
  postmortem: string;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const t = usePostmortemsText();
  const { fields } = useStyles();
  const { stack, row } = useLayout();
  const [title, setTitle] = useState('');
  const [ownerRef, setOwnerRef] = useState('');
  const [dueOn, setDueOn] = useState('');
  const [priority, setPriority] = useState<FollowUpPriority>('medium');
  const [kind, setKind] = useState<FollowUpKind>('prevent');
  const add = useCommand(endpoints.postmortems.addFollowUp, ({ name }) =>
    t('newFollowUp.added', { followUp: name }),
  );
  return (
    <form
      className={stack}
      onSubmit={async event => {
        event.preventDefault();
        const done = await add.run({
          params: { id: postmortem },
          body: {
            title: title.trim(),
            ownerRef: ownerRef || null,
            priority,
            kind,
            ...(dueOn && { dueOn }),
          },
        });
        if (done) onClose();
      }}
    >
      <TextField
        id="new-follow-up-title"
        label={t('followUp.title')}
        value={title}
        onChange={event => setTitle(event.target.value)}
        inputProps={{ maxLength: 300 }}
        inputRef={takeFocus}
        fullWidth
      />
      <div className={fields}>
        <EntityPicker
          id="new-follow-up-owner"
          label={t('followUp.owner')}
          kinds={['User']}
          value={ownerRef}
          onChange={setOwnerRef}
        />
        <TextField
          id="new-follow-up-due"
          label={t('followUp.dueOn')}
          type="date"
          InputLabelProps={{ shrink: true }}
          value={dueOn}
          onChange={event => setDueOn(event.target.value)}
        />
        <Choice
          id="new-follow-up-priority"
          label={t('followUp.priority')}
          value={priority}
          options={followUpPriorities}
          words={option => t(`followUpPriority.${option}`)}
          onChange={setPriority}
        />
        <Choice
          id="new-follow-up-kind"
          label={t('followUp.kind')}
          value={kind}
          options={followUpKinds}
          words={option => t(`followUpKind.${option}`)}
          onChange={setKind}
        />
      </div>
      <div className={row}>
        <Button
          type="submit"
          size="small"
          variant="outlined"
          disabled={title.trim() === '' || add.pending}
        >
          {t('newFollowUp.verb')}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('newFollowUp.cancel')}
        </Button>
      </div>
      <CommandError error={add.error} />
    </form>
  );
};
