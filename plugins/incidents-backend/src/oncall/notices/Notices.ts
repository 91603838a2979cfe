import { addMinutes, addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { NoteBox } from '../ports';
import { ScheduleReader } from '../ScheduleReader';
import { lockSchedule, schedulesToWatch, setWatch } from '../store';
import {
  gapNotices,
  handoffNotices,
  nextLook,
  Notice,
  together,
} from './model';
import { decided, decidedFor, forgetBefore, insertNotice } from './store';

const watchKind = 'oncall.watch';
/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;
const sweepLimit = 200;
const dayMinutes = 24 * 60;
/** Longer than any gap is looked at ahead, so that nothing is told twice. */
const keptMinutes = 400 * dayMinutes;

/**
 * Tells people what is coming: who goes on call, and owners of gaps. A schedule is looked at when it
 * changes, when a hand-off comes into sight, and every hour; what is decided then is written down with its
 * key and posted with the same transaction, so that it is told once, by whichever replica.
 */
export class Notices {
  readonly #options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    notes: NoteBox;
    links: { readonly scheduleUrl: (scheduleId: string) => string };
    handoffNoticeMinutes: number;
  };
  #reader: ScheduleReader | undefined;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    work: WorkQueue;
    notes: NoteBox;
    links: { readonly scheduleUrl: (scheduleId: string) => string };
    /** Who goes on call is told this long before; 0: not at all. */
    handoffNoticeMinutes: number;
  }) {
    this.#options = options;
  }

  /** Registers the work; before the queue starts. */
  registerWork(reader: ScheduleReader): void {
    this.#reader = reader;
    const { work } = this.#options;
    work.handle(watchKind, data => this.look(String(data.scheduleId)));
    work.sweep('schedules', waking => this.#wakeOverdue(waking));
  }

  /** Has a schedule looked at once `tx`, which has changed it, is committed. */
  async changed(tx: Tx, scheduleId: string): Promise<void> {
    await setWatch(tx, scheduleId, null);
    await this.#wake(tx, scheduleId);
  }

  /** Decides what is to be told of a schedule now. It is locked meanwhile, so that a change comes before or after. */
  async look(scheduleId: string): Promise<void> {
    const { database, clock, handoffNoticeMinutes } = this.#options;
    const reader = this.#reader;
    if (!reader) throw new Error('Notices are not connected yet');
    await database.transaction(async tx => {
      const schedule = await lockSchedule(database, tx, scheduleId);
      if (!schedule || schedule.archivedAt) return;
      const now = clock.now();
      const known = (
        await reader.between([schedule], now, addMinutes(now, keptMinutes), tx)
      ).get(scheduleId);
      if (!known) return;
      const named = await reader.names([known], tx);
      const before = await decidedFor(tx, scheduleId);
      const isNew = ({ recipientRef, keys }: Notice) =>
        keys.every(key => !before.has(decided(recipientRef, key)));
      const gaps = gapNotices(known, now, ref => named(ref).name);
      const notices = [
        ...handoffNotices(known, now, handoffNoticeMinutes).filter(isNew),
        together(gaps.filter(isNew)),
      ];
      for (const notice of notices) {
        if (notice) await this.#decide(tx, scheduleId, notice, now);
      }
      const next = nextLook(known, now, handoffNoticeMinutes);
      await setWatch(tx, scheduleId, next);
      await this.#wake(tx, scheduleId, next);
    });
  }

  /** Deletes what was told long ago. */
  async purge(): Promise<void> {
    const { database, clock } = this.#options;
    await forgetBefore(database.knex, addMinutes(clock.now(), -keptMinutes));
  }

  async #decide(
    tx: Tx,
    scheduleId: string,
    { recipientRef, keys, title, text }: Notice,
    now: Date,
  ): Promise<void> {
    const { newId, notes, links } = this.#options;
    const ids = keys.map(() => newId());
    for (const [index, key] of keys.entries()) {
      const notice = { id: ids[index], scheduleId, recipientRef, key };
      await insertNotice(tx, { ...notice, title, text }, now);
    }
    await notes.post(tx, {
      recipientRef,
      about: `notice:${ids[0]}`,
      subject: title,
      text,
      url: links.scheduleUrl(scheduleId),
    });
  }

  #wake(
    tx: Tx,
    scheduleId: string,
    runAt?: Date,
    work: Waking = this.#options.work,
  ): Promise<void> {
    return work.enqueue(tx, {
      kind: watchKind,
      key: `${watchKind}:${scheduleId}`,
      data: { scheduleId },
      runAt,
    });
  }

  async #wakeOverdue(waking: Waking): Promise<number> {
    const { database, clock } = this.#options;
    const late = addSeconds(clock.now(), -lateSeconds);
    const overdue = await schedulesToWatch(database.knex, late, sweepLimit);
    if (overdue.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of overdue) await this.#wake(tx, id, undefined, waking);
    });
    return overdue.length;
  }
}
