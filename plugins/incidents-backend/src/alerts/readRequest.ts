import {
  FollowUpEvent,
  NewChange,
  readAlertEvent,
  readChangeEvent,
  Reading,
  TriggerEvent,
} from './eventsV2';
import { LogBase } from './IngestLog';
import { findKeyInText, readRoutingKey, withoutKeys } from './routingKey';

/** A request as it came. */
export interface IngestRequest {
  readonly type: 'alert' | 'change';
  /** The header `X-Routing-Key`. */
  readonly keyHeader: string | undefined;
  /** The body; or the status and the error with which it was refused unread. */
  readonly body:
    | { readonly text: string }
    | { readonly status: number; readonly error: string };
}

/** A request, read as far as can be without the database. */
export interface Received {
  /** A well-formed key. */
  readonly key: string | undefined;
  readonly reading: Reading<TriggerEvent | FollowUpEvent | NewChange>;
  /** Status of the answer when there are errors. */
  readonly refusal: number;
  readonly base: LogBase;
}

/** Reads a request; no key is left in what may be stored of it. */
export function readRequest(request: IngestRequest): Received {
  const { type, keyHeader, body } = request;
  if (!('text' in body)) {
    const { key } = readRoutingKey(keyHeader, undefined);
    return received(type, key, '', unreadable(body.error), body.status);
  }
  const parsed = parseJson(body.text);
  if (!parsed) {
    const inText = findKeyInText(body.text);
    const { key } = readRoutingKey(keyHeader, { routing_key: inText });
    const text = withoutKeys(body.text, [key, inText]);
    return received(type, key, text, unreadable('The body is not valid JSON'));
  }
  const { key, error } = readRoutingKey(keyHeader, parsed.value);
  const inBody = readRoutingKey(undefined, parsed.value).key;
  const text = withoutKeys(body.text, [key, inBody]);
  // The key may stand elsewhere too, in the details for one: what is stored comes from the clean text.
  const { value } = parseJson(text) ?? parsed;
  const reading =
    type === 'alert'
      ? readAlertEvent(value, text)
      : readChangeEvent(value, text);
  return received(type, key, text, {
    ...reading,
    errors: [...(error === undefined ? [] : [error]), ...reading.errors],
  });
}

function received(
  type: IngestRequest['type'],
  key: string | undefined,
  payload: string,
  reading: Received['reading'],
  refusal: number = 400,
): Received {
  const { action, summary, warnings } = reading;
  return {
    key,
    refusal,
    reading,
    base: { type, action, summary, warnings, payload },
  };
}

function unreadable(error: string): Received['reading'] {
  return {
    errors: [error],
    warnings: [],
    action: null,
    dedupKey: null,
    summary: null,
    event: undefined,
  };
}

/** Parses without throwing; the value may be any JSON. */
function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
