import { LoggerService } from '@backstage/backend-plugin-api';
import { system } from '../../incidents/service';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { PostmortemRecord } from '../model';
import {
  appendEvent,
  findPostmortem,
  lockPostmortem,
  overdueNotices,
  updatePostmortem,
} from '../store';
import { newestNotice, nextNotice, NoticeKind } from './notices';
import { readReviewers } from './peopleStore';
import { News, Teller } from './Teller';
import { dayInWords, listed } from './words';

const kind = 'postmortems.remind';
/** A wake-up this late has been lost; the sweep repairs it. */
const lateSeconds = 2;
const sweepLimit = 200;

/**
 * Reminds of what is to be written: its writer before and when it is due, its team when it is overdue. When the next
 * reminder is due stands in the postmortem's row and moves on in the transaction that posts one, so that each is given
 * once, by whichever replica, and after a stop only the newest.
 */
export class Reminders {
  readonly #options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    logger: LoggerService;
    teller: Teller;
    escalateAfterDays: number;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    work: WorkQueue;
    logger: LoggerService;
    teller: Teller;
    /** The team is told when a required one is overdue by so many days. */
    escalateAfterDays: number;
  }) {
    this.#options = options;
  }

  /** Registers the work; before the queue starts. */
  register(): void {
    const { work } = this.#options;
    work.handle(kind, data => this.remind(Number(data.id)));
    work.sweep('postmortems', waking => this.#wakeOverdue(waking));
  }

  /** When the next reminder of a postmortem is due, as it would be with these fields. */
  nextAt(
    postmortem: Pick<PostmortemRecord, 'state' | 'required' | 'dueAt'>,
  ): Date | null {
    const { clock, escalateAfterDays } = this.#options;
    return nextNotice(postmortem, clock.now(), escalateAfterDays)?.at ?? null;
  }

  /** Wakes for the reminder that stands in its row, with the `tx` that has written it there. */
  async follow(tx: Tx, { id, noticeAt }: PostmortemRecord): Promise<void> {
    const { work } = this.#options;
    const key = `${kind}:${id}`;
    if (noticeAt === null) {
      await work.cancel(tx, key);
    } else {
      await work.enqueue(tx, { kind, key, data: { id }, runAt: noticeAt });
    }
  }

  /** Gives the reminder that is due, if one still is. */
  async remind(id: number): Promise<void> {
    const { database, clock, escalateAfterDays } = this.#options;
    await database.transaction(async tx => {
      if (!(await findPostmortem(tx, id))) return;
      const record = await lockPostmortem(tx, id);
      const now = clock.now();
      if (record.noticeAt === null || record.noticeAt > now) return;
      const notice = newestNotice(record, now, escalateAfterDays);
      if (notice) await this.#give(tx, record, notice.kind, now);
      const next = await updatePostmortem(
        tx,
        record,
        {
          noticeAt: this.nextAt(record),
          notices: record.notices + (notice ? 1 : 0),
        },
        false,
      );
      await this.follow(tx, next);
    });
  }

  async #give(
    tx: Tx,
    record: PostmortemRecord,
    notice: NoticeKind,
    now: Date,
  ): Promise<void> {
    const { teller } = this.#options;
    const waiting = (await readReviewers(tx, record.id)).filter(
      ({ signedOffAt }) => record.state === 'in-review' && signedOffAt === null,
    );
    const own = [
      ...(await teller.writerOf(tx, record)),
      ...waiting.map(({ person }) => person.ref),
    ];
    const team =
      notice === 'escalated' || notice === 'again'
        ? await teller.teamOf(tx, record)
        : [];
    await teller.tell(
      tx,
      record,
      [...own, ...team],
      newsOf(
        record,
        notice,
        waiting.map(({ person }) => person.name),
      ),
    );
    if (notice !== 'escalated') return;
    const names = (await teller.named(tx, team)).map(({ name }) => name);
    this.#options.logger.info(`Postmortem ${record.id} is overdue`);
    if (names.length === 0) return;
    await appendEvent(tx, record.id, {
      at: now,
      actor: system,
      text: `${listed(names)} ${names.length === 1 ? 'was' : 'were'} told that it is overdue`,
    });
  }

  async #wakeOverdue(waking: Waking): Promise<number> {
    const { database, clock } = this.#options;
    const late = addSeconds(clock.now(), -lateSeconds);
    const overdue = await overdueNotices(database.knex, late, sweepLimit);
    if (overdue.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of overdue) {
        await waking.enqueue(tx, { kind, key: `${kind}:${id}`, data: { id } });
      }
    });
    return overdue.length;
  }
}

function newsOf(
  { dueAt, writer, required }: PostmortemRecord,
  notice: NoticeKind,
  waiting: readonly string[],
): News {
  const due = dueAt === null ? '' : dayInWords(dueAt);
  const who = writer
    ? `${writer.name} sees to its being written.`
    : 'Nobody has been named to write it; take it, or name somebody.';
  const review =
    waiting.length > 0 ? ` It waits for the review of ${listed(waiting)}.` : '';
  const what = notice === 'soon' ? `is due on ${due}` : 'is overdue';
  const began =
    notice === 'soon'
      ? `It is to be published by ${due}.`
      : `It was to be published by ${due}${required ? ', and it is required' : ''}.`;
  return { what, text: `${began} ${who}${review}`, toEdit: true };
}
