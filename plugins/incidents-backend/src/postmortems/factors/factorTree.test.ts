import fc from 'fast-check';
import { branchOf, childrenOf, inOrder, moved, Placed } from './factorTree';

const node = (
  id: string,
  parentId: string | null,
  position: number,
): Placed => ({ id, parentId, position });

//  a ── b ── d
//  │    └─ e
//  └── c
//  f
const tree = [
  node('e', 'b', 1),
  node('f', null, 1),
  node('a', null, 0),
  node('c', 'a', 1),
  node('d', 'b', 0),
  node('b', 'a', 0),
];
const read = (nodes: readonly Placed[]) =>
  inOrder(nodes)
    .map(({ id }) => id)
    .join('');
/** The tree after a move. */
const after = (nodes: readonly Placed[], places: readonly Placed[]) =>
  nodes.map(each => places.find(({ id }) => id === each.id) ?? each);

describe('a tree of factors', () => {
  it('is read from each answer to those below it', () => {
    expect(read(tree)).toBe('abdecf');
    expect(branchOf(tree, 'b')).toEqual(['b', 'd', 'e']);
  });

  it.each([
    ['among its siblings', 'c', 'a', 0, 'acbdef'],
    ['past the end', 'b', 'a', 99, 'acbdef'],
    ['below another', 'b', 'f', 0, 'acfbde'],
    ['up to the first answers', 'd', null, 1, 'abecdf'],
    ['to where it is', 'b', 'a', 0, 'abdecf'],
  ])('moves an answer %s', (_where, id, parentId, position, order) => {
    const places = moved(tree, id, parentId, position);
    expect(read(after(tree, places))).toBe(order);
    // Only those whose place is another one now are written.
    expect(
      places.filter(place =>
        tree.some(each => JSON.stringify(each) === JSON.stringify(place)),
      ),
    ).toEqual([]);
  });

  it.each([
    ['itself', 'b', 'b', 'itself or one below it'],
    ['one far below it', 'a', 'e', 'itself or one below it'],
    ['one of another postmortem', 'a', 'x', 'no answer of this postmortem'],
  ])('does not move an answer below %s', (_what, id, parentId, why) => {
    expect(() => moved(tree, id, parentId, 0)).toThrow(why);
  });

  it('stays one tree with all its answers, whatever is moved', () => {
    const move = fc.tuple(
      fc.constantFrom(...'abcdef'),
      fc.constantFrom(...'abcdef', null),
      fc.nat(7),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), moves => {
        let nodes: readonly Placed[] = tree;
        for (const [id, parentId, position] of moves) {
          if (parentId && branchOf(nodes, id).includes(parentId)) continue;
          nodes = after(nodes, moved(nodes, id, parentId, position));
        }
        expect([...read(nodes)].sort().join('')).toBe('abcdef');
        for (const parentId of [null, ...'abcdef']) {
          const siblings = childrenOf(nodes, parentId);
          expect(siblings.map(({ position }) => position)).toEqual(
            siblings.map((_each, index) => index),
          );
        }
      }),
    );
  });
});
