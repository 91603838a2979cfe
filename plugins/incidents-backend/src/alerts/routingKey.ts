import { createHash, randomInt } from 'node:crypto';

/** Length of an integration key; the Events API v2 knows no other. */
export const keyLength = 32;

const alphabet =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A new integration key: 32 letters and digits, about 190 bits of randomness. */
export const randomKey = (): string =>
  Array.from(
    { length: keyLength },
    () => alphabet[randomInt(alphabet.length)],
  ).join('');

/** What is stored in place of a key. A key has too much randomness to be guessed from its hash. */
export const hashOfKey = (key: string): string =>
  createHash('sha256').update(key).digest('hex');

/** The part of a key that people may see, to tell keys apart. */
export const hintOfKey = (key: string): string => key.slice(-4);

/** The key of a request, or what is wrong with it in the words that senders know. */
export type RoutingKey =
  | { readonly key: string; readonly error?: undefined }
  | { readonly key?: undefined; readonly error: string };

/**
 * Reads the routing key: the header `X-Routing-Key` first, then `routing_key` of the body.
 *
 * @param body - the parsed body, of any shape
 */
export function readRoutingKey(
  header: string | undefined,
  body: unknown,
): RoutingKey {
  const key = header?.trim() || fieldOf(body);
  if (key === undefined || key === null || key === '') {
    return { error: `'routing_key' is missing or blank` };
  }
  if (typeof key !== 'string') {
    return { error: `'routing_key' is invalid (must be a string)` };
  }
  if (key.length !== keyLength) {
    return {
      error: `Length of 'routing_key' is incorrect (should be ${keyLength} characters)`,
    };
  }
  if (!/^[A-Za-z0-9]+$/.test(key)) {
    return {
      error: `'routing_key' cannot contain non-alphanumeric characters.`,
    };
  }
  return { key };
}

function fieldOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'routing_key' in body
    ? body.routing_key
    : undefined;
}

const keyField = /("(?:routing_key|service_key)"\s*:\s*")((?:[^"\\]|\\.)*)/g;

/** The key in the text of a body that is no JSON, so that its owner sees the request in the log. */
export const findKeyInText = (text: string): string | undefined =>
  [...text.matchAll(keyField)].map(match => match[2]).at(0);

/** The text without any key: neither in its field nor wherever else `keys` stand in it. */
export function withoutKeys(
  text: string,
  keys: readonly (string | undefined)[],
): string {
  return keys
    .filter(key => key !== undefined && key !== '')
    .reduce<string>(
      (cleaned, key) => cleaned.replaceAll(String(key), '[key removed]'),
      text.replace(keyField, '$1[key removed]'),
    );
}
