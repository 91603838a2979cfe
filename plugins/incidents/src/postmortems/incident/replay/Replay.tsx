import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useId, useMemo } from 'react';
import useEvent from 'react-use/esm/useEvent';
import { useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Controls } from './Controls';
import { Deeds } from './Deeds';
import { Happened } from './Happened';
import { ReplayEntry, speeds, Story } from './replay';
import { useReplay } from './useReplay';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2, 4),
    gridTemplateColumns: 'minmax(0, 1.6fr) minmax(0, 1fr)',
    alignItems: 'start',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  // Does not grow and shrink while it runs.
  body: { minHeight: 420 },
}));

/** What happened, once more, at speed: for whoever was not there. */
export const Replay = (props: {
  /** `INC-128`, `PM-12`. */
  name: string;
  /** In any order. */
  entries: readonly ReplayEntry[];
  onClose: () => void;
}) => {
  const t = usePostmortemsText();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const id = useId();
  return (
    <Dialog
      open
      onClose={props.onClose}
      fullScreen={narrow}
      fullWidth
      maxWidth="md"
      aria-labelledby={id}
    >
      <div data-testid="incidents-replay" style={{ overflowY: 'auto' }}>
        <DialogTitle id={id}>
          {t('replay.title', { name: props.name })}
        </DialogTitle>
        <DialogContent>
          {props.entries.length === 0 ? (
            t('replay.empty')
          ) : (
            <Running entries={props.entries} />
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={props.onClose}>{t('replay.close')}</Button>
        </DialogActions>
      </div>
    </Dialog>
  );
};

const Running = ({ entries }: { entries: readonly ReplayEntry[] }) => {
  const t = usePostmortemsText();
  const { columns, body } = useStyles();
  const { stack, small, mute } = useLayout();
  const story = useMemo(() => new Story(entries), [entries]);
  const replay = useReplay(story);
  const { moment, goTo, toggle, setSpeed } = replay;
  const past = story.entries.slice(0, story.happened(moment));

  const keys: Readonly<Record<string, () => void>> = {
    ' ': toggle,
    ArrowLeft: () => goTo(story.before(moment)),
    ArrowRight: () => goTo(story.after(moment)),
    Home: () => goTo(0),
    End: () => goTo(story.end),
    ...Object.fromEntries(
      speeds.map((speed, index) => [`${index + 1}`, () => setSpeed(speed)]),
    ),
  };
  // Wherever in the dialog the focus is: nothing else listens meanwhile.
  useEvent('keydown', (event: KeyboardEvent) => {
    const act = keys[event.key];
    // The space bar presses the button, or ticks the box, that it is on.
    const presses =
      event.key === ' ' &&
      event.target instanceof HTMLElement &&
      event.target.closest('button, input:not([type="range"])') !== null;
    if (!act || presses || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    act();
  });

  return (
    <div className={`${stack} ${body}`}>
      <div className={`${small} ${mute}`}>
        {t('replay.explained')}
        {replay.stepwise && ` ${t('replay.stepwise')}`}
      </div>
      <Controls story={story} replay={replay} />
      <div className={columns}>
        <Happened entries={past} playing={replay.playing} />
        <Deeds entries={past} />
      </div>
    </div>
  );
};
