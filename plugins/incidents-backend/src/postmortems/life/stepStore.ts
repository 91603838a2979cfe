import {
  Actor,
  PostmortemStepRole,
} from '@muster/backstage-plugin-incidents-common';
import { instant, instantOrNull, Queryable, Tx } from '../../platform/database';

type At = Date | number;

interface StepRow {
  postmortem_id: number;
  position: number;
  title: string;
  role: PostmortemStepRole;
  due_days: number;
  due_at: At;
  done_at: At | null;
  done_by: string | null;
  told_at: At | null;
  notice_at: At | null;
}

/** A step on the way to a postmortem. */
export interface StepRecord {
  /** From 1. */
  readonly position: number;
  readonly title: string;
  readonly role: PostmortemStepRole;
  readonly dueDays: number;
  readonly dueAt: Date;
  readonly done: { readonly at: Date; readonly by: Actor } | null;
  /** When its people were told that it is overdue. */
  readonly toldAt: Date | null;
  /** When they are to be told. */
  readonly noticeAt: Date | null;
}

const rows = (db: Queryable) => db<StepRow>('postmortem_steps');

const toStep = (row: StepRow): StepRecord => {
  const doneAt = instantOrNull(row.done_at);
  return {
    position: row.position,
    title: row.title,
    role: row.role,
    dueDays: row.due_days,
    dueAt: instant(row.due_at),
    done:
      doneAt && row.done_by !== null
        ? { at: doneAt, by: JSON.parse(row.done_by) }
        : null,
    toldAt: instantOrNull(row.told_at),
    noticeAt: instantOrNull(row.notice_at),
  };
};

/** The steps of a postmortem, in their order. */
export async function readSteps(
  db: Queryable,
  postmortemId: number,
): Promise<StepRecord[]> {
  const found = await rows(db)
    .where({ postmortem_id: postmortemId })
    .orderBy('position');
  return found.map(toStep);
}

/** Writes a step, over what stood in its place. */
export async function writeStep(
  tx: Tx,
  postmortemId: number,
  step: StepRecord,
): Promise<void> {
  const { done } = step;
  await rows(tx)
    .insert({
      postmortem_id: postmortemId,
      position: step.position,
      title: step.title,
      role: step.role,
      due_days: step.dueDays,
      due_at: step.dueAt,
      done_at: done && done.at,
      done_by: done && JSON.stringify(done.by),
      told_at: step.toldAt,
      notice_at: step.noticeAt,
    })
    .onConflict(['postmortem_id', 'position'])
    .merge(['due_at', 'done_at', 'done_by', 'told_at', 'notice_at']);
}

/** Numbers of postmortems whose people should have been told of a step before an instant. */
export async function overdueSteps(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<number[]> {
  const found = await rows(db)
    .where('notice_at', '<', before)
    .distinct('postmortem_id')
    .limit(limit);
  return found.map(row => row.postmortem_id);
}
