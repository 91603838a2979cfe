import { z } from 'zod';

/** A schema as what is written for it looks: without its default, and without that it may be null. */
export function withoutDefault(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodNullable
    ? withoutDefault(schema.def.innerType)
    : schema;
}
