import { Load } from '../platform/ProcessLoad';
import { ClaimedJob } from './model';
import { FreeHand } from './service';

/** What a lane takes its jobs from, and what is done with each. */
export interface LaneOptions {
  readonly concurrency: number;
  readonly load: Load;
  /** Claims up to `limit` due jobs. */
  claim(limit: number): Promise<readonly ClaimedJob[]>;
  /** Does one job to its end. Must not throw. */
  work(job: ClaimedJob, freeHand: FreeHand): Promise<void>;
  /** Claiming failed; the lane waits for the next `wake`. */
  onError(error: unknown): void;
}

/** More hints than this are left to the sweep. */
const mostHints = 1000;
/** Of the hands, and of what is under way: the rest is for jobs, which were there before. */
const mostForHints = 0.75;
/** Under way at once, times the hands: those that have freed theirs count, so that they cannot pile up. */
const mostUnderWay = 2;
/** What can wait does so for no longer than that. */
const longestWaitMs = 20_000;
/** How often it looks whether there is time again. */
const lookMs = 100;

/** Work of one hand; must not throw. */
type Task = (freeHand: FreeHand) => Promise<void>;

/** A task that is begun when there is time, or `at` in milliseconds of `performance.now()`, whichever comes first. */
interface Patient {
  readonly task: Task;
  readonly at: number;
}

/** The jobs of one kind in this process: claims as many as it may run, and again when there is room. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #running = new Set<Promise<void>>();
  /** By key, those that have not begun; of them, those that can wait; and those that run. */
  readonly #hinted = new Map<string, Task>();
  readonly #patient = new Map<string, Patient>();
  readonly #hintsAtWork = new Set<string>();
  #hands = 0;
  #handsForHints = 0;
  #hintsUnderWay = 0;
  #claiming: Promise<void> | undefined;
  #looking: NodeJS.Timeout | undefined;
  #wokenMeanwhile = false;
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** There may be work. Cheap when there is none, or no room for it. */
  wake(): void {
    this.#wokenMeanwhile = true;
    if (this.#closed) return;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
      // Woken after the last look, before this line.
      if (this.#wokenMeanwhile && this.#room > 0) this.wake();
    });
  }

  /**
   * Does something that is not in the store as soon as there is room, before what is.
   *
   * @param canWait - only when the process has time, or after twenty seconds
   */
  hint(key: string, task: Task, canWait = false): void {
    // Counted apart, so that however much can wait, what cannot is taken.
    const { size } = canWait ? this.#patient : this.#hinted;
    if (this.#closed || size >= mostHints) return;
    if (canWait) {
      const at = performance.now() + longestWaitMs;
      this.#patient.set(key, { task, at });
    } else this.#hinted.set(key, task);
    this.#beginHints();
  }

  /** Whether what `hint` was told under this key has not been done yet. */
  has(key: string): boolean {
    return (
      this.#hinted.has(key) ||
      this.#patient.has(key) ||
      this.#hintsAtWork.has(key)
    );
  }

  /** Takes no more jobs and waits for those that it has. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#looking);
    this.#hinted.clear();
    this.#patient.clear();
    await this.#claiming;
    await Promise.all(this.#running);
  }

  get #room(): number {
    const { concurrency } = this.#options;
    return Math.min(
      concurrency - this.#hands,
      concurrency * mostUnderWay - this.#running.size,
    );
  }

  async #claimAll(): Promise<void> {
    try {
      while (this.#wokenMeanwhile && this.#room > 0 && !this.#closed) {
        // Jobs that end together make room together.
        await new Promise(setImmediate);
        // Hints took the room meanwhile; whoever ends, or frees a hand, makes some.
        if (this.#room < 1) break;
        this.#wokenMeanwhile = false;
        const asked = this.#room;
        const jobs = await this.#options.claim(asked);
        for (const job of jobs) {
          this.#begin(freeHand => this.#options.work(job, freeHand));
        }
        // As many as asked for: there are likely more.
        if (jobs.length === asked) this.#wokenMeanwhile = true;
      }
    } catch (error) {
      this.#wokenMeanwhile = false;
      this.#options.onError(error);
    }
  }

  #beginHints(): void {
    for (const [key, task] of this.#hinted) {
      if (!this.#hasRoomForHint) return;
      this.#hinted.delete(key);
      this.#beginHint(key, task);
    }
    for (const [key, { task, at }] of this.#patient) {
      if (!this.#hasRoomForHint) return;
      if (performance.now() < at && this.#options.load.isHigh()) {
        this.#lookAgain();
        return;
      }
      this.#patient.delete(key);
      this.#beginHint(key, task);
    }
  }

  get #hasRoomForHint(): boolean {
    const most = Math.ceil(this.#options.concurrency * mostForHints);
    return (
      this.#room > 0 &&
      this.#handsForHints < most &&
      this.#hintsUnderWay < most * mostUnderWay
    );
  }

  #beginHint(key: string, task: Task): void {
    this.#hintsAtWork.add(key);
    this.#handsForHints++;
    this.#hintsUnderWay++;
    this.#begin(
      freeHand =>
        task(freeHand).finally(() => {
          this.#hintsUnderWay--;
          this.#hintsAtWork.delete(key);
        }),
      () => this.#handsForHints--,
    );
  }

  #lookAgain(): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      this.#beginHints();
    }, lookMs).unref();
  }

  #begin(task: Task, onFree: () => void = () => {}): void {
    let isFree = false;
    const free = () => {
      if (isFree) return;
      isFree = true;
      this.#hands--;
      onFree();
    };
    this.#hands++;
    const run = task(() => {
      free();
      // Not before this one is among those that run.
      queueMicrotask(() => this.#beginNext());
    }).finally(() => {
      this.#running.delete(run);
      free();
      this.#beginNext();
    });
    this.#running.add(run);
  }

  #beginNext(): void {
    this.#beginHints();
    if (this.#wokenMeanwhile) this.wake();
  }
}
