import { PlayText } from './PlayText';

const source = `# Who looks after SEV1
name: SEV1 response   # short
ownerRef: group:default/team-payments

on:
- event: incident.triggered # at once
when: 'incident.severity == "SEV1"'
steps:
- id: executives
  action: page.people
  with: {people: [a, b], text: "Down, badly"}
# the second one
- id: wait
  wait:
    minutes: 10
`;

describe('PlayText', () => {
  const text = new PlayText(source);

  it('reads by path', () => {
    expect(text.at(['steps', 1, 'wait', 'minutes'])).toBe(10);
    expect(text.at(['steps', 0, 'with'])).toEqual({
      people: ['a', 'b'],
      text: 'Down, badly',
    });
    expect(text.at(['steps', 7, 'id'])).toBeUndefined();
  });

  it.each([
    [['name'], 'Response: all', 'name: SEV1 response', 'name: "Response: all"'],
    [['when'], "it's", `'incident.severity == "SEV1"'`, `'it''s'`],
    [['steps', 1, 'wait', 'minutes'], 15, 'minutes: 10', 'minutes: 15'],
    [['steps', 0, 'with', 'people', 1], 'c, d', ' b]', ' "c, d"]'],
  ])('changes %j and not a letter more', (path, value, before, after) => {
    expect(text.with(path, value)).toBe(source.replace(before, after));
  });

  it('keeps comments and manner when it takes out, adds, moves', () => {
    expect(text.with(['when'], undefined)).toBe(
      source.replace(/^when.*\n/m, ''),
    );
    const added = text.withAdded(['steps'], {
      id: 'end',
      stop: { because: 'x' },
    });
    expect(added).toContain('# Who looks after SEV1');
    expect(added).toContain('- event: incident.triggered # at once');
    expect(added).toMatch(/\n- id: end\n {2}stop:\n {4}because: x\n$/);
    const moved = text.withMoved(['steps'], 1, 0);
    expect(moved).toMatch(
      /# the second one\n- id: wait[\s\S]*- id: executives/,
    );
  });

  it('leaves only some keys of a map', () => {
    const path = ['steps', 0, 'with'];
    expect(new PlayText(text.withOnly(path, ['text'])).at(path)).toEqual({
      text: 'Down, badly',
    });
    expect(new PlayText(text.withOnly(path, ['x'])).at(path)).toBeUndefined();
    expect(text.withOnly(path, ['text', 'people'])).toBe(source);
  });

  it('makes what is missing above', () => {
    expect(new PlayText('').with(['name'], 'x')).toBe('name: x\n');
    expect(
      new PlayText('steps:\n  - id: a\n    with:\n').with(
        ['steps', 0, 'with', 'people', 0],
        'b',
      ),
    ).toBe('steps:\n  - id: a\n    with:\n      people:\n        - b\n');
    expect(new PlayText('a: 1\n').withAdded(['on'], { event: 'webhook' })).toBe(
      'a: 1\non:\n  - event: webhook\n',
    );
  });

  it('is no form while it is no YAML, or no map', () => {
    expect(new PlayText('a: [').isReadable).toBe(false);
    expect(new PlayText('- a').isReadable).toBe(false);
    expect(new PlayText('').isReadable).toBe(true);
  });
});
