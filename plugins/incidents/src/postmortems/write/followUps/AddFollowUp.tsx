import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Agreed, FollowUpFields, toBody } from '../../lines/FollowUpFields';
import { FormEnd } from '../FormEnd';
import { ShutOut } from '../people/ShutOut';
import { takeFocus } from '../takeFocus';
import { WordingHints } from '../wording/WordingHints';

const useStyles = makeStyles(theme => ({
  fields: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    alignItems: 'end',
  },
}));

const nothingYet: Agreed = {
  ownerRef: '',
  dueOn: '',
  priority: 'medium',
  kind: 'prevent',
  factorId: '',
};

/** A new follow-up: what must be done; who has it and until when may follow. */
export const AddFollowUp = (props: {
  postmortem: PostmortemDetail;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const t = usePostmortemsText();
  const { fields } = useStyles();
  const { stack } = useLayout();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [agreed, setAgreed] = useState(nothingYet);
  const add = useCommand(endpoints.postmortems.addFollowUp, ({ name }) =>
    t('newFollowUp.added', { followUp: name }),
  );
  return (
    <form
      className={stack}
      onSubmit={async event => {
        event.preventDefault();
        const { dueOn, ...rest } = toBody(agreed);
        const done = await add.run({
          params: { id: postmortem.name },
          body: {
            title: title.trim(),
            description: description.trim(),
            ...rest,
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
      <WordingHints postmortem={postmortem} text={title} onChange={setTitle} />
      <TextField
        id="new-follow-up-description"
        label={t('followUp.description')}
        value={description}
        onChange={event => setDescription(event.target.value)}
        inputProps={{ maxLength: 10_000 }}
        multiline
        fullWidth
      />
      <div className={fields}>
        <FollowUpFields
          id="new-follow-up"
          agreed={agreed}
          factors={postmortem.factors}
          onChange={change => setAgreed(now => ({ ...now, ...change }))}
        />
      </div>
      <ShutOut
        postmortem={postmortem}
        refs={agreed.ownerRef ? [agreed.ownerRef] : []}
      />
      <FormEnd
        verb={t('newFollowUp.verb')}
        disabled={title.trim() === '' || add.pending}
        error={add.error}
        onClose={onClose}
      />
    </form>
  );
};
