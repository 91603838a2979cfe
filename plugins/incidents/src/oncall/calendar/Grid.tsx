import {
  NamedRef,
  ScheduleCalendar,
} from '@muster/backstage-plugin-incidents-common';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useTheme } from '@material-ui/core/styles';
import { useId } from 'react';
import { useNow } from '../../kit';
import { useOnCallText } from '../../translation';
import { OverridesRow } from './OverridesRow';
import { PieceBar } from './PieceBar';
import { gapPieceOf, Piece, pieceOf, piecesOf } from './pieces';
import { daysOf, Range, shareOf, Zoom } from './range';
import { DaysHeader, Row } from './Row';
import { useCalendarStyles } from './styles';
import { Drawn, useDrag } from './useDrag';
import { useWhy } from './useWhy';
import { WhyBubble } from './WhyBubble';

/** A day on a track is never narrower, in pixels; what does not fit is scrolled to. */
const narrowestDay: Record<Zoom, number> = {
  week: 46,
  'two-weeks': 50,
  month: 24,
  quarter: 10,
};

/** A schedule on the axis of time: who is on call, overrides, each layer. */
export const Grid = (props: {
  calendar: ScheduleCalendar;
  /** Words beside the names of layers, by place: `Thu 09:00`. */
  hints?: readonly string[];
  scheduleId: string;
  range: Range;
  zoom: Zoom;
  zone: string;
  /** Opens the form of an override for a span; undefined for who may not. */
  onOverride: ((span: Drawn, people: readonly NamedRef[]) => void) | undefined;
}) => {
  const { calendar, hints, scheduleId, range, zoom, zone, onOverride } = props;
  const classes = useCalendarStyles();
  const t = useOnCallText();
  const now = useNow(60).setZone(zone);
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const textId = useId();
  const why = useWhy();
  const drag = useDrag(
    range,
    zoom,
    onOverride && (drawn => onOverride(drawn, [])),
  );
  const minWidth = daysOf(range).length * narrowestDay[zoom];
  const toForm =
    onOverride &&
    ((piece: Piece) => {
      why.close();
      onOverride(piece, piece.people);
    });
  const events = {
    onShow: why.show,
    onHide: why.hide,
    onPress: why.show,
    onEnter: toForm ?? why.show,
  };
  const bar = (piece: Piece) => (
    <PieceBar
      key={`${piece.start.getTime()} ${piece.people.length}`}
      piece={piece}
      range={range}
      zone={zone}
      events={events}
      describedBy={
        why.asked?.piece.start.getTime() === piece.start.getTime()
          ? textId
          : undefined
      }
    />
  );
  const final = [
    ...piecesOf(calendar.final, calendar.overrides),
    ...calendar.gaps.map(gapPieceOf),
  ].sort((a, b) => a.start.getTime() - b.start.getTime());
  const nowAt = shareOf(range, now.toJSDate());
  const rows = { range, minWidth };
  return (
    // Scrolled by the keyboard through the turns, which are buttons in it.
    <div className={classes.scroller}>
      <DaysHeader {...rows} now={now} />
      <Row {...rows} label={t('calendar.final')} strong height={50}>
        <div
          {...drag.handlers}
          style={{ position: 'absolute', inset: 0 }}
          data-testid="incidents-final-track"
        >
          {final.map(bar)}
          {drag.drawn && (
            <div
              className={classes.selection}
              style={{
                left: `${shareOf(range, drag.drawn.start)}%`,
                width: `${
                  shareOf(range, drag.drawn.end) -
                  shareOf(range, drag.drawn.start)
                }%`,
              }}
            />
          )}
          {nowAt > 0 && nowAt < 100 && (
            <div className={classes.now} style={{ left: `${nowAt}%` }} />
          )}
        </div>
      </Row>
      <OverridesRow
        {...rows}
        overrides={calendar.overrides}
        zone={zone}
        height={narrow ? 34 : 40}
      />
      {calendar.layers.map(({ name, turns }, index) => (
        <Row
          // Layers have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          key={index}
          {...rows}
          label={name}
          hint={hints?.[index]}
          height={narrow ? 34 : 40}
        >
          {turns.map(turn => (
            <PieceBar
              key={turn.start}
              piece={pieceOf(turn)}
              range={range}
              zone={zone}
              faded
            />
          ))}
        </Row>
      ))}
      {why.asked && (
        <WhyBubble
          asked={why.asked}
          scheduleId={scheduleId}
          zone={zone}
          textId={textId}
          bubble={why.bubble}
          onStay={why.stay}
          onHide={why.hide}
          onOverride={toForm}
        />
      )}
    </div>
  );
};
