import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { NoteBox } from '../../oncall/ports';
import { addSeconds, Clock } from '../../platform/clock';
import { Database, Tx } from '../../platform/database';
import { Job, Waking, WorkQueue } from '../../work/service';
import { isPublished, postmortemName, PostmortemRecord } from '../model';
import { PostmortemGate } from '../ports';
import { readersOf } from '../readers';
import { getPostmortem } from '../store';
import {
  followUps,
  followUpsDue,
  lockFollowUp,
  updateFollowUp,
} from './followUpStore';
import { FollowUpClocks, followUpName, FollowUpRecord } from './model';
import { dueNotice, nextNotice, NoticeKind } from './notices';

const kind = 'postmortems.follow-up-notice';
const lateSeconds = 2;
const sweepLimit = 200;

/** Tells people of follow-ups: whoever is given one, and later whoever has it, or their team. */
export class FollowUpNotices {
  readonly #options: FollowUpNoticesOptions;

  constructor(options: FollowUpNoticesOptions) {
    this.#options = options;
  }

  /** Registers the handler and the sweep; before the queue starts. */
  registerWork(): void {
    const { work } = this.#options;
    work.handle(kind, data => this.#remind(Number(data.id)));
    work.sweep('follow-ups', waking => this.#sweep(waking));
  }

  /** Sets when somebody is told next, from what is so now. */
  async plan(tx: Tx, record: FollowUpRecord): Promise<FollowUpRecord> {
    const { clock, clocks, work } = this.#options;
    const next = nextNotice(record, clock.now(), clocks);
    if (next) {
      await work.enqueue(tx, { ...reminderOf(record.id), runAt: next.at });
    } else await work.cancel(tx, keyOf(record.id));
    return updateFollowUp(tx, record, { noticeAt: next?.at ?? null }, false);
  }

  /** Tells somebody that they were given one, unless they took it themselves. */
  async given(
    tx: Tx,
    postmortem: PostmortemRecord,
    record: FollowUpRecord,
    by: Actor,
  ): Promise<void> {
    if (!record.owner || record.owner.ref === by.ref) return;
    await this.#post(tx, postmortem, record, {
      recipientRef: record.owner.ref,
      subject: `${by.name} gave you ${followUpName(record.id)}: ${record.title}`,
      text: `It is due on ${record.dueOn}.`,
    });
  }

  async #remind(id: number): Promise<void> {
    const { database, clock, clocks, work } = this.#options;
    await database.transaction(async tx => {
      const row = await followUps(tx).where({ id }).first('id');
      if (!row) return;
      const record = await lockFollowUp(database, tx, id);
      const now = clock.now();
      if (record.noticeAt === null) return;
      if (record.noticeAt > now) {
        await work.enqueue(tx, { ...reminderOf(id), runAt: record.noticeAt });
        return;
      }
      const due = dueNotice(record, now, clocks);
      if (due) await this.#tell(tx, record, due.kind);
      const told = { notices: record.notices + (due ? 1 : 0) };
      await this.plan(tx, await updateFollowUp(tx, record, told, false));
    });
  }

  async #tell(
    tx: Tx,
    record: FollowUpRecord,
    notice: NoticeKind,
  ): Promise<void> {
    const postmortem = await getPostmortem(tx, record.postmortemId);
    for (const recipientRef of recipients(record, postmortem, notice)) {
      await this.#post(tx, postmortem, record, {
        recipientRef,
        ...wordsOf(record, notice),
      });
    }
  }

  async #post(
    tx: Tx,
    postmortem: PostmortemRecord,
    record: FollowUpRecord,
    note: { recipientRef: string; subject: string; text: string },
  ): Promise<void> {
    const { notes, appBaseUrl } = this.#options;
    const name = postmortemName(postmortem.id);
    const from = (await this.#mayRead(tx, postmortem, note.recipientRef))
      ? `It follows from ${name}: ${postmortem.title}`
      : `It follows from ${name}, which is not open to you: ask ${postmortem.writer?.name ?? 'who gave it to you'}.`;
    await notes.post(tx, {
      ...note,
      text: `${note.text}\n${from}`,
      // News replace what was said before of the same follow-up.
      about: `follow-up ${record.id}`,
      url: `${appBaseUrl}/incidents/postmortems/${name}`,
    });
  }

  /** Whether everybody behind a ref may be told what it follows from. */
  async #mayRead(
    tx: Tx,
    postmortem: PostmortemRecord,
    ref: string,
  ): Promise<boolean> {
    const readers = await readersOf(tx, postmortem, this.#options);
    if (!readers) return true;
    const behind = await this.#options.directory.peopleBehind([ref], tx);
    return (behind.get(ref) ?? []).every(person => readers.has(person));
  }

  async #sweep(waking: Waking): Promise<number> {
    const { database, clock } = this.#options;
    const late = await followUpsDue(
      database.knex,
      'notice_at',
      addSeconds(clock.now(), -lateSeconds),
      sweepLimit,
    );
    if (late.length === 0) return 0;
    await database.transaction(async tx => {
      for (const id of late) await waking.enqueue(tx, reminderOf(id));
    });
    return late.length;
  }
}

const keyOf = (id: number): string => `postmortems:follow-up-notice:${id}`;

const reminderOf = (id: number): Job => ({
  kind,
  key: keyOf(id),
  data: { id },
});

/**
 * Whom a notice goes to: the owner; the team as well when it is late, and when nobody has it. What is in a draft or a
 * restricted postmortem is not told to a team that may not read it: there its writer hears of it.
 */
export function recipients(
  { owner, team }: Pick<FollowUpRecord, 'owner' | 'team'>,
  postmortem: Pick<
    PostmortemRecord,
    'owner' | 'restricted' | 'state' | 'writer'
  >,
  notice: NoticeKind,
): string[] {
  const isOpenToTeam =
    !postmortem.restricted &&
    (isPublished(postmortem) || team?.ref === postmortem.owner?.ref);
  const group = isOpenToTeam ? team : postmortem.writer;
  const told =
    owner === null
      ? [group]
      : [owner, ...(notice === 'overdue' ? [group] : [])];
  return [...new Set(told.flatMap(one => (one ? [one.ref] : [])))];
}

function wordsOf(
  { id, title, dueOn, owner }: FollowUpRecord,
  notice: NoticeKind,
): { subject: string; text: string } {
  const name = `${followUpName(id)}: ${title}`;
  const who = owner ? `${owner.name} has it.` : 'Nobody has it yet.';
  switch (notice) {
    case 'unassigned':
      return {
        subject: `Nobody has ${name}`,
        text: `It is due on ${dueOn}. Give it to somebody.`,
      };
    case 'soon':
      return { subject: `Due on ${dueOn}: ${name}`, text: who };
    case 'due':
      return { subject: `Due on ${dueOn}, now: ${name}`, text: who };
    case 'overdue':
      return {
        subject: `Overdue since ${dueOn}: ${name}`,
        text: `${who} Finish it, or choose a day that will do.`,
      };
    default:
      return {
        subject: `Does it help? ${name}`,
        text: 'It is done. Say what shows that it helps: a monitor, a drill or a link.',
      };
  }
}

/** What reminders need. */
export interface FollowUpNoticesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly work: WorkQueue;
  readonly notes: NoteBox;
  readonly gate: Pick<PostmortemGate, 'people'>;
  readonly directory: Pick<Directory, 'peopleBehind'>;
  readonly clocks: FollowUpClocks;
  readonly appBaseUrl: string;
}
