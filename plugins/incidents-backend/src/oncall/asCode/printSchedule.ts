import {
  ScheduleInput,
  scheduleInputSchema,
} from '@muster/backstage-plugin-incidents-common';
import { stringify } from 'yaml';
import { z } from 'zod';
import { withoutDefault } from '../../platform/yamlText/schemaShape';

/**
 * A schedule as YAML: the fields of the API in their order, without what is default anyway, and refs as
 * people write them (`user:ana`). Read back it is the same schedule.
 */
export function printSchedule(content: ScheduleInput): string {
  return stringify(shortened(scheduleInputSchema, content), {
    // Quotes what YAML 1.1 would read as a number: 17:00 is 1020 to many a tool.
    compat: 'yaml-1.1',
    lineWidth: 100,
    flowCollectionPadding: false,
  });
}

/** The value without its defaults, in the order of the schema. */
function shortened(schema: z.core.$ZodType, value: unknown): unknown {
  const inner = withoutDefault(schema);
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? inner.element : undefined;
    return value.map(item =>
      element ? shortened(element, item) : short(item),
    );
  }
  if (!(inner instanceof z.ZodObject) || !isRecord(value)) return short(value);
  const fields = Object.entries<z.core.$ZodType>(inner.shape).filter(
    ([name, field]) =>
      value[name] !== undefined && !isDefault(field, value[name]),
  );
  return Object.fromEntries(
    fields.map(([name, field]) => [name, shortened(field, value[name])]),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isDefault = (schema: z.core.$ZodType, value: unknown): boolean =>
  schema instanceof z.ZodDefault &&
  JSON.stringify(schema.def.defaultValue) === JSON.stringify(value);

/** People write `user:ana`; another namespace than `default` stays. */
const short = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.replace(/^(user|group):default\/(?=[^/\s]+$)/, '$1:')
    : value;
