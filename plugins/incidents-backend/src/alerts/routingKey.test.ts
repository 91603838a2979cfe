import {
  findKeyInText,
  hashOfKey,
  randomKey,
  readRoutingKey,
  withoutKeys,
} from './routingKey';

const key = 'c0ffee00c0ffee00c0ffee00c0ffee01';
const other = 'feedface12345678feedface12345678';

describe('a routing key', () => {
  it('is 32 letters and digits when it is made here', () => {
    const keys = new Set(Array.from({ length: 50 }, randomKey));
    expect(keys.size).toBe(50);
    for (const made of keys) expect(made).toMatch(/^[A-Za-z0-9]{32}$/);
  });

  it('is known by its hash', () => {
    expect(hashOfKey(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOfKey(key)).not.toBe(hashOfKey(other));
  });

  it('is read from the header before the body', () => {
    expect(readRoutingKey(key, { routing_key: other })).toEqual({ key });
    expect(readRoutingKey(undefined, { routing_key: other })).toEqual({
      key: other,
    });
    expect(readRoutingKey(' ', { routing_key: other })).toEqual({ key: other });
  });

  it.each<[unknown, string]>([
    [{}, `'routing_key' is missing or blank`],
    [{ routing_key: null }, `'routing_key' is missing or blank`],
    [{ routing_key: '' }, `'routing_key' is missing or blank`],
    [null, `'routing_key' is missing or blank`],
    [[], `'routing_key' is missing or blank`],
    [{ routing_key: 7 }, `'routing_key' is invalid (must be a string)`],
    [
      { routing_key: 'abc123' },
      `Length of 'routing_key' is incorrect (should be 32 characters)`,
    ],
    [
      { routing_key: `${key.slice(1)}-` },
      `'routing_key' cannot contain non-alphanumeric characters.`,
    ],
  ])('bad input: %j is refused in words that senders know', (body, error) => {
    expect(readRoutingKey(undefined, body)).toEqual({ error });
  });

  it('is found in a body that is no JSON', () => {
    expect(findKeyInText(`{"routing_key" : "${key}", "event_`)).toBe(key);
    expect(findKeyInText('garbage')).toBeUndefined();
  });

  it('is taken out of a text wherever it stands', () => {
    const text = `{"routing_key":"${other}","links":[{"href":"https://x.test/?k=${key}"}],"n":1}`;
    const clean = withoutKeys(text, [key, undefined]);
    expect(clean).not.toContain(key);
    expect(clean).not.toContain(other);
    expect(JSON.parse(clean)).toEqual({
      routing_key: '[key removed]',
      links: [{ href: 'https://x.test/?k=[key removed]' }],
      n: 1,
    });
  });
});
