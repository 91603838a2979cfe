import { Alert, instantYears } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';

/** What reading an event brings up: errors refuse it, warnings only go to the ingest log. */
export interface Findings {
  readonly errors: string[];
  readonly warnings: string[];
}

/** An object of JSON, whose fields may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** `value` as an object, or undefined when it is something else. */
export const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;

const isAbsent = (value: unknown): value is null | undefined =>
  value === undefined || value === null;

// PostgreSQL's text cannot hold a NUL.
const clean = (text: string): string => text.replaceAll('\u0000', '');

/** A text that the event must have; undefined, with an error, when it has not. */
export function requiredText(
  value: unknown,
  name: string,
  { errors }: Findings,
): string | undefined {
  if (!isAbsent(value) && typeof value !== 'string') {
    errors.push(`'${name}' is invalid (must be a string)`);
    return undefined;
  }
  const text = clean(value ?? '');
  if (text.trim() !== '') return text;
  errors.push(`'${name}' is missing or blank`);
  return undefined;
}

/** One of a few words that the event must have, in exactly this spelling. */
export function requiredWord<W extends string>(
  value: unknown,
  name: string,
  words: readonly W[],
  findings: Findings,
): W | undefined {
  const text = requiredText(value, name, findings);
  if (text === undefined) return undefined;
  const word = words.find(known => known === text);
  if (word === undefined) {
    const quoted = words.map(known => `'${known}'`);
    findings.errors.push(
      `'${name}' is invalid (must be one of the following: ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)})`,
    );
  }
  return word;
}

/** A text that the event may have; anything else is dropped with a warning. */
export function optionalText(
  value: unknown,
  name: string,
  { warnings }: Findings,
): string | null {
  if (isAbsent(value)) return null;
  if (typeof value === 'string') return clean(value).trim() || null;
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  warnings.push(`'${name}' was dropped: it is not a text`);
  return null;
}

/** The address, when it is one that a person may safely open. */
function address(
  value: unknown,
  protocols: readonly string[],
): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = clean(value).trim();
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
    ? text
    : undefined;
}

const web = ['https:', 'http:'];

/** An http or https address that the event may have; anything else is dropped with a warning. */
export function optionalAddress(
  value: unknown,
  name: string,
  { warnings }: Findings,
): string | null {
  if (isAbsent(value) || value === '') return null;
  const href = address(value, web);
  if (href !== undefined) return href;
  warnings.push(`'${name}' was dropped: it is not an http or https address`);
  return null;
}

function items(value: unknown, name: string, { warnings }: Findings) {
  if (isAbsent(value)) return [];
  if (Array.isArray(value)) return value.map(item => asFields(item));
  warnings.push(`'${name}' was dropped: it is not a list`);
  return [];
}

/** The links of an event; malformed ones are dropped with a warning each. */
export function readLinks(value: unknown, findings: Findings): Alert['links'] {
  return items(value, 'links', findings).flatMap((link, index) => {
    const href = address(link?.href, web);
    if (href === undefined) {
      findings.warnings.push(
        `'links[${index}]' was dropped: 'href' must be an http or https address`,
      );
      return [];
    }
    const text = optionalText(link?.text, `links[${index}].text`, findings);
    return [{ href, text: text ?? href }];
  });
}

/** The images of an event; malformed ones are dropped with a warning each. */
export function readImages(
  value: unknown,
  findings: Findings,
): Alert['images'] {
  return items(value, 'images', findings).flatMap((image, index) => {
    const src = address(image?.src, ['https:']);
    if (src === undefined) {
      findings.warnings.push(
        `'images[${index}]' was dropped: 'src' must be an https address`,
      );
      return [];
    }
    const name = `images[${index}]`;
    return [
      {
        src,
        href: optionalAddress(image?.href, `${name}.href`, findings),
        alt: optionalText(image?.alt, `${name}.alt`, findings),
      },
    ];
  });
}

/**
 * The instant that a monitor gave: ISO-8601, the offset with or without a colon, UTC where it has
 * none. Null, with a warning, for what is no instant between the years 1970 and 2999.
 */
export function readTimestamp(
  value: unknown,
  name: string,
  { warnings }: Findings,
): Date | null {
  if (isAbsent(value)) return null;
  if (typeof value === 'string' && /^\d{4}-?\d\d-?\d\d([T ]|$)/.test(value)) {
    const at = DateTime.fromISO(value.trim().replace(' ', 'T'), {
      zone: 'utc',
    });
    if (at.isValid && at.year >= 1970 && at.year <= instantYears.last)
      return at.toJSDate();
  }
  warnings.push(
    `'${name}' was dropped: it is not an ISO-8601 instant such as 2026-03-02T07:15:30.250Z; the time of receipt is used`,
  );
  return null;
}
