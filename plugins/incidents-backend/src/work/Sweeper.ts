import { LoggerService } from '@backstage/backend-plugin-api';
import { isDatabaseAway } from '../platform/database';
import { Counter, Metrics } from '../platform/metrics';
import { causeOf } from './model';

/** Calls every sweep again and again, one after another, in real time. */
export class Sweeper {
  readonly #everyMs: number;
  readonly #logger: LoggerService;
  readonly #repairs: Counter<{ sweep: string }>;
  readonly #sweeps = new Map<string, () => Promise<number>>();
  readonly #failing = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: {
    everyMs: number;
    logger: LoggerService;
    metrics: Metrics;
  }) {
    this.#everyMs = options.everyMs;
    this.#logger = options.logger;
    this.#repairs = options.metrics.createCounter('incidents.repairs', {
      description: 'Lost wake-ups that a sweep found',
    });
  }

  /** @param sweep - returns how much it repaired */
  add(name: string, sweep: () => Promise<number>): void {
    if (this.#sweeps.has(name)) {
      throw new Error(`A sweep named '${name}' is registered already`);
    }
    this.#sweeps.set(name, sweep);
  }

  /** The next round begins a pause after the end of this one, so rounds never overlap. */
  start(): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#sweepAll();
    }, this.#everyMs).unref();
  }

  /** Waits for the sweep that is under way, and begins no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  async #sweepAll(): Promise<void> {
    for (const [name, sweep] of this.#sweeps) {
      if (this.#stopped) return;
      await this.#sweep(name, sweep);
    }
    if (!this.#stopped) this.start();
  }

  /** Never throws: the other sweeps, and the next round, must go on. */
  async #sweep(name: string, sweep: () => Promise<number>): Promise<void> {
    try {
      const repaired = await sweep();
      if (repaired > 0) {
        this.#repairs.add(repaired, { sweep: name });
        this.#logger.info(`Sweep ${name} woke ${repaired} overdue`);
      }
      if (this.#failing.delete(name)) {
        this.#logger.info(`Sweep ${name} works again`);
      }
    } catch (error) {
      if (this.#failing.has(name)) return;
      this.#failing.add(name);
      const fault = `Sweep ${name} fails and is tried again every ${this.#everyMs / 1000} s: ${causeOf(error)}`;
      if (isDatabaseAway(error)) this.#logger.warn(fault);
      else this.#logger.error(fault);
    }
  }
}
