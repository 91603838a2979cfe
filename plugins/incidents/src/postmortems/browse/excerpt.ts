/** A piece of an excerpt. */
export interface Piece {
  /** Where it starts among what is shown, in characters. */
  readonly start: number;
  readonly text: string;
  /** It is what was looked for. */
  readonly marked: boolean;
}

/** The pieces of an excerpt in which the words that were found stand between `**`. */
export function piecesOf(excerpt: string): readonly Piece[] {
  let start = 0;
  return excerpt.split('**').flatMap((text, index) => {
    const piece = { start, text, marked: index % 2 === 1 };
    start += text.length;
    return text === '' ? [] : [piece];
  });
}
