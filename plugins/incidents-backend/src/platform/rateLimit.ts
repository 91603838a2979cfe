/** What is left of an allowance. */
export interface Bucket {
  /** Events that may come now; broken numbers are part of one. */
  readonly tokens: number;
  readonly at: Date;
}

/** The answer to one event. */
export interface Taken {
  readonly allowed: boolean;
  readonly bucket: Bucket;
  /** Whole seconds until the next event is allowed; 0 when this one is. */
  readonly retryAfterSeconds: number;
}

const minute = 60_000;

/**
 * Takes one event from a bucket that holds `perMinute` events and fills evenly, so that many may
 * come in a burst and on average `perMinute` a minute.
 *
 * @param bucket - what the last call returned; undefined is a full one
 */
export function take(
  bucket: Bucket | undefined,
  perMinute: number,
  now: Date,
): Taken {
  const filled = bucket
    ? Math.min(
        perMinute,
        bucket.tokens + (Math.max(0, +now - +bucket.at) / minute) * perMinute,
      )
    : perMinute;
  const allowed = filled >= 1;
  const tokens = allowed ? filled - 1 : filled;
  return {
    allowed,
    bucket: { tokens, at: now },
    retryAfterSeconds: allowed
      ? 0
      : Math.max(1, Math.ceil(((1 - tokens) * minute) / perMinute / 1000)),
  };
}

/** Allowances by name, in this process. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one event of `name`. */
  take(name: string, now: Date): Taken {
    const taken = take(this.#buckets.get(name), this.#perMinute, now);
    this.#buckets.set(name, taken.bucket);
    return taken;
  }
}
