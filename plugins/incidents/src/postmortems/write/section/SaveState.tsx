import Button from '@material-ui/core/Button';
import { ReactNode } from 'react';
import { isRefusal } from '../../../data';
import { At, messageOf, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Draft, isChanged, isTooLong, longestSection } from './draft';

/** Whether a text is saved; and when it is not, that it is kept, and what happens next. */
export const SaveState = (props: { draft: Draft; onSave: () => void }) => {
  const { small } = useLayout();
  return (
    <span className={small} role="status">
      <Words {...props} />
    </span>
  );
};

const Words = (props: { draft: Draft; onSave: () => void }): ReactNode => {
  const { draft, onSave } = props;
  const t = usePostmortemsText();
  const { mute, warn, bad } = useLayout();
  if (isTooLong(draft)) {
    return (
      <span className={bad}>
        {t('write.tooLong', {
          most: longestSection.toLocaleString('en'),
          length: draft.body.length.toLocaleString('en'),
        })}
      </span>
    );
  }
  if (draft.theirs) return <span className={warn}>{t('write.both')}</span>;
  if (draft.error && isChanged(draft)) {
    return (
      <span className={bad}>
        {t('write.notSaved', { reason: messageOf(draft.error) })}{' '}
        {isRefusal(draft.error) ? t('write.kept') : t('write.keptTrying')}{' '}
        <Button size="small" onClick={onSave}>
          {t('write.saveNow')}
        </Button>
      </span>
    );
  }
  if (draft.sending !== undefined)
    return <span className={mute}>{t('write.saving')}</span>;
  if (isChanged(draft))
    return <span className={mute}>{t('write.unsaved')}</span>;
  return (
    <span className={mute}>
      {draft.savedAt && t('write.saved', { time: <At at={draft.savedAt} /> })}
    </span>
  );
};
