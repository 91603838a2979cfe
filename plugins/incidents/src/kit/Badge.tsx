import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { meaning } from './styles';

const useStyles = makeStyles(theme => ({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    flex: 'none',
    padding: '1px 8px',
    border: '1px solid currentColor',
    borderRadius: 4,
    fontSize: 12,
    fontWeight: 700,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
  },
  ok: { color: meaning(theme).ok },
  bad: { color: meaning(theme).bad },
  warn: { color: meaning(theme).warn },
  plain: {},
}));

/** What a badge means. */
export type Tone = 'ok' | 'bad' | 'warn' | 'plain';

/** A state as colour, shape and word. */
export const Badge = (props: {
  tone: Tone;
  shape: string;
  children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <span className={`${classes.badge} ${classes[props.tone]}`}>
      <span aria-hidden>{props.shape}</span>
      {props.children}
    </span>
  );
};
