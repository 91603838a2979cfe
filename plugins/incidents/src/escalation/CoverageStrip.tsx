import { makeStyles } from '@material-ui/core/styles';
import {
  Coverage,
  CoverageHole,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { meaning, useLayout, useNow } from '../kit';
import { Range, shareOf } from '../oncall/calendar/range';
import { DaysHeader, Row } from '../oncall/calendar/Row';
import { lengthWords, ownZone, spanWords } from '../oncall/times';
import { EscalationText, useEscalationText } from '../translation';

const useStyles = makeStyles(theme => {
  const { ok, bad, warn } = meaning(theme);
  const paper = theme.palette.background.paper;
  const striped = (colour: string, angle: number) =>
    `repeating-linear-gradient(${angle}deg, ${colour} 0 3px, ${paper} 3px 7px)`;
  return {
    clip: { overflow: 'hidden' },
    span: {
      position: 'absolute',
      top: 6,
      bottom: 6,
      // A hole of minutes is seen among weeks.
      minWidth: 3,
      boxSizing: 'border-box',
    },
    covered: { background: `${ok}66`, borderRadius: 4 },
    hole: {
      background: striped(bad, 45),
      border: `1px solid ${bad}`,
      zIndex: 2,
    },
    thin: {
      background: striped(warn, 90),
      border: `1px solid ${warn}`,
      zIndex: 1,
    },
    swatch: {
      display: 'inline-block',
      width: 18,
      height: 12,
      marginRight: 6,
      boxSizing: 'border-box',
    },
  };
});

type Kind = 'covered' | 'hole' | 'thin';

/** The days of a proof in one line: what is covered, where nobody wakes, where only the catch-all stands. */
export const CoverageStrip = ({ coverage }: { coverage: Coverage }) => {
  const t = useEscalationText();
  const classes = useStyles();
  const { row, wrap, small, mute } = useLayout();
  const now = useNow(60);
  const { from, to, holes, thinSpans } = coverage;
  const range: Range = {
    from: DateTime.fromISO(from).startOf('day'),
    to: DateTime.fromISO(to).endOf('day').plus({ milliseconds: 1 }),
  };
  const drawn: { kind: Kind; spans: readonly CoverageHole[] }[] = [
    { kind: 'covered', spans: [{ start: from, end: to, reason: '' }] },
    { kind: 'thin', spans: thinSpans },
    { kind: 'hole', spans: holes },
  ];
  const shown = drawn.filter(({ spans }) => spans.length > 0);
  return (
    <div>
      <div
        className={classes.clip}
        role="img"
        aria-label={pictureWords(t, coverage)}
      >
        <div aria-hidden>
          <DaysHeader range={range} now={now} minWidth={0} bare />
          <Row label="" range={range} height={44} minWidth={0} bare>
            {shown.flatMap(({ kind, spans }) =>
              spans.map(({ start, end, reason }) => (
                <div
                  key={`${kind} ${start}`}
                  className={`${classes.span} ${classes[kind]}`}
                  style={placeOf(range, start, end)}
                  title={
                    kind === 'covered'
                      ? undefined
                      : `${spanWords(start, end, ownZone())}: ${reason}`
                  }
                />
              )),
            )}
          </Row>
        </div>
      </div>
      <div className={`${row} ${wrap} ${small} ${mute}`}>
        {shown.map(({ kind }) => (
          <span key={kind}>
            <span
              aria-hidden
              className={`${classes.swatch} ${classes[kind]}`}
            />
            {t(`coverage.${kind}`)}
          </span>
        ))}
      </div>
    </div>
  );
};

const placeOf = (range: Range, start: string, end: string) => {
  const left = Math.max(0, shareOf(range, new Date(start)));
  const right = Math.min(100, shareOf(range, new Date(end)));
  return { left: `${left}%`, width: `${Math.max(0, right - left)}%` };
};

/** What the picture shows, for whoever does not see it; the spans are listed below it. */
function pictureWords(
  t: EscalationText,
  { from, to, holes }: Coverage,
): string {
  const days = Math.round(
    DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days,
  );
  const longest = holes
    .slice(0, 3)
    .map(
      ({ start, end }) =>
        `${t('coverage.hole')} ${spanWords(start, end, ownZone())}, ${lengthWords(start, end)}`,
    );
  return [
    t('coverage.picture', { days: String(days) }),
    ...(holes.length > 0 ? longest : [t('coverage.covered')]),
  ].join(': ');
}
