import { UsageError } from './result';
import { VectorRequest } from './eventsFormat';

const repeat = /\{\{repeat:([\s\S]+?):(\d+)\}\}/g;

/** Expands `{{repeat:X:N}}` in every string of a value, wherever it stands. */
export function expand<T>(value: T): T;
export function expand(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(repeat, (_all, text: string, count: string) =>
      text.repeat(Number(count)),
    );
  }
  if (Array.isArray(value)) return value.map(item => expand(item));
  if (typeof value === 'object' && value !== null) {
    // Object.fromEntries makes own properties, also of a key such as __proto__.
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [expand(key), expand(item)]),
    );
  }
  return value;
}

/** What goes over the wire, and the JSON that it stands for where it is JSON. */
export interface Wire {
  readonly text: string | undefined;
  readonly json: unknown;
}

/** The body of a request, expanded, lengthened and serialised. */
export function bodyOf(request: VectorRequest): Wire {
  if (request.bodyRaw !== undefined) {
    return { text: expand(request.bodyRaw), json: undefined };
  }
  if (request.body === undefined) return { text: undefined, json: undefined };
  const json = expand(request.body);
  const { bodyGen } = request;
  if (!bodyGen) return { text: JSON.stringify(json), json };
  const missing = bodyGen.padTo - Buffer.byteLength(JSON.stringify(json));
  const padded = lengthen(json, bodyGen.field.split('.'), missing);
  return { text: JSON.stringify(padded), json: padded };
}

function lengthen(value: unknown, path: string[], by: number): unknown {
  const [name, ...rest] = path;
  if (name === undefined) {
    if (typeof value !== 'string' || by < 0) {
      throw new UsageError(
        'bodyGen must name a string field of a body that is not longer than padTo already',
      );
    }
    return value + 'x'.repeat(by);
  }
  const entries = Object.entries(Object(value));
  if (!entries.some(([key]) => key === name)) {
    throw new UsageError(`bodyGen names a field '${name}' that is not there`);
  }
  const lengthened = entries.map(([key, item]) => [
    key,
    key === name ? lengthen(item, rest, by) : item,
  ]);
  return Array.isArray(value)
    ? lengthened.map(([, item]) => item)
    : Object.fromEntries(lengthened);
}
