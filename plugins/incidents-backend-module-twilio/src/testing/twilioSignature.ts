import { createHmac } from 'node:crypto';

/**
 * How Twilio signs a request: HMAC-SHA1, under the account's token, of the whole address and every
 * parameter's name and value in the order of names. Written from its description, so that our check of it
 * is not compared with itself.
 */
export function twilioSignature(
  authToken: string,
  url: string,
  params: Readonly<Record<string, string>>,
): string {
  const text = Object.keys(params)
    .sort()
    .reduce((so, name) => so + name + params[name], url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}
