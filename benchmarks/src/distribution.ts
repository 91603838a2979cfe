import { z } from 'zod';

/** How long things took, in milliseconds. */
export const distributionSchema = z.object({
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
});
export type Distribution = z.infer<typeof distributionSchema>;

/** The distribution of samples in milliseconds, to a hundredth; percentiles by nearest rank. */
export function distributionOf(samples: readonly number[]): Distribution {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
