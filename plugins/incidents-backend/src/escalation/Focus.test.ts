import { areNeighbours } from './Focus';

describe('the dependency neighbourhood', () => {
  const place = (ref: string, ...neighbours: string[]) => ({ ref, neighbours });

  it.each([
    ['itself', place('a'), place('a'), true],
    ['what it depends on', place('a', 'b'), place('b'), true],
    [
      'what depends on it, as the other says',
      place('a'),
      place('b', 'a'),
      true,
    ],
    ['what shares a dependency', place('a', 'db'), place('b', 'db'), true],
    ['anything else', place('a', 'x'), place('b', 'y'), false],
  ])('of an entity: %s', (_name, one, other, isNear) => {
    expect(areNeighbours(one, other)).toBe(isNear);
    expect(areNeighbours(other, one)).toBe(isNear);
  });
});
