import { makeStyles } from '@material-ui/core/styles';
import { Density, KeyMoment } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { absolute, durationText, meaning, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { marksIn, peakOf, placeIn, Span, spanOf, sumOf } from './picture';

const useStyles = makeStyles(theme => ({
  figure: { margin: 0, '@media print': { breakInside: 'avoid' } },
  svg: { display: 'block', width: '100%', height: 132, overflow: 'visible' },
  alerts: { fill: meaning(theme).bad },
  changes: { fill: meaning(theme).link },
  axis: { stroke: theme.palette.text.secondary, strokeWidth: 1 },
  line: {
    stroke: theme.palette.text.primary,
    strokeWidth: 1,
    strokeDasharray: '3 3',
  },
  cursor: { stroke: meaning(theme).warn, strokeWidth: 3 },
  disc: {
    fill: theme.palette.background.paper,
    stroke: theme.palette.text.primary,
    strokeWidth: 1.5,
  },
  number: {
    fill: theme.palette.text.primary,
    fontSize: 11,
    fontWeight: 700,
    textAnchor: 'middle',
  },
  ends: { display: 'flex', justifyContent: 'space-between', gap: 8 },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    marginTop: theme.spacing(1),
  },
  moments: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    listStyle: 'none',
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
  },
  swatch: { width: 12, height: 12, marginRight: 6, verticalAlign: -1 },
}));

const height = 132;
/** Alerts stand on the axis, changes hang below it: told apart without their colours. */
const axis = 92;
const tallest = 52;
const deepest = 34;
const disc = 9;

/**
 * What happened, as a picture: alerts above the axis, changes below it, key moments as numbered lines, which the list
 * below names. Times are the viewer's.
 */
export const TimelinePicture = (props: {
  density: Density | null;
  moments: Partial<Record<KeyMoment, string>>;
  /** A moment that is looked at now, for a replay. */
  cursor?: string;
}) => {
  const { density, moments, cursor } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { small, mute, strong } = useLayout();
  const span = spanOf(density, moments);
  if (!span) return <p className={mute}>{t('picture.none')}</p>;
  const marks = marksIn(span, moments);
  const peak = density && peakOf(density);
  const label = t('picture.label', {
    from: momentText(span, span.from),
    to: momentText(span, span.to),
  });
  return (
    <figure className={classes.figure}>
      <svg className={classes.svg} role="img" aria-label={label}>
        {density && (
          <>
            <Bars
              className={classes.alerts}
              density={density}
              counts={density.alerts}
              span={span}
              heightOf={share => ({
                y: axis - share * tallest,
                height: share * tallest,
              })}
            />
            <Bars
              className={classes.changes}
              density={density}
              counts={density.changes}
              span={span}
              heightOf={share => ({ y: axis, height: share * deepest })}
            />
          </>
        )}
        <line className={classes.axis} x1="0" x2="100%" y1={axis} y2={axis} />
        {marks.map(({ moment, at, place, lane }, index) => {
          const x = percent(place);
          const y = disc + 2 + lane * (2 * disc + 2);
          return (
            <g key={moment}>
              <title>{`${t(`moment.${moment}`)}, ${absolute(at)}`}</title>
              <line className={classes.line} x1={x} x2={x} y1={y} y2={height} />
              <circle className={classes.disc} cx={x} cy={y} r={disc} />
              <text className={classes.number} x={x} y={y + 4}>
                {index + 1}
              </text>
            </g>
          );
        })}
        {cursor && (
          <line
            className={classes.cursor}
            x1={percent(placeIn(span, Date.parse(cursor)))}
            x2={percent(placeIn(span, Date.parse(cursor)))}
            y1={0}
            y2={height}
          />
        )}
      </svg>
      <figcaption className={small}>
        <div className={`${classes.ends} ${mute}`}>
          <time dateTime={new Date(span.from).toISOString()}>
            {momentText(span, span.from)}
          </time>
          <time dateTime={new Date(span.to).toISOString()}>
            {momentText(span, span.to)}
          </time>
        </div>
        {density && (
          <div className={classes.legend}>
            <span>
              <Swatch className={classes.alerts} />
              {t('picture.alerts', { count: sumOf(density.alerts) })}
              {peak && (
                <span className={mute}>
                  {', '}
                  {t('picture.most', {
                    peak: String(peak.count),
                    duration: durationText(density.bucketSeconds * 1000),
                    moment: momentText(span, Date.parse(peak.at)),
                  })}
                </span>
              )}
            </span>
            <span>
              <Swatch className={classes.changes} />
              {t('picture.changes', { count: sumOf(density.changes) })}
            </span>
          </div>
        )}
        {marks.length > 0 && (
          <ol className={classes.moments} aria-label={t('picture.moments')}>
            {marks.map(({ moment, at }, index) => (
              <li key={moment}>
                <b aria-hidden>{`${index + 1} `}</b>
                <span className={strong}>{t(`moment.${moment}`)}</span>{' '}
                <time dateTime={at} title={absolute(at)}>
                  {momentText(span, Date.parse(at))}
                </time>
                {moments.started !== undefined && moment !== 'started' && (
                  <span className={mute}>
                    {', '}
                    {t('picture.momentAfter', {
                      duration: durationText(
                        Date.parse(at) - Date.parse(moments.started),
                      ),
                    })}
                  </span>
                )}
              </li>
            ))}
          </ol>
        )}
      </figcaption>
    </figure>
  );
};

/** Bars of one kind, each as wide as its bucket. */
const Bars = (props: {
  className: string;
  density: Density;
  counts: readonly number[];
  span: Span;
  heightOf: (share: number) => { y: number; height: number };
}) => {
  const { density, counts, span } = props;
  const most = Math.max(1, ...counts);
  const from = Date.parse(density.from);
  const length = density.bucketSeconds * 1000;
  const width = length / (span.to - span.from);
  return (
    <>
      {counts.map((count, index) =>
        count === 0 ? null : (
          <rect
            // A bucket is known by its place.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            className={props.className}
            x={percent(placeIn(span, from + index * length))}
            // A few wide buckets are still bars.
            style={{ width: `min(${percent(width * 0.86)}, 28px)` }}
            // One of many is still seen.
            {...props.heightOf(Math.max(0.12, count / most))}
          />
        ),
      )}
    </>
  );
};

const Swatch = ({ className }: { className: string }) => (
  <svg className={useStyles().swatch} aria-hidden>
    <rect className={className} width="12" height="12" />
  </svg>
);

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** A time of day in the viewer's zone, with the date when the picture spans several days. */
const momentText = (span: Span, at: number): string => {
  const moment = DateTime.fromMillis(at);
  return moment.toFormat(
    DateTime.fromMillis(span.from).hasSame(DateTime.fromMillis(span.to), 'day')
      ? 'HH:mm'
      : 'd LLL HH:mm',
  );
};
