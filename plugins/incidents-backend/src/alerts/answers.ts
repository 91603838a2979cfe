import { IngestEntry } from '@muster/backstage-plugin-incidents-common';

/** What became of an event, as the log and the metrics call it. */
export type IngestOutcome = IngestEntry['outcome'];

/** An answer of the Events API v2; whatever it is, senders read it as JSON. */
export interface IngestAnswer {
  readonly status: number;
  readonly outcome: IngestOutcome | 'unavailable';
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** After this many seconds a sender may try again when nothing could be stored. */
const unavailableSeconds = 5;

/** An alert event was stored. */
export const accepted = (
  dedupKey: string,
  outcome: IngestOutcome,
): IngestAnswer => ({
  status: 202,
  outcome,
  body: {
    status: 'success',
    message: 'Event processed',
    dedup_key: dedupKey,
  },
});

/** A change event was stored. */
export const acceptedChange = (): IngestAnswer => ({
  status: 202,
  outcome: 'change',
  body: { status: 'success', message: 'Change event processed' },
});

/** The event is refused for good, in the words that senders know. */
export const refused = (
  status: number,
  errors: readonly string[],
): IngestAnswer => ({
  status,
  outcome: 'rejected',
  body: {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors,
  },
});

/** Too many events of a key: nothing was stored, the sender should come again. */
export const throttled = (
  errors: readonly string[],
  retryAfterSeconds: number,
): IngestAnswer => ({
  status: 429,
  outcome: 'throttled',
  body: {
    status: 'throttle exceeded',
    message:
      'Requests for this service are arriving too quickly. Please retry later.',
    errors,
  },
  retryAfterSeconds,
});

/**
 * Nothing could be stored. Whatever the reason, the event itself may be fine: 5xx makes senders
 * repeat it, and 503 says best that they should.
 */
export const unavailable = (): IngestAnswer => ({
  status: 503,
  outcome: 'unavailable',
  body: {
    status: 'unavailable',
    message: 'The event was not stored. Please retry.',
    errors: ['Nothing can be stored just now'],
  },
  retryAfterSeconds: unavailableSeconds,
});
