import InputBase from '@material-ui/core/InputBase';
import { makeStyles } from '@material-ui/core/styles';
import { PostmortemDetail } from '@muster/backstage-plugin-incidents-common';
import { KeyboardEvent, useEffect, useRef, useState } from 'react';
import { takeFocus } from '../takeFocus';
import { WordingHints } from '../wording/WordingHints';

const useStyles = makeStyles(theme => ({
  whole: { flex: 1, minWidth: 0 },
  field: {
    padding: theme.spacing(0.25, 1),
    borderRadius: theme.shape.borderRadius,
    border: `1px solid ${theme.palette.divider}`,
    '&:focus-within': { outline: `2px solid ${theme.palette.primary.main}` },
  },
}));

/** What a key asks of the outline. */
export interface AnswerKeys {
  /** Enter: the text as it is, and another answer beside it. */
  readonly onEnter: (text: string) => void;
  /** Tab and Shift+Tab. False when there is no such place: then the key leaves the field, as it does elsewhere. */
  readonly onDeeper: (text: string) => boolean;
  readonly onHigher: (text: string) => boolean;
  /** Delete in an empty field, or with Shift. */
  readonly onDelete: () => void;
  /** Alt with an arrow up or down. */
  readonly onStep: (by: 1 | -1) => void;
  /** Escape leaves the outline: Tab does not. */
  readonly onLeave: () => void;
  /** It was left with this text. */
  readonly onBlur: (text: string) => void;
}

/** The text of one answer, with the keys of an outline. */
export const AnswerField = (props: {
  postmortem: PostmortemDetail;
  id: string;
  label: string;
  text: string;
  placeholder: string;
  /** It was asked for just now: its author wants to type. */
  isNew: boolean;
  keys: AnswerKeys;
}) => {
  const { postmortem, text, keys } = props;
  const { field, whole } = useStyles();
  const [typed, setTyped] = useState(text);
  const [hasFocus, setFocus] = useState(false);
  const hints = useRef<HTMLDivElement>(null);
  // What somebody else changed meanwhile.
  useEffect(() => setTyped(text), [text]);

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey } = event;
    const isHandled = (): boolean => {
      // Tab is taken, so that another key leads to the hints.
      if (key === 'Enter' && event.altKey)
        hints.current?.querySelector('button')?.focus();
      else if (key === 'Enter' && !shiftKey) keys.onEnter(typed);
      else if (key === 'Tab')
        return shiftKey ? keys.onHigher(typed) : keys.onDeeper(typed);
      else if (
        isDelete(key) &&
        (typed === '' || (shiftKey && key === 'Delete'))
      )
        keys.onDelete();
      else if (key === 'ArrowUp' && event.altKey) keys.onStep(-1);
      else if (key === 'ArrowDown' && event.altKey) keys.onStep(1);
      else if (key === 'Escape') keys.onLeave();
      else return false;
      return true;
    };
    if (isHandled()) event.preventDefault();
  };

  return (
    <div
      className={whole}
      onFocus={() => setFocus(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        const stays =
          relatedTarget instanceof Node &&
          currentTarget.contains(relatedTarget);
        if (!stays) setFocus(false);
      }}
    >
      <InputBase
        id={props.id}
        className={field}
        value={typed}
        placeholder={props.placeholder}
        onChange={event => setTyped(event.target.value.replace(/\n/g, ' '))}
        onKeyDown={onKeyDown}
        onBlur={() => keys.onBlur(typed)}
        inputProps={{ 'aria-label': props.label, maxLength: 1000 }}
        inputRef={props.isNew ? takeFocus : undefined}
        multiline
        fullWidth
      />
      {hasFocus && (
        // Who presses something here goes on writing: the field is not left by it.
        <div
          ref={hints}
          role="presentation"
          onMouseDown={event => event.preventDefault()}
        >
          <WordingHints
            postmortem={postmortem}
            text={typed}
            onChange={suggested => {
              setTyped(suggested);
              // It is kept when the field is left.
              document.getElementById(props.id)?.focus();
            }}
          />
        </div>
      )}
    </div>
  );
};

const isDelete = (key: string): boolean =>
  key === 'Delete' || key === 'Backspace';
