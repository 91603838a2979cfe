import { Actor, PlayStep } from '@muster/backstage-plugin-incidents-common';
import { Incidents, NewEntry } from '../../incidents/service';
import { NoteBox } from '../../oncall/ports';
import { Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Job, WorkQueue } from '../../work/service';
import { PlayVersionRecord, RunEndings } from '../ports';
import { Decision } from './decide/decide';
import { stepAt } from './decide/findStep';
import { StepRecord, StepRecords } from './decide/records';
import { authorityInWords } from './inWords';
import { lockRun, RunRecord, runs, updateRun } from './runStore';
import { endEntryOf, entriesOf, startEntry, wentOnEntry } from './timeline';
import { writeSteps } from './stepStore';

/** Wakes a run: looks whether it goes on. */
export const advanceKind = 'plays.advance';

/** Goes on with a run. */
export const advanceJob = (runId: string): Job => ({
  kind: advanceKind,
  key: `plays:run:${runId}`,
  data: { runId },
});
/** Lets runs begin that wait their turn. */
export const admitKind = 'plays.admit';

/** Ends a called run, unless its caller still waits for it. */
export const abandonKind = 'plays.abandon';

/** The job that does it. */
export const abandonJob = (runId: string): Job => ({
  kind: abandonKind,
  key: `plays:abandon:${runId}`,
  data: { runId },
});

/** What writing runs needs. */
export interface RunWriterOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly incidents: Pick<Incidents, 'lock' | 'append'>;
  readonly notes: NoteBox;
  readonly endings: RunEndings;
  readonly runUrl: (runId: string) => string;
}

/** Writes what was decided about a run: its steps, its row, the timeline, who is asked, and who is woken next. */
export class RunWriter {
  readonly #options: RunWriterOptions;

  constructor(options: RunWriterOptions) {
    this.#options = options;
  }

  /** Holds a run, and before it its incident, until the transaction ends; undefined when it has been deleted. */
  async hold(
    tx: Tx,
    { id, subject }: Pick<RunRecord, 'id' | 'subject'>,
  ): Promise<RunRecord | undefined> {
    await this.holdIncident(tx, subject.incidentId);
    return lockRun(this.#options.database, tx, id);
  }

  /** Holds the incident of a run; before the play and the run, as everywhere. */
  async holdIncident(tx: Tx, incidentId: number | null): Promise<void> {
    if (incidentId !== null) await this.#options.incidents.lock(tx, incidentId);
  }

  /** Wakes a run, with `tx`; now, or when something in it is due. */
  wake(tx: Tx, runId: string, at?: Date, isNewKey?: true): Promise<void> {
    return this.#options.work.enqueue(tx, {
      ...advanceJob(runId),
      ...(at && { runAt: at }),
      ...(isNewKey && { isNewKey }),
    });
  }

  /** Writes that a run has begun, for those who read the incident. */
  async started(tx: Tx, run: RunRecord): Promise<void> {
    await this.#append(tx, run, [startEntry(run)]);
  }

  /** Writes that somebody had a run go on that had failed. */
  async wentOn(tx: Tx, run: RunRecord, by: Actor): Promise<void> {
    await this.#append(tx, run, [wentOnEntry(run, by)]);
  }

  /**
   * Writes a decision over steps as they were seen. The run must be held.
   *
   * @param changed - steps that have changed since `before`, whether by the decision or by what was done then
   */
  async write(
    tx: Tx,
    run: RunRecord,
    play: PlayVersionRecord,
    {
      before,
      decision,
      changed = decision.changed,
    }: {
      readonly before: StepRecords;
      readonly decision: Decision;
      readonly changed?: readonly StepRecord[];
    },
  ): Promise<void> {
    const { clock } = this.#options;
    const { run: standing } = decision;
    const isOver = standing.state !== 'running';
    await writeSteps(tx, run.id, changed);
    await updateRun(tx, run, {
      state: standing.state,
      due_at: standing.dueAt,
      failing: standing.failing && JSON.stringify(standing.failing),
      text: standing.text.replaceAll('\u0000', ''),
      asking: standing.asking,
      ended_at: isOver ? clock.now() : null,
    });
    const turns = changed.map(record => ({
      record,
      before: before.get(record.path),
      step: stepAt(play.document, record.path),
    }));
    await this.#append(tx, run, [
      ...entriesOf(run, turns),
      ...endEntryOf(run, standing, decision.steps.values()),
    ]);
    for (const turn of turns) await this.#ask(tx, run, turn);
    for (const { state, data } of changed) {
      if (state === 'cancelled' && data.called?.runId) {
        await this.#options.work.enqueue(tx, abandonJob(data.called.runId));
      }
    }
    if (isOver) await this.#end(tx, run, standing.state, standing.text);
    else if (standing.dueAt && standing.dueAt > clock.now()) {
      await this.wake(tx, run.id, standing.dueAt);
    }
  }

  /** Writes what has happened to a step, and wakes its run. The run must be held. */
  async fact(
    tx: Tx,
    run: RunRecord,
    play: PlayVersionRecord,
    { before, after }: { before: StepRecord; after: StepRecord },
  ): Promise<void> {
    await writeSteps(tx, run.id, [after]);
    await updateRun(tx, run, { due_at: this.#options.clock.now() });
    const step = stepAt(play.document, after.path);
    const turn = { record: after, before, step };
    await this.#append(tx, run, entriesOf(run, [turn]));
    await this.wake(tx, run.id);
  }

  /** Tells whoever is asked now, once. */
  async #ask(
    tx: Tx,
    run: RunRecord,
    {
      record,
      before,
      step,
    }: {
      readonly record: StepRecord;
      readonly before: StepRecord | undefined;
      readonly step: PlayStep | undefined;
    },
  ): Promise<void> {
    const { asks } = record.data;
    const isAsked = ['asking', 'interrupted'].includes(record.state);
    if (!asks || !isAsked || before?.state === record.state) return;
    for (const recipientRef of asks.of) {
      await this.#options.notes.post(tx, {
        recipientRef,
        about: `run ${run.id}`,
        subject: `${run.playName} asks: ${step?.title || asks.text}`.slice(
          0,
          200,
        ),
        // Its name is in the subject.
        text: `${asks.text}\nVersion ${run.version}, ${authorityInWords(run)}. ${run.because}`,
        url: this.#options.runUrl(run.id),
      });
    }
  }

  async #end(
    tx: Tx,
    run: RunRecord,
    state: Exclude<Decision['run']['state'], 'running'>,
    text: string,
  ): Promise<void> {
    const { work, endings } = this.#options;
    await endings.ended(tx, {
      runId: run.id,
      playId: run.playId,
      playName: run.playName,
      ownerRef: run.ownerRef,
      state,
      text,
      incidentId: run.subject.incidentId,
    });
    if (run.caller) await this.wake(tx, run.caller.runId);
    const next = await runs(tx)
      .where({ play_id: run.playId, state: 'queued' })
      .first('id');
    if (!next) return;
    await work.enqueue(tx, {
      kind: admitKind,
      key: `plays:admit:${run.playId}`,
      data: { playId: run.playId },
    });
  }

  async #append(
    tx: Tx,
    { subject }: RunRecord,
    entries: readonly NewEntry[],
  ): Promise<void> {
    if (subject.incidentId === null || entries.length === 0) return;
    await this.#options.incidents.append(tx, subject.incidentId, ...entries);
  }
}
