import { createHmac } from 'node:crypto';

/**
 * The secret of one address. Each has its own, so that whoever receives pages cannot sign some for others.
 */
export function secretOf(masterSecret: string, address: string): string {
  return createHmac('sha256', masterSecret)
    .update(`muster webhook\n${address}`)
    .digest('hex');
}

/**
 * `v1=` and the hexadecimal HMAC-SHA256 of `<timestamp>.<body>` under the address's secret, the timestamp
 * being whole seconds since 1970. Receivers refuse what is older than five minutes.
 */
export function signatureOf(
  secret: string,
  timestamp: number,
  body: string,
): string {
  const digest = createHmac('sha256', secret)
    .update(`${timestamp}.${body}`)
    .digest('hex');
  return `v1=${digest}`;
}
