import TextField from '@material-ui/core/TextField';
import { PostmortemEntry } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { FormEnd } from '../FormEnd';
import { takeFocus } from '../takeFocus';

/** Another wording of an entry; Enter saves it, Escape leaves it. */
export const RewordForm = (props: {
  entry: PostmortemEntry;
  onSave: (text: string) => void;
  onClose: () => void;
}) => {
  const { entry, onSave, onClose } = props;
  const t = usePostmortemsText();
  const { tight } = useLayout();
  const [text, setText] = useState(entry.text);
  const isEmpty = text.trim() === '';
  const save = () => {
    if (!isEmpty) onSave(text.trim());
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
      <FormEnd verb={t('curate.save')} disabled={isEmpty} onClose={onClose} />
    </form>
  );
};
