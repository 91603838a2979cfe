import { PostmortemStepRole } from '@muster/backstage-plugin-incidents-common';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Job, Waking, WorkQueue } from '../../work/service';
import { isUnwritten, PostmortemRecord } from '../model';
import { findPostmortem, lockPostmortem } from '../store';
import { readReviewers } from './peopleStore';
import { overdueSteps, readSteps, StepRecord, writeStep } from './stepStore';
import { News, Teller } from './Teller';
import { dayInWords, listed } from './words';

const kind = 'postmortems.remind-of-steps';
/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;
const sweepLimit = 200;

/**
 * Tells whoever is to do a step, once, when it is overdue while its postmortem is still to be written. When they are told
 * stands in the row of the step, as it does for postmortems (`Reminders`).
 */
export class StepReminders {
  readonly #options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    teller: Teller;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    teller: Teller;
  }) {
    this.#options = options;
  }

  /** Registers the work; before the queue starts. */
  register(): void {
    const { work } = this.#options;
    work.handle(kind, data => this.remind(Number(data.id)));
    work.sweep('postmortem steps', waking => this.#wakeOverdue(waking));
  }

  /** Wakes for the next of these steps, with the `tx` that has written them. */
  async follow(
    tx: Tx,
    id: number,
    steps: readonly StepRecord[],
  ): Promise<void> {
    const { work } = this.#options;
    const next = steps
      .flatMap(({ noticeAt }) => noticeAt ?? [])
      .sort((one, other) => one.getTime() - other.getTime())
      .at(0);
    if (next) await work.enqueue(tx, { ...reminderOf(id), runAt: next });
    else await work.cancel(tx, keyOf(id));
  }

  /** Tells of the steps that are overdue and have not been told of. */
  async remind(id: number): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction(async tx => {
      if (!(await findPostmortem(tx, id))) return;
      const record = await lockPostmortem(tx, id);
      const now = clock.now();
      const steps = await readSteps(tx, id);
      const due = steps.filter(
        ({ noticeAt }) => noticeAt !== null && noticeAt <= now,
      );
      const isWaitedFor = isUnwritten(record);
      if (isWaitedFor) await this.#tell(tx, record, due);
      const toldAt = isWaitedFor ? now : null;
      for (const step of due) {
        await writeStep(tx, id, { ...step, toldAt, noticeAt: null });
      }
      await this.follow(
        tx,
        id,
        steps.filter(step => !due.includes(step)),
      );
    });
  }

  /** Everybody hears of all of theirs in one note. */
  async #tell(
    tx: Tx,
    record: PostmortemRecord,
    due: readonly StepRecord[],
  ): Promise<void> {
    const { teller } = this.#options;
    const theirs = new Map<string, StepRecord[]>();
    for (const step of due) {
      for (const ref of await this.#peopleOf(tx, record, step.role)) {
        theirs.set(ref, [...(theirs.get(ref) ?? []), step]);
      }
    }
    for (const [ref, steps] of theirs) {
      await teller.tell(tx, record, [ref], newsOf(steps));
    }
  }

  async #peopleOf(
    tx: Tx,
    record: PostmortemRecord,
    role: PostmortemStepRole,
  ): Promise<readonly string[]> {
    const { teller } = this.#options;
    if (role === 'owner') return teller.teamOf(tx, record);
    const reviewers =
      role === 'reviewers' ? await readReviewers(tx, record.id) : [];
    const waiting = reviewers
      .filter(({ signedOffAt }) => signedOffAt === null)
      .map(({ person }) => person.ref);
    // Where nobody is asked to review it, whoever sees to it is to ask somebody.
    return waiting.length > 0 ? waiting : teller.writerOf(tx, record);
  }

  async #wakeOverdue(waking: Waking): Promise<number> {
    const { database, clock } = this.#options;
    const late = addSeconds(clock.now(), -lateSeconds);
    const overdue = await overdueSteps(database.knex, late, sweepLimit);
    if (overdue.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of overdue) await waking.enqueue(tx, reminderOf(id));
    });
    return overdue.length;
  }
}

const keyOf = (id: number): string => `${kind}:${id}`;

const reminderOf = (id: number): Job => ({
  kind,
  key: keyOf(id),
  data: { id },
});

function newsOf(steps: readonly StepRecord[]): News {
  const named = steps.map(
    ({ title, dueAt }) => `“${title}” (by ${dayInWords(dueAt)})`,
  );
  return {
    about: 'steps',
    what:
      steps.length === 1
        ? 'waits for a step'
        : `waits for ${steps.length} steps`,
    text: `Not done yet: ${listed(named)}. Mark what is done on its page.`,
    toEdit: true,
  };
}
