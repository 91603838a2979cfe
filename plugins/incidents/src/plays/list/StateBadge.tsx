import { makeStyles } from '@material-ui/core/styles';
import { Play } from '@muster/backstage-plugin-incidents-common';
import { meaning } from '../../kit';
import { usePlaysText } from '../../translation';

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
  enabled: { color: meaning(theme).ok },
  failing: { color: meaning(theme).bad },
  paused: { color: meaning(theme).warn },
  draft: {},
}));

const shapes = { enabled: '●', failing: '▲', paused: '‖', draft: '○' } as const;

/** Whether a play starts, as colour, shape and word; an enabled one whose runs fail says so instead. */
export const StateBadge = ({ play }: { play: Play }) => {
  const classes = useStyles();
  const t = usePlaysText();
  const state =
    play.state === 'enabled' && play.health.failing ? 'failing' : play.state;
  return (
    <span className={`${classes.badge} ${classes[state]}`}>
      <span aria-hidden>{shapes[state]}</span>
      {t(`playState.${state}`)}
    </span>
  );
};
