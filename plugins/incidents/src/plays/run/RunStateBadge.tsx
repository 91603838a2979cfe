import { makeStyles } from '@material-ui/core/styles';
import { PlayRun } from '@muster/backstage-plugin-incidents-common';
import { meaning } from '../../kit';
import { usePlaysText } from '../../translation';

const useStyles = makeStyles(theme => ({
  badge: {
    display: 'inline-flex',
    gap: 5,
    flex: 'none',
    fontSize: '0.8125rem',
    fontWeight: 700,
    whiteSpace: 'nowrap',
  },
  succeeded: { color: meaning(theme).ok },
  failed: { color: meaning(theme).bad },
  asking: { color: meaning(theme).warn },
  running: { color: meaning(theme).link },
  queued: {},
  cancelled: {},
}));

const shapes = {
  queued: '…',
  running: '▶',
  asking: '◆',
  succeeded: '✓',
  failed: '✕',
  cancelled: '⊘',
} as const;

/** How a run stands: shape, word, colour. */
export const RunStateBadge = ({ run }: { run: PlayRun }) => {
  const classes = useStyles();
  const t = usePlaysText();
  const state = run.asking ? 'asking' : run.state;
  return (
    <span className={`${classes.badge} ${classes[state]}`}>
      <span aria-hidden>{shapes[state]}</span>
      {t(`run.state.${state}`)}
    </span>
  );
};
