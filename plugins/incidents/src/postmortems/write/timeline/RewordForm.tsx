import TextField from '@material-ui/core/TextField';
import {
  PostmortemDetail,
  PostmortemEntry,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useLayout, useNow } from '../../../kit';
import { MomentField } from '../../../oncall/MomentField';
import { usePostmortemsText } from '../../../translation';
import { FormEnd } from '../FormEnd';
import { takeFocus } from '../takeFocus';
import { WordingHints } from '../wording/WordingHints';
import { EntryChange } from './curation';

/**
 * Another wording of an entry, and another time where that is somebody's memory. Enter saves it, Escape leaves it.
 */
export const RewordForm = (props: {
  postmortem: PostmortemDetail;
  entry: PostmortemEntry;
  onSave: (change: EntryChange) => void;
  onClose: () => void;
}) => {
  const { postmortem, entry, onSave, onClose } = props;
  const t = usePostmortemsText();
  const { tight, bad } = useLayout();
  const [text, setText] = useState(entry.text);
  const [at, setAt] = useState(entry.at);
  const timeZone = DateTime.local().zoneName;
  // It would be refused when the form has gone, and the wording with it.
  const isAhead = DateTime.fromISO(at) > useNow();
  const isLacking = text.trim() === '' || isAhead;
  const save = () => {
    if (isLacking) return;
    onSave({
      text: text.trim(),
      ...(at !== entry.at && { at }),
    });
  };
  return (
    <form
      className={tight}
      onSubmit={event => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        id={`reword-${entry.id}`}
        label={t('curate.rewordLabel')}
        value={text}
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            save();
          }
        }}
        inputProps={{ maxLength: 2000 }}
        size="small"
        multiline
        inputRef={takeFocus}
        fullWidth
      />
      <WordingHints postmortem={postmortem} text={text} onChange={setText} />
      {entry.source.kind === 'hand' && (
        <MomentField
          id={`reword-at-${entry.id}`}
          label={t('curate.addAt', { zone: timeZone })}
          zone={timeZone}
          value={at}
          onChange={setAt}
        />
      )}
      <div role="status" className={bad}>
        {isAhead && t('curate.ahead')}
      </div>
      <FormEnd verb={t('curate.save')} disabled={isLacking} onClose={onClose} />
    </form>
  );
};
