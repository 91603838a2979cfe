import { FactorNode } from '@muster/backstage-plugin-incidents-common';
import { branchOf, deeper, higher, linesOf, placed, placeOf } from './outline';

const node = (
  id: string,
  parentId: string | null,
  position: number,
): FactorNode => ({
  id,
  parentId,
  position,
  text: id,
  factor: null,
  version: 1,
});
// A gap is left where one was removed.
const tree = [
  node('a', null, 0),
  node('a1', 'a', 0),
  node('a2', 'a', 3),
  node('a21', 'a2', 0),
  node('b', null, 1),
];
const [a, a1, a2, a21, b] = tree;
const told = (lines: ReturnType<typeof linesOf>) =>
  lines.map(line => `${line.number}${line.node?.id ?? '+'}`).join(' ');

describe('the outline of whys', () => {
  it('counts its lines', () => {
    expect(told(linesOf(tree, undefined))).toBe('1a 1.1a1 1.2a2 1.2.1a21 2b');
    expect(told(linesOf(tree, { parentId: 'a', position: 1 }))).toBe(
      '1a 1.1a1 1.2+ 1.3a2 1.3.1a21 2b',
    );
    expect(told(linesOf([], { parentId: null, position: 0 }))).toBe('1+');
  });

  it('moves an answer below the one before it, and back beside it', () => {
    expect(deeper(tree, placeOf(tree, b))).toEqual({
      parentId: 'a',
      position: 2,
    });
    expect(deeper(tree, placeOf(tree, a2))).toEqual({
      parentId: 'a1',
      position: 0,
    });
    expect(deeper(tree, placeOf(tree, a1))).toBeUndefined();
    expect(higher(tree, placeOf(tree, a21))).toEqual({
      parentId: 'a',
      position: 2,
    });
    expect(higher(tree, placeOf(tree, a2))).toEqual({
      parentId: null,
      position: 1,
    });
    expect(higher(tree, placeOf(tree, a))).toBeUndefined();
  });

  it('puts an answer where it is wanted, with all that is below it', () => {
    const to = { parentId: null, position: 1 };
    expect(told(linesOf(placed(tree, a2, to), undefined))).toBe(
      '1a 1.1a1 2a2 2.1a21 3b',
    );
    expect(told(linesOf(placed(tree, node('n', 'a', 0), to), undefined))).toBe(
      '1a 1.1a1 1.2a2 1.2.1a21 2n 3b',
    );
    expect(
      told(linesOf(placed(tree, b, { parentId: 'a', position: 9 }), undefined)),
    ).toBe('1a 1.1a1 1.2a2 1.2.1a21 1.3b');
  });

  it('knows what would go with an answer', () => {
    expect(branchOf(tree, 'a')).toEqual(['a', 'a1', 'a2', 'a21']);
    expect(branchOf(tree, 'b')).toEqual(['b']);
  });
});
