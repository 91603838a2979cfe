import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Popper from '@material-ui/core/Popper';
import { makeStyles } from '@material-ui/core/styles';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { FocusEvent, MouseEvent, RefObject } from 'react';
import { useEndpoint } from '../../data';
import { Answer, namesOf, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { spanWords } from '../times';
import { Piece } from './pieces';
import { Asked } from './useWhy';

const useStyles = makeStyles(theme => ({
  layer: { zIndex: theme.zIndex.tooltip },
  bubble: {
    maxWidth: 320,
    padding: theme.spacing(1.25, 1.5),
    fontSize: '0.8125rem',
    border: `1px solid ${theme.palette.divider}`,
  },
}));

/** Why these people are on call then, in the words of the rules; and what can be done about it. */
export const WhyBubble = (props: {
  asked: Asked;
  scheduleId: string;
  zone: string;
  textId: string;
  bubble: RefObject<HTMLDivElement>;
  onStay: () => void;
  onHide: (event: FocusEvent | MouseEvent) => void;
  /** Undefined for who may not. */
  onOverride: ((piece: Piece) => void) | undefined;
}) => {
  const { asked, bubble, onStay, onHide, onOverride } = props;
  const classes = useStyles();
  const t = useOnCallText();
  const { tight } = useLayout();
  const { piece, bar } = asked;
  return (
    <Popper
      open
      anchorEl={bar}
      placement="bottom-start"
      className={classes.layer}
    >
      <div
        ref={bubble}
        onMouseEnter={onStay}
        onMouseLeave={onHide}
        onFocus={onStay}
        onBlur={onHide}
      >
        <Paper elevation={6} className={`${classes.bubble} ${tight}`}>
          <Reasons {...props} piece={piece} />
          {onOverride && (
            <div>
              <Button size="small" onClick={() => onOverride(piece)}>
                {t(piece.gap === undefined ? 'override.open' : 'gaps.cover')}
              </Button>
            </div>
          )}
        </Paper>
      </div>
    </Popper>
  );
};

const Reasons = (props: {
  piece: Piece;
  scheduleId: string;
  zone: string;
  textId: string;
}) => {
  const { piece, scheduleId, zone, textId } = props;
  const t = useOnCallText();
  const { tight, mute, breakable } = useLayout();
  const isGap = piece.gap !== undefined;
  const state = useEndpoint(
    endpoints.oncall.explain,
    {
      params: { id: scheduleId },
      query: { at: piece.start.toISOString() },
    },
    { enabled: !isGap },
  );
  const span = spanWords(piece.start, piece.end, zone);
  return (
    <div id={textId} className={`${tight} ${breakable}`}>
      <b>
        {isGap
          ? t('calendar.whyNobody', { span })
          : t('calendar.why', { people: namesOf(piece.people), span })}
      </b>
      {isGap ? (
        <div>{piece.gap}</div>
      ) : (
        <Answer state={state} lines={2}>
          {({ lines }) => (
            <>
              {lines.map((line, index) => (
                // Two rules may say the same.
                // eslint-disable-next-line react/no-array-index-key
                <div key={index} className={index > 0 ? mute : undefined}>
                  {line}
                </div>
              ))}
            </>
          )}
        </Answer>
      )}
    </div>
  );
};
