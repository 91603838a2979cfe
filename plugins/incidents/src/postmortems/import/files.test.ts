import { added } from './files';

const file = (name: string, text = '# Title') => ({ name, text });

describe('files to import', () => {
  it('replaces a file of the same name', () => {
    expect(
      added([file('a.md', 'old'), file('b.md')], [file('a.md', 'new')]).files,
    ).toEqual([file('b.md'), file('a.md', 'new')]);
  });

  it('says what is too large and what is too much', () => {
    const taken = added(
      Array.from({ length: 49 }, (_, n) => file(`${n}.md`)),
      [file('huge.md', 'x'.repeat(500_001)), file('x.md'), file('y.md')],
    );
    expect(taken.tooBig).toEqual(['huge.md']);
    expect(taken.tooMany).toBe(true);
    expect(taken.files).toHaveLength(50);
  });
});
