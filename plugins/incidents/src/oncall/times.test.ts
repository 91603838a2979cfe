import { lengthWords, spanWords } from './times';

describe('spans in words', () => {
  it.each([
    ['2026-03-21T09:00Z', '2026-03-21T21:00Z', 'Sat 21 Mar, 10:00–22:00'],
    ['2026-03-20T23:00Z', '2026-03-21T23:00Z', 'Sat 21 Mar, 00:00–24:00'],
    [
      '2026-03-26T08:00Z',
      '2026-04-02T07:00Z',
      'Thu 26 Mar, 09:00 – Thu 2 Apr, 09:00',
    ],
    ['2026-03-21T09:00Z', '2026-03-21T09:45Z', 'Sat 21 Mar, 10:00–10:45'],
  ])('says %s to %s as %s', (start, end, words) => {
    expect(spanWords(start, end, 'Europe/Madrid')).toBe(words);
  });

  it('says how long', () => {
    expect(lengthWords('2026-03-21T09:00Z', '2026-03-22T01:00Z')).toBe('16 h');
    expect(lengthWords('2026-03-26T08:00Z', '2026-04-02T07:00Z')).toBe(
      '6 d 23 h',
    );
    expect(lengthWords('2026-03-26T08:00Z', '2026-03-26T08:30Z')).toBe(
      '30 min',
    );
  });
});
