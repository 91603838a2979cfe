/** A piece of an excerpt. */
export interface Piece {
  readonly text: string;
  /** It is what was looked for. */
  readonly marked: boolean;
}

/** The pieces of an excerpt in which the words that were found stand between `**`. */
export const piecesOf = (excerpt: string): readonly Piece[] =>
  excerpt
    .split('**')
    .map((text, index) => ({ text, marked: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
