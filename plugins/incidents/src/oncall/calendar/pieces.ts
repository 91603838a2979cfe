import {
  CalendarTurn,
  CoverageGap,
  NamedRef,
  Override,
} from '@muster/backstage-plugin-incidents-common';

/** A stretch of a row as it is drawn: the same people, for the same reason. Nobody's is a gap. */
export interface Piece {
  readonly people: readonly NamedRef[];
  readonly start: Date;
  readonly end: Date;
  /** The override that put one of them here; undefined where the layers decide. */
  readonly override?: Override;
  /** Why nobody is here. */
  readonly gap?: string;
}

/** A turn as it is drawn. */
export const pieceOf = ({ people, start, end }: CalendarTurn): Piece => ({
  people,
  start: new Date(start),
  end: new Date(end),
});

/** A gap as it is drawn. */
export const gapPieceOf = ({ start, end, reason }: CoverageGap): Piece => ({
  people: [],
  start: new Date(start),
  end: new Date(end),
  gap: reason,
});

/** Turns cut where an override begins or ends, so that what it decides can be outlined. */
export function piecesOf(
  turns: readonly CalendarTurn[],
  overrides: readonly Override[],
): Piece[] {
  return turns.flatMap(turn => {
    const { people, start, end } = pieceOf(turn);
    const deciding = overrides.filter(
      ({ person, ...span }) =>
        people.some(({ ref }) => ref === person?.ref) &&
        Date.parse(span.start) < end.getTime() &&
        Date.parse(span.end) > start.getTime(),
    );
    const edges = [
      ...new Set([
        start.getTime(),
        ...deciding
          .flatMap(span => [Date.parse(span.start), Date.parse(span.end)])
          .filter(at => at > start.getTime() && at < end.getTime()),
        end.getTime(),
      ]),
    ].sort((a, b) => a - b);
    return edges.slice(1).map((to, index) => ({
      people,
      start: new Date(edges[index]),
      end: new Date(to),
      override: deciding.find(
        span =>
          Date.parse(span.start) <= edges[index] && Date.parse(span.end) >= to,
      ),
    }));
  });
}
