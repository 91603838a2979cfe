import Button from '@material-ui/core/Button';
import { KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** Asks before an answer is removed; it has the focus, for it answers a key. */
export const RemoveQuestion = (props: {
  /** How many answers would go with it. */
  below: number;
  onRemove: () => void;
  onKeep: () => void;
}) => {
  const { below, onRemove, onKeep } = props;
  const t = usePostmortemsText();
  const { row, wrap, warn } = useLayout();
  const id = useId();
  const remove = useRef<HTMLButtonElement>(null);
  useEffect(() => remove.current?.focus(), []);
  const onEscape = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') onKeep();
  };
  return (
    <div className={`${row} ${wrap}`} role="group" aria-labelledby={id}>
      <span id={id} className={warn}>
        {below > 0 ? t('why.reallyWith', { count: below }) : t('why.really')}
      </span>
      <Button
        ref={remove}
        // Its ripple is not there yet when it gets the focus.
        disableFocusRipple
        size="small"
        variant="contained"
        onClick={onRemove}
        onKeyDown={onEscape}
      >
        {t('why.remove')}
      </Button>
      <Button size="small" onClick={onKeep} onKeyDown={onEscape}>
        {t('why.keep')}
      </Button>
    </div>
  );
};
