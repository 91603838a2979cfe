import { FakeClock } from '../platform/FakeClock';
import { AcknowledgeLinks } from './AcknowledgeLinks';

const clock = new FakeClock('2026-03-02T03:00:00.000Z');
const links = (...keys: string[]) => new AcknowledgeLinks({ keys, clock });
const claim = {
  incidentId: 7,
  personRef: 'user:default/ana',
  pageId: 'p1',
  expiresAt: new Date('2026-03-03T03:00:00.000Z'),
};

describe('AcknowledgeLinks', () => {
  it('reads what it issued, and issues the same again', () => {
    const ours = links('key one');
    const token = ours.issue(claim);
    expect(ours.read(token)).toEqual({ state: 'valid', claim });
    expect(ours.issue(claim)).toBe(token);
    expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  });

  it('signs with the first key and accepts all, so that keys can be rotated', () => {
    const before = links('old').issue(claim);
    expect(links('new', 'old').read(before).state).toBe('valid');
    expect(links('new').read(before).state).toBe('invalid');
    expect(links('new', 'old').issue(claim)).toBe(links('new').issue(claim));
  });

  it('needs a key', () => {
    expect(() => links()).toThrow('at least one key');
  });

  it('bad input: an expired token is known as such', () => {
    const ended = { ...claim, expiresAt: clock.now() };
    const token = links('k').issue(ended);
    expect(links('k').read(token)).toEqual({ state: 'expired', claim: ended });
  });

  it('bad input: the payload of one token with the signature of another is refused', () => {
    const [payload] = links('k')
      .issue({ ...claim, incidentId: 8 })
      .split('.');
    const [, signature] = links('k').issue(claim).split('.');
    expect(links('k').read(`${payload}.${signature}`).state).toBe('invalid');
  });

  it('bad input: any changed character is refused', () => {
    const ours = links('k');
    const token = ours.issue(claim);
    for (let index = 0; index < token.length; index++) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, index) + other + token.slice(index + 1);
      expect(ours.read(forged).state).toBe('invalid');
    }
  });

  it.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['words', 'acknowledge me'],
    ['three parts', 'a.b.c'],
    ['a signature alone', '.abc'],
    ['something endless', `${'a'.repeat(100_000)}.b`],
    ['control characters', '\u0000.\u0000'],
  ])('bad input: %s is refused', (_name, token) => {
    expect(links('k').read(token)).toEqual({ state: 'invalid' });
  });
});
