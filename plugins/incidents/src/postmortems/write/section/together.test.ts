import { together } from './together';

const base = 'a\nb\nc\nd\ne';

describe('together', () => {
  it.each([
    ['only mine', 'a\nB\nc\nd\ne', base, 'a\nB\nc\nd\ne', 0],
    ['only theirs', base, 'a\nc\nd\ne', 'a\nc\nd\ne', 0],
    ['apart', 'A\nb\nc\nd\ne', 'a\nb\nc\nd\nE\nf', 'A\nb\nc\nd\nE\nf', 0],
    ['the same', 'a\nX\nc\nd\ne', 'a\nX\nc\nd\ne', 'a\nX\nc\nd\ne', 0],
    [
      'a clash',
      'a\nmine\nc\nd\ne',
      'a\ntheirs\nc\nd\ne',
      'a\ntheirs\nmine\nc\nd\ne',
      1,
    ],
    [
      'one wider than the other',
      'a\nb\nmine\nd\ne',
      'a\nall\ne',
      'a\nall\nb\nmine\nd\ne',
      1,
    ],
    [
      'added at the same place',
      `${base}\nmine`,
      `${base}\ntheirs`,
      `${base}\ntheirs\nmine`,
      1,
    ],
    [
      'a clash and one apart',
      'm\nb\nc\nd\nE',
      't\nb\nc\nd\ne',
      't\nm\nb\nc\nd\nE',
      1,
    ],
  ])('keeps what both wrote: %s', (_case, mine, theirs, text, clashes) => {
    expect(together(base, mine, theirs)).toEqual({ text, clashes });
  });

  it('loses nothing of two texts that began from nothing', () => {
    expect(together('', 'mine', 'theirs')).toEqual({
      text: 'theirs\nmine',
      clashes: 1,
    });
  });
});
