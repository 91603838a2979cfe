import { IANAZone } from 'luxon';
import { z } from 'zod';

/**
 * Years that instants and dates may name. Both databases, every time zone and the text form of an
 * instant (four digits of year, also in UTC) agree within them.
 *
 * @public
 */
export const instantYears = { first: 1900, last: 2999 } as const;

const isWithinYears = (text: string): boolean => {
  const year = new Date(text).getUTCFullYear();
  return year >= instantYears.first && year <= instantYears.last;
};
const withinYears = `must lie in the years ${instantYears.first} to ${instantYears.last}`;

/** An instant: UTC, ISO-8601 with milliseconds (`2026-03-02T07:15:30.250Z`). @public */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine(isWithinYears, withinYears);

/** A local time of day on a 24-hour clock, `HH:MM`. Its zone stands beside it. @public */
export const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00');

/** A local calendar date, `YYYY-MM-DD`. Its zone stands beside it. @public */
export const localDateSchema = z.iso.date().refine(isWithinYears, withinYears);

/** True for a zone that this runtime's time-zone data knows. @public */
export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** An IANA time zone (`Europe/Zurich`). @public */
export const zoneSchema = z
  .string()
  .refine(isZone, 'must be an IANA time zone such as Europe/Zurich');

/** What a person writes; a NUL cannot be stored by PostgreSQL and is dropped. @public */
export const textSchema = (max: number) =>
  z
    .string()
    .transform(text => text.replaceAll('\u0000', '').trim())
    .pipe(z.string().min(1, 'must not be empty').max(max));

/** A person or group as shown to people: the ref, and the name that the catalog knew last. @public */
export const namedRefSchema = z.object({ ref: z.string(), name: z.string() });
/** @public */
export type NamedRef = z.infer<typeof namedRefSchema>;

/** Who did something. `ref` is an entity ref, an integration's id or null for the system itself. @public */
export const actorSchema = z.object({
  kind: z.enum(['person', 'play', 'integration', 'system']),
  ref: z.string().nullable(),
  name: z.string(),
});
/** @public */
export type Actor = z.infer<typeof actorSchema>;

/** Query of a list: at most `limit` rows, continued from the `cursor` of the page before. @public */
export const pageQueryShape = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** A page of a list. `nextCursor` is null on the last page. @public */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Comma-separated values of a query parameter: `status=triggered,acknowledged`. @public */
export const csvOf = <T extends z.ZodType<string, string>>(value: T) =>
  z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .pipe(z.array(value));
