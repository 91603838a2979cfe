import { DateTime } from 'luxon';

/** How people write the date of a postmortem, without a zone: UTC. */
const written = [
  'd LLLL yyyy',
  'LLLL d, yyyy',
  'LLLL d yyyy',
  'd LLL yyyy',
  'LLL d, yyyy',
  'LLL d yyyy',
  'yyyy/MM/dd',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd HH:mm:ss',
];

const utc = { zone: 'utc', locale: 'en-US' };

/** A date, or an instant, as somebody wrote it; undefined when it is none. Month before day with slashes is not guessed. */
export function readDate(text: string): Date | undefined {
  const clean = text
    .trim()
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1')
    .replace(/\s*(UTC|GMT|Z)$/, 'Z')
    .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/, '$1T$2');
  const iso = DateTime.fromISO(clean, { ...utc, setZone: true });
  const found = [
    iso,
    ...written.map(format =>
      DateTime.fromFormat(clean.replace(/Z$/, ''), format, utc),
    ),
  ].find(({ isValid, year }) => isValid && year >= 1970 && year < 2200);
  return found?.toJSDate();
}

/** Characters of a text in which a date is looked for, and how many of what looks like one are tried. */
const mostSearched = 20_000;
const mostTried = 50;

/** The first date that stands in the beginning of a text; undefined without one. */
export function firstDate(
  text: string,
): { readonly text: string; readonly at: Date } | undefined {
  const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
  const pattern = new RegExp(
    `\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?(?:Z|[+-]\\d{2}:\\d{2})?)?|\\d{1,2}(?:st|nd|rd|th)? ${month} \\d{4}|${month} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}`,
    'g',
  );
  const candidates = text.slice(0, mostSearched).match(pattern) ?? [];
  for (const found of candidates.slice(0, mostTried)) {
    const at = readDate(found);
    if (at) return { text: found, at };
  }
  return undefined;
}
