import { inLanes, lanesOf } from './lanes';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour)).toISOString();
const span = (name: string, from: number, to: number) => ({
  name,
  start: at(from),
  end: at(to),
});

describe('lanes', () => {
  it('hold spans that overlap apart, and reuse what is free', () => {
    const placed = inLanes([
      span('c', 9, 11),
      span('a', 6, 10),
      span('b', 7, 8),
      span('d', 10, 12),
      span('e', 11, 12),
    ]);
    expect(placed.map(({ item, lane }) => `${item.name}${lane}`)).toEqual([
      'a0',
      'b1',
      'c1',
      'd0',
      'e1',
    ]);
    expect(lanesOf(placed)).toBe(2);
  });

  it('are one where nothing is', () => {
    expect(lanesOf(inLanes([]))).toBe(1);
  });
});
