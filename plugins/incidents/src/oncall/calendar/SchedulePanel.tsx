import ButtonGroup from '@material-ui/core/ButtonGroup';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  endpoints,
  NamedRef,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useEndpoint } from '../../data';
import { Answer, Choice, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { layerHint } from '../layerWords';
import { Grid } from './Grid';
import { neighbour, Range, rangeAround, Zoom, zooms } from './range';
import { Drawn } from './useDrag';

const useStyles = makeStyles(theme => ({
  paper: {
    padding: theme.spacing(2, 2.25),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1.5) },
  },
  bar: { marginBottom: theme.spacing(1.5) },
  step: { minWidth: 36 },
}));

/** The calendar of a schedule, with what chooses its span and its zone. */
export const SchedulePanel = (props: {
  schedule: Schedule;
  zone: string;
  onZone: (zone: string) => void;
  /** The viewer's own zone, when its clock is another than the schedule's. */
  otherZone: string | undefined;
  onOverride: ((span: Drawn, people: readonly NamedRef[]) => void) | undefined;
}) => {
  const { schedule, zone, onZone, otherZone, onOverride } = props;
  const classes = useStyles();
  const t = useOnCallText();
  const { row, wrap, grow, small, mute } = useLayout();
  const [zoom, setZoom] = useState<Zoom>(narrow() ? 'week' : 'two-weeks');
  const [day, setDay] = useState(() => DateTime.now().toISO());
  const range = rangeAround(DateTime.fromISO(day, { zone }), zoom);
  const state = useEndpoint(
    endpoints.oncall.calendar,
    {
      params: { id: schedule.id },
      query: {
        from: range.from.toJSDate().toISOString(),
        to: range.to.toJSDate().toISOString(),
      },
    },
    { keep: true },
  );
  const step = (way: 1 | -1) =>
    setDay(neighbour(range, zoom, way).from.toISO() ?? day);
  return (
    <Paper
      component="section"
      aria-label={t('calendar.title')}
      className={classes.paper}
    >
      <div className={`${row} ${wrap} ${classes.bar}`}>
        <Button
          size="small"
          variant="outlined"
          className={classes.step}
          aria-label={t('calendar.earlier')}
          onClick={() => step(-1)}
        >
          ‹
        </Button>
        <b aria-live="polite">{rangeWords(range)}</b>
        <Button
          size="small"
          variant="outlined"
          className={classes.step}
          aria-label={t('calendar.later')}
          onClick={() => step(1)}
        >
          ›
        </Button>
        <Button size="small" onClick={() => setDay(DateTime.now().toISO())}>
          {t('calendar.today')}
        </Button>
        <span className={`${small} ${mute} ${grow}`}>
          {state.value?.clockChanges.map(({ text }) => text).join(' · ')}
        </span>
        {onOverride && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => {
              const start = DateTime.now().startOf('hour').plus({ hours: 1 });
              onOverride(
                {
                  start: start.toJSDate(),
                  end: start.plus({ hours: 8 }).toJSDate(),
                },
                [],
              );
            }}
          >
            {t('override.open')}
          </Button>
        )}
        {otherZone && (
          <ButtonGroup size="small" aria-label={t('calendar.zone')}>
            {[schedule.timezone, otherZone].map(option => (
              <Button
                key={option}
                aria-pressed={option === zone}
                variant={option === zone ? 'contained' : 'outlined'}
                onClick={() => onZone(option)}
                title={option}
              >
                {t(option === otherZone ? 'calendar.mine' : 'calendar.theirs')}
              </Button>
            ))}
          </ButtonGroup>
        )}
        <Choice
          id="calendar-zoom"
          label={t('calendar.zoom')}
          value={zoom}
          options={zooms}
          words={option => t(`calendar.zooms.${option}`)}
          onChange={setZoom}
        />
      </div>
      <Answer state={state} lines={4}>
        {calendar => (
          <Grid
            calendar={calendar}
            hints={schedule.layers.map(layer => layerHint(layer))}
            scheduleId={schedule.id}
            range={range}
            zoom={zoom}
            zone={zone}
            onOverride={onOverride}
          />
        )}
      </Answer>
    </Paper>
  );
};

/** Two weeks have no room on a phone. */
const narrow = (): boolean => window.innerWidth < 600;

/** `16 – 29 March`, `28 Dec 2026 – 10 Jan 2027`. */
function rangeWords({ from, to }: Range): string {
  const last = to.minus({ days: 1 });
  if (from.hasSame(last, 'month')) {
    return `${from.day} – ${last.toFormat('d LLLL')}${yearOf(from)}`;
  }
  return from.hasSame(last, 'year')
    ? `${from.toFormat('d LLL')} – ${last.toFormat('d LLL')}${yearOf(from)}`
    : `${from.toFormat('d LLL yyyy')} – ${last.toFormat('d LLL yyyy')}`;
}

const yearOf = (at: DateTime): string =>
  at.year === DateTime.now().year ? '' : ` ${at.year}`;
