import { Findings } from './result';

/** What a benchmark is given. */
export interface BenchContext {
  /** A short form, to see that it works. */
  readonly quick: boolean;
  /** How long a benchmark lasts whose length does not matter otherwise. */
  readonly minutes: number;
  /** Tells whoever waits what is being done. */
  say(line: string): void;
}

export type Bench = (context: BenchContext) => Promise<Findings>;
