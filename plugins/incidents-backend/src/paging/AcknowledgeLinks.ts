import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Clock } from '../platform/clock';

/** What an acknowledge link entitles to: one person, one incident, until then. */
export interface AcknowledgeClaim {
  readonly incidentId: number;
  readonly personRef: string;
  readonly pageId: string;
  readonly expiresAt: Date;
}

/** What a token turned out to be. `invalid`: garbled, forged, or signed with a key that is no longer used. */
export type ReadToken =
  | { readonly state: 'valid' | 'expired'; readonly claim: AcknowledgeClaim }
  | { readonly state: 'invalid' };

const payloadSchema = z.tuple([
  z.number().int(),
  z.string(),
  z.string(),
  z.number().int(),
]);

const longestToken = 4000;

/**
 * Signs and reads the tokens of acknowledge links: `<payload>.<signature>`, both base64url, the
 * signature HMAC-SHA256 with a key of `incidents.keys`.
 */
export class AcknowledgeLinks {
  readonly #keys: readonly string[];
  readonly #clock: Clock;

  /** @param options - `keys`: the first signs, all are accepted, so that keys can be rotated */
  constructor(options: { keys: readonly string[]; clock: Clock }) {
    if (options.keys.length === 0) {
      throw new Error('Acknowledge links need at least one key');
    }
    this.#keys = options.keys;
    this.#clock = options.clock;
  }

  /** Makes the token of a claim; the same claim always gives the same token. */
  issue(claim: AcknowledgeClaim): string {
    const payload = Buffer.from(
      JSON.stringify([
        claim.incidentId,
        claim.personRef,
        claim.pageId,
        claim.expiresAt.getTime(),
      ]),
    ).toString('base64url');
    return `${payload}.${sign(this.#keys[0], payload)}`;
  }

  /** Reads a token that came from outside. */
  read(token: string): ReadToken {
    const [payload, signature, ...rest] = token.split('.');
    if (!payload || !signature || rest.length > 0) return { state: 'invalid' };
    if (token.length > longestToken) return { state: 'invalid' };
    const ours = this.#keys
      .map(key => sameText(sign(key, payload), signature))
      .includes(true);
    const fields = ours ? parsePayload(payload) : undefined;
    if (!fields) return { state: 'invalid' };
    const [incidentId, personRef, pageId, expires] = fields;
    const expiresAt = new Date(expires);
    return {
      state: expiresAt > this.#clock.now() ? 'valid' : 'expired',
      claim: { incidentId, personRef, pageId, expiresAt },
    };
  }
}

/** The prefix keeps these signatures from meaning anything elsewhere that the same key signs. */
function sign(key: string, payload: string): string {
  return createHmac('sha256', key)
    .update(`acknowledge.${payload}`)
    .digest('base64url');
}

/** Compares in constant time; only the length can be told from the time it takes. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function parsePayload(
  payload: string,
): z.output<typeof payloadSchema> | undefined {
  try {
    return payloadSchema.parse(
      JSON.parse(Buffer.from(payload, 'base64url').toString()),
    );
  } catch {
    return undefined;
  }
}
