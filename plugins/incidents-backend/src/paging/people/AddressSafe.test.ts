import { AddressSafe } from './AddressSafe';

const keys = { old: 'a key of long ago', new: 'a key of today' };

describe('AddressSafe', () => {
  it('opens what it sealed, and seals it differently each time', () => {
    const safe = new AddressSafe([keys.new]);
    const sealed = safe.seal('+41791234567', 'ana sms');
    expect(safe.open(sealed, 'ana sms')).toBe('+41791234567');
    expect(safe.seal('+41791234567', 'ana sms')).not.toBe(sealed);
    expect(sealed).not.toContain('79123');
  });

  it('opens with every key and seals with the first', () => {
    const sealed = new AddressSafe([keys.old]).seal('x', 'c');
    const both = new AddressSafe([keys.new, keys.old]);
    expect(both.open(sealed, 'c')).toBe('x');
    const resealed = both.seal('x', 'c');
    expect(new AddressSafe([keys.new]).open(resealed, 'c')).toBe('x');
    expect(new AddressSafe([keys.old]).open(resealed, 'c')).toBeUndefined();
  });

  it('does not open what was moved to somebody else, altered or made up', () => {
    const safe = new AddressSafe([keys.new]);
    const sealed = safe.seal('x', 'ana');
    for (const made of [`${sealed.slice(0, -4)}AAAA`, 'v1.', 'v1.AA', 'v2.x']) {
      expect(safe.open(made, 'ana')).toBeUndefined();
    }
    expect(safe.open(sealed, 'ben')).toBeUndefined();
  });

  it('takes the same fingerprint of the same text, by each key', () => {
    const [one] = new AddressSafe([keys.old]).fingerprints('x');
    expect(new AddressSafe([keys.new, keys.old]).fingerprints('x')[1]).toBe(
      one,
    );
  });
});
