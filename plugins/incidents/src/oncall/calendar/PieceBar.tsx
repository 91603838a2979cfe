import { FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { avatarColour, namesOf } from '../../kit';
import { useOnCallText } from '../../translation';
import { lengthWords, spanWords } from '../times';
import { Piece } from './pieces';
import { Range, shareOf } from './range';
import { useCalendarStyles } from './styles';

/** What a piece tells of itself: it is pointed at, focused, pressed. */
export interface PieceEvents {
  readonly onShow: (piece: Piece, bar: HTMLElement) => void;
  readonly onHide: (event: FocusEvent | MouseEvent) => void;
  readonly onPress: (piece: Piece, bar: HTMLElement) => void;
  readonly onEnter: (piece: Piece, bar: HTMLElement) => void;
}

/** Somebody's stretch, or a gap, where it lies in a range. With events it is a button, else a picture. */
export const PieceBar = (props: {
  piece: Piece;
  range: Range;
  zone: string;
  faded?: boolean;
  /** Which part of the track it fills, from above; all of it when left out. */
  lane?: { readonly number: number; readonly of: number };
  events?: PieceEvents;
  describedBy?: string;
}) => {
  const { piece, range, zone, faded, lane, events, describedBy } = props;
  const classes = useCalendarStyles();
  const t = useOnCallText();
  const words = usePieceWords(piece);
  const left = Math.max(0, shareOf(range, piece.start));
  const right = Math.min(100, shareOf(range, piece.end));
  if (right <= left) return null;
  const nobody = piece.people.length === 0;
  const colour = nobody ? undefined : avatarColour(piece.people[0].ref);
  const look = {
    className: [
      classes.piece,
      faded && classes.faded,
      nobody && classes.gap,
      piece.override && classes.override,
    ]
      .filter(Boolean)
      .join(' '),
    style: {
      left: `${left}%`,
      width: `${right - left}%`,
      ...(lane && laneStyle(lane)),
      background: nobody ? undefined : `${colour}${faded ? '4d' : ''}`,
      borderLeftColor: faded ? colour : undefined,
    },
  };
  const name = t('calendar.piece', {
    people: words,
    span: spanWords(piece.start, piece.end, zone),
  });
  if (!events) {
    return (
      <div {...look} role="img" aria-label={name} title={name}>
        <span aria-hidden className={nobody ? classes.gapWords : undefined}>
          {words}
        </span>
      </div>
    );
  }
  return (
    <button
      type="button"
      {...look}
      aria-label={name}
      aria-describedby={describedBy}
      onMouseEnter={event => events.onShow(piece, event.currentTarget)}
      onMouseLeave={events.onHide}
      onFocus={event => events.onShow(piece, event.currentTarget)}
      onBlur={events.onHide}
      onClick={event => events.onPress(piece, event.currentTarget)}
      onKeyDown={(event: KeyboardEvent<HTMLElement>) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          events.onEnter(piece, event.currentTarget);
        }
      }}
    >
      <span aria-hidden className={nobody ? classes.gapWords : undefined}>
        {words}
      </span>
    </button>
  );
};

/** As high as a bar of a whole track, a few pixels apart from the next lane. */
const laneStyle = ({ number, of }: { number: number; of: number }) => ({
  top: `calc(${(100 * number) / of}% + 4px)`,
  bottom: `calc(${(100 * (of - number - 1)) / of}% + 4px)`,
});

/** `Ana Ruiz`, `Mia ↷ Ben` where one covers the other, `nobody 16 h`. */
function usePieceWords({ people, start, end, override }: Piece): string {
  const t = useOnCallText();
  if (override?.kind === 'remove') return t('calendar.leftEmpty');
  if (people.length === 0) {
    return t('calendar.nobodyFor', { length: lengthWords(start, end) });
  }
  return override?.replaces
    ? `${namesOf(people)} ↷ ${override.replaces.name}`
    : namesOf(people);
}
