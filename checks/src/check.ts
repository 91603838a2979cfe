import { secondsSince } from '../../bin/lib/say.mjs';

/** What a check is given. */
export interface CheckContext {
  readonly report: Report;
  /** True: everything that can be tried; false: the bounded form that bin/test runs. */
  readonly long: boolean;
  /** What the caller said of this check: `--seed 7`. */
  readonly flags: Readonly<Record<string, string | undefined>>;
}

/** Runs cases through `report.run`; what it throws itself counts as one failed case. */
export type Check = (context: CheckContext) => Promise<void>;

/** Runs cases, prints a line for each, and counts them. */
export class Report {
  readonly #only: string | undefined;
  #passed = 0;
  #failed = 0;

  /** @param only - cases whose name does not contain it are left out */
  constructor(only?: string) {
    this.#only = only;
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  /** Whether a case of this name would run; for what is costly to prepare. */
  wants(name: string): boolean {
    return this.#only === undefined || name.includes(this.#only);
  }

  /**
   * Runs one case; a failure is printed and counted, not thrown.
   *
   * @param work - returns what was measured, for the line: `42 accepted = 42 explained`
   */
  async run(name: string, work: () => Promise<string>): Promise<void> {
    if (!this.wants(name)) return;
    const start = performance.now();
    try {
      const figures = await work();
      this.#passed += 1;
      this.say(`ok       ${name}: ${figures} (${secondsSince(start)})`);
    } catch (error) {
      this.fail(name, error);
    }
  }

  /** Counts a failure and prints why. */
  fail(name: string, error: unknown): void {
    this.#failed += 1;
    this.say(`FAILED   ${name}`);
    this.say(error instanceof Error ? `${error.stack}` : String(error));
  }

  /** Prints the closing line. @returns the exit code; nothing that ran proves nothing */
  close(): number {
    this.say(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}
