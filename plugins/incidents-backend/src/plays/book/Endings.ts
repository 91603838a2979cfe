import { Clock } from '../../platform/clock';
import { Tx } from '../../platform/database';
import { Counter, Metrics } from '../../platform/metrics';
import { NoteBox } from '../../oncall/ports';
import { EndedRun, RunEndings } from '../ports';
import { countEnd, failingFrom } from './health';
import { plays } from './playStore';

/** Keeps how plays are doing when their runs end, and tells owners of failures. */
export class Endings implements RunEndings {
  readonly #clock: Clock;
  readonly #notes: NoteBox;
  readonly #runUrl: (runId: string) => string;
  readonly #runs: Counter<{ outcome: EndedRun['state'] | 'refused' }>;

  constructor(options: {
    clock: Clock;
    notes: NoteBox;
    metrics: Metrics;
    /** Where people see a run. */
    runUrl: (runId: string) => string;
  }) {
    this.#clock = options.clock;
    this.#notes = options.notes;
    this.#runUrl = options.runUrl;
    this.#runs = options.metrics.createCounter('incidents.plays.runs', {
      description: 'Runs of plays that ended, by how',
    });
  }

  async ended(tx: Tx, run: EndedRun): Promise<void> {
    this.#runs.add(1, { outcome: run.state });
    await countEnd(tx, run, this.#clock.now());
    if (run.state === 'failed') {
      await this.#noteFailure(tx, run);
      await this.#tell(tx, run);
    }
    if (run.state === 'succeeded') {
      // Mostly no row changes, so that runs that end at once do not wait for each other.
      await plays(tx)
        .where({ id: run.playId })
        .andWhere('failures_in_a_row', '>', 0)
        .update({ failures_in_a_row: 0 });
    }
  }

  /** A run has failed by not being begun. */
  async refused(tx: Tx, run: EndedRun, tell: boolean): Promise<void> {
    this.#runs.add(1, { outcome: 'refused' });
    await countEnd(tx, run, this.#clock.now());
    await this.#noteFailure(tx, run);
    if (tell) await this.#tell(tx, run);
  }

  #noteFailure(tx: Tx, { playId }: EndedRun): PromiseLike<unknown> {
    return plays(tx)
      .where({ id: playId })
      .andWhere('failures_in_a_row', '<', failingFrom)
      .update({ failures_in_a_row: tx.raw('failures_in_a_row + 1') });
  }

  async #tell(tx: Tx, run: EndedRun): Promise<void> {
    const row = await plays(tx)
      .where({ id: run.playId })
      .first('failures_in_a_row');
    const isFailing = Number(row?.failures_in_a_row ?? 0) >= failingFrom;
    await this.#notes.post(tx, {
      recipientRef: run.ownerRef,
      about: `run ${run.runId}`,
      subject: isFailing
        ? `The play ${run.playName} is failing: its last three runs have failed`
        : `The play ${run.playName} has failed`,
      text: `${run.text}\nWhat it has done stays done; from the step that failed it can be run again.`,
      url: this.#runUrl(run.runId),
    });
  }
}
