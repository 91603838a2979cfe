import { treeOf, Why } from './treeOf';

const node = (id: string, parentId: string | null, position: number) => ({
  id,
  parentId,
  position,
  text: id,
  factor: null,
  version: 1,
});

const told = (whys: readonly Why[]): string =>
  whys
    .map(why => `${why.node.id}${why.whys.length ? `(${told(why.whys)})` : ''}`)
    .join(' ');

describe('treeOf', () => {
  it('orders siblings by their places', () => {
    expect(
      told(
        treeOf([
          node('b', null, 1),
          node('a', null, 0),
          node('a2', 'a', 1),
          node('a1', 'a', 0),
          node('a11', 'a1', 0),
        ]),
      ),
    ).toBe('a(a1(a11) a2) b');
  });

  it('leaves nothing out whose parent is missing', () => {
    expect(told(treeOf([node('x', 'gone', 0)]))).toBe('x');
  });
});
