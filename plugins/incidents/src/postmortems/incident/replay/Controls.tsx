import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import { CheckField, durationText, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { speeds, Story } from './replay';
import { Replaying } from './useReplay';

const useStyles = makeStyles(theme => ({
  clock: {
    fontSize: '1.75rem',
    fontVariantNumeric: 'tabular-nums',
    fontWeight: 700,
  },
  slider: {
    width: '100%',
    height: 28,
    margin: 0,
    accentColor: theme.palette.primary.main,
  },
  marks: { display: 'block', width: '100%', height: 10 },
  mark: { stroke: theme.palette.text.secondary, strokeWidth: 1 },
}));

/** The clock of a replay, the slider through its time, and its buttons. */
export const Controls = (props: { story: Story; replay: Replaying }) => {
  const { story, replay } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { row, wrap, mute, tight } = useLayout();
  const { moment, playing } = replay;
  const clock = DateTime.fromMillis(story.startsAt + moment).toFormat(
    'd LLL, HH:mm:ss',
  );
  const since =
    moment === 0
      ? t('replay.atStart')
      : t('replay.sinceStart', { duration: durationText(moment) });
  const atEnd = moment >= story.end;
  return (
    <div className={tight}>
      <div className={`${row} ${wrap}`}>
        <span className={classes.clock}>{clock}</span>
        <span className={mute}>{since}</span>
      </div>
      <div>
        <input
          type="range"
          className={classes.slider}
          aria-label={t('replay.slider')}
          aria-valuetext={`${clock}, ${since}`}
          min={0}
          max={story.end}
          value={Math.round(moment)}
          onChange={event => replay.goTo(Number(event.target.value))}
        />
        <Marks story={story} />
      </div>
      <div className={`${row} ${wrap}`} style={{ gap: 4 }}>
        <Button
          variant="outlined"
          size="small"
          aria-label={t('replay.before')}
          disabled={moment <= 0}
          onClick={() => replay.goTo(story.before(moment))}
        >
          ◀
        </Button>
        <Button
          variant="contained"
          color="primary"
          size="small"
          style={{ minWidth: 96 }}
          onClick={replay.toggle}
        >
          {playing && t('replay.pause')}
          {!playing && (atEnd ? t('replay.again') : t('replay.play'))}
        </Button>
        <Button
          variant="outlined"
          size="small"
          aria-label={t('replay.after')}
          disabled={atEnd}
          onClick={() => replay.goTo(story.after(moment))}
        >
          ▶
        </Button>
        <div
          className={row}
          style={{ gap: 4 }}
          role="group"
          aria-label={t('replay.speed')}
        >
          {speeds.map(speed => (
            <Button
              key={speed}
              size="small"
              variant={replay.speed === speed ? 'contained' : 'text'}
              aria-pressed={replay.speed === speed}
              onClick={() => replay.setSpeed(speed)}
            >
              ×{speed}
            </Button>
          ))}
        </div>
        <CheckField
          label={t('replay.skipQuiet')}
          checked={replay.skipQuiet}
          onChange={replay.setSkipQuiet}
        />
      </div>
    </div>
  );
};

/** Where along the slider something happened: one line, however many entries there are. */
const Marks = ({ story }: { story: Story }) => {
  const classes = useStyles();
  const width = 1000;
  const places = new Set(
    story.moments.map(at => Math.round((at / Math.max(1, story.end)) * width)),
  );
  return (
    <svg
      aria-hidden
      className={classes.marks}
      viewBox={`0 0 ${width} 10`}
      preserveAspectRatio="none"
    >
      <path
        className={classes.mark}
        vectorEffect="non-scaling-stroke"
        d={[...places].map(x => `M${x} 0v10`).join('')}
      />
    </svg>
  );
};
