import { createHmac, timingSafeEqual } from 'node:crypto';
import { secondsBetween } from '../../platform/clock';

/** How far the clock of whoever signs may be off, and how long a call may be under way. */
const toleranceSeconds = 300;

/** What is wrong with the signature of a call; undefined when it is good. Looks as long whatever is wrong with it. */
export function faultOfSignature(call: {
  readonly secret: string;
  /** Header `X-Muster-Timestamp`: whole seconds since 1970. */
  readonly timestamp: string | undefined;
  /** Header `X-Muster-Signature`: `v1=` and the hexadecimal HMAC-SHA256 of `<timestamp>.<body>` under the secret. */
  readonly signature: string | undefined;
  readonly body: Buffer;
  readonly now: Date;
}): string | undefined {
  const { secret, timestamp, signature, body, now } = call;
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) {
    return 'X-Muster-Timestamp must be the time of the call, in whole seconds since 1970';
  }
  const digest = createHmac('sha256', secret)
    .update(`${timestamp}.`)
    .update(body)
    .digest('hex');
  const expected = Buffer.from(`v1=${digest}`);
  const given = Buffer.from(signature ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return 'X-Muster-Signature must be v1= and the HMAC-SHA256 of “<timestamp>.<body>” under the secret, in hexadecimal';
  }
  const age = secondsBetween(new Date(Number(timestamp) * 1000), now);
  return Math.abs(age) > toleranceSeconds
    ? `X-Muster-Timestamp is more than ${toleranceSeconds / 60} minutes off; sign each call anew`
    : undefined;
}
