import { bodyOf, expand } from './expand';
import { UsageError } from './result';

const request = (
  body: unknown,
  bodyGen?: { padTo: number; field: string },
) => ({
  method: 'POST',
  path: '/v2/enqueue',
  headers: {},
  body,
  bodyGen,
});

describe('a vector’s body', () => {
  it('repeats what stands for something longer, wherever it stands', () => {
    expect(expand({ a: ['x{{repeat:🚨:3}}y{{repeat:::2}}'], n: 1 })).toEqual({
      a: ['x🚨🚨🚨y::'],
      n: 1,
    });
  });

  it('keeps keys that mean something to JavaScript', () => {
    const value = JSON.parse('{"__proto__":{"x":"{{repeat:a:2}}"}}');
    expect(JSON.stringify(expand(value))).toBe('{"__proto__":{"x":"aa"}}');
  });

  it('is lengthened to exactly so many bytes', () => {
    const { text, json } = bodyOf(
      request({ a: { b: 'é' }, c: 1 }, { padTo: 1000, field: 'a.b' }),
    );
    expect(Buffer.byteLength(String(text))).toBe(1000);
    expect(JSON.parse(String(text))).toEqual(json);
  });

  it.each([
    [{ padTo: 5, field: 'a.b' }],
    [{ padTo: 1000, field: 'a' }],
    [{ padTo: 1000, field: 'a.z' }],
  ])('bad input: %j cannot be done', bodyGen => {
    expect(() => bodyOf(request({ a: { b: 'x' } }, bodyGen))).toThrow(
      UsageError,
    );
  });
});
