import { z } from 'zod';
import {
  instantSchema,
  localDateSchema,
  textSchema,
  timeOfDaySchema,
  zoneSchema,
} from './primitives';

const faultOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message);

describe('primitives', () => {
  it.each([
    ['2026-03-02T07:15:30.250Z', instantSchema],
    ['2026-03-02T07:15:30+14:00', instantSchema],
    ['1900-01-01T00:00:00Z', instantSchema],
    ['2024-02-29', localDateSchema],
    ['00:00', timeOfDaySchema],
    ['Europe/Zurich', zoneSchema],
    ['UTC', zoneSchema],
  ])('take what is right (%j)', (value, schema) => {
    expect(schema.parse(value)).toBe(value);
  });

  it.each([
    ['yesterday', instantSchema, 'Invalid ISO datetime'],
    ['2026-02-30T00:00:00Z', instantSchema, 'Invalid ISO datetime'],
    ['2026-03-02T07:15:30', instantSchema, 'Invalid ISO datetime'],
    ['0000-01-01T00:00:00+05:00', instantSchema, 'the years 1900 to 2999'],
    ['2999-12-31T23:59:59-05:00', instantSchema, 'the years 1900 to 2999'],
    ['2026-02-29', localDateSchema, 'Invalid ISO date'],
    ['9999-12-31', localDateSchema, 'the years 1900 to 2999'],
    ['24:00', timeOfDaySchema, 'must be a time such as 09:00'],
    ['Mars/Olympus', zoneSchema, 'must be an IANA time zone'],
    ['', zoneSchema, 'must be an IANA time zone'],
    [' \u0000 ', textSchema(5), 'must not be empty'],
  ])('bad input: say why (%j)', (value, schema, why) => {
    expect(faultOf(schema, value)?.join()).toContain(why);
  });

  it('drop a NUL, which cannot be stored, from text', () => {
    expect(textSchema(5).parse(' a\u0000b ')).toBe('ab');
  });

  it('still tell a reader of the OpenAPI document that they are instants', () => {
    expect(z.toJSONSchema(instantSchema)).toMatchObject({
      type: 'string',
      format: 'date-time',
    });
  });
});
