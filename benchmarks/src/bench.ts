import { Findings } from './result';

/** What a benchmark is given. */
export interface BenchContext {
  /** A short form, to see that it works. */
  readonly quick: boolean;
  /** Tells whoever waits what is being done. */
  say(line: string): void;
}

export type Bench = (context: BenchContext) => Promise<Findings>;
