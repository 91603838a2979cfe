/**
 * Where a link of a text may lead: http, https, mailto, and pages of this portal. Anything else (scripts, data, other
 * hosts without a scheme) is shown as its words.
 *
 * @returns undefined for an address that is not followed
 */
export function followed(url: string): string | undefined {
  if (/^(?:https?:\/\/|mailto:)/i.test(url)) return url;
  // `//host`, and `/\host`, which browsers read the same way, leave the portal.
  return /^\/(?![/\\])/.test(url) ? url : undefined;
}

/** The id in `muster-image:7f…`; undefined for any other address. */
export const imageIdIn = (url: string): string | undefined =>
  /^muster-image:([\w-]{1,64})$/.exec(url)?.[1];
