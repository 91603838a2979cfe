import { z } from 'zod';
import { distributionSchema } from './distribution';

/** Something that was measured many times. */
export const rowSchema = z.object({
  name: z.string(),
  /** How many times. */
  count: z.number().int(),
  /** Null where the rate was ours to choose, or does not matter. */
  perSecond: z.number().nullable(),
  /** Null where only the rate is known. */
  ms: distributionSchema.nullable(),
});
export type Row = z.infer<typeof rowSchema>;

/** One figure that follows from the rows, with the bar that it is held to (design: quality bars). */
export const figureSchema = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  bar: z
    .object({ atMost: z.number() })
    .or(z.object({ atLeast: z.number() }))
    .nullable(),
});
export type Figure = z.infer<typeof figureSchema>;

/** What one benchmark found, and on what. */
export const resultSchema = z.object({
  schema: z.literal(1),
  bench: z.string(),
  title: z.string(),
  at: z.iso.datetime(),
  /** Git commit; ends in `+` when files were changed since. */
  commit: z.string(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number().int(),
    memoryGb: z.number(),
    os: z.string(),
    node: z.string(),
    /** Load of the last minute when the benchmark began: above 0.5, do not trust the figures. */
    loadBefore: z.number(),
  }),
  database: z
    .object({
      version: z.string(),
      settings: z.record(z.string(), z.string()),
    })
    .nullable(),
  rows: z.array(rowSchema),
  figures: z.array(figureSchema),
  notes: z.array(z.string()),
});
export type Result = z.infer<typeof resultSchema>;

/** What a benchmark itself finds; where it ran is added to it. */
export type Findings = Pick<
  Result,
  'title' | 'database' | 'rows' | 'figures' | 'notes'
>;

/** True when the figure keeps its bar; null when it has none. */
export function keepsBar({ value, bar }: Figure): boolean | null {
  if (!bar) return null;
  return 'atMost' in bar ? value <= bar.atMost : value >= bar.atLeast;
}
