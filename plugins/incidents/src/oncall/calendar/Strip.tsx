import { makeStyles } from '@material-ui/core/styles';
import {
  CalendarTurn,
  CoverageGap,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { namesOf } from '../../kit';
import { useOnCallText } from '../../translation';
import { spanWords } from '../times';
import { PieceBar } from './PieceBar';
import { gapPieceOf, pieceOf } from './pieces';
import { Range, shareOf } from './range';
import { DaysHeader, Row } from './Row';
import { useCalendarStyles } from './styles';

const useStyles = makeStyles({ clip: { overflow: 'hidden' } });

/** Who is on call in a range, in one line without anything to press; days above. */
export const Strip = (props: {
  turns: readonly CalendarTurn[];
  gaps: readonly CoverageGap[];
  range: Range;
  now: DateTime;
  zone: string;
}) => {
  const { turns, gaps, range, now, zone } = props;
  const { clip } = useStyles();
  const classes = useCalendarStyles();
  const t = useOnCallText();
  const words = [
    ...turns.map(({ people, start, end }) =>
      t('calendar.piece', {
        people: namesOf(people),
        span: spanWords(start, end, zone),
      }),
    ),
    ...gaps.map(({ start, end }) =>
      t('calendar.piece', {
        people: t('calendar.nobody'),
        span: spanWords(start, end, zone),
      }),
    ),
  ];
  const nowAt = shareOf(range, now.toJSDate());
  return (
    <div
      className={clip}
      role="img"
      aria-label={`${t('calendar.final')}: ${words.join(', ')}`}
    >
      <div aria-hidden>
        <DaysHeader range={range} now={now} minWidth={0} bare />
        <Row label="" range={range} height={40} minWidth={0} bare>
          {[...turns.map(pieceOf), ...gaps.map(gapPieceOf)].map(piece => (
            <PieceBar
              key={piece.start.getTime()}
              piece={piece}
              range={range}
              zone={zone}
            />
          ))}
          <div className={classes.now} style={{ left: `${nowAt}%` }} />
        </Row>
      </div>
    </div>
  );
};
