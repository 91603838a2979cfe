import { ConflictError, NotFoundError } from '@backstage/errors';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../../platform/database';
import { followUpName, FollowUpRecord } from './model';

type At = Date | number;

/** A row of `follow_ups`. */
export interface FollowUpRow {
  id: number;
  postmortem_id: number;
  title: string;
  description: string;
  entity_ref: string;
  entity_name: string;
  team_ref: string | null;
  team_name: string | null;
  owner_ref: string | null;
  owner_name: string | null;
  due_on: string;
  priority: FollowUpRecord['priority'];
  kind: FollowUpRecord['kind'];
  factor_id: string | null;
  state: FollowUpRecord['state'];
  ticket: string | null;
  proof: string | null;
  made_at: At;
  made_by: string;
  done_at: At | null;
  done_by: string | null;
  verified_at: At | null;
  verified_by: string | null;
  version: number;
  notice_at: At | null;
  notices: number;
  ticket_look_at: At | null;
  /** Who is making its ticket just now, and until when others wait for that. */
  ticket_claim: string | null;
  ticket_claimed_until: At | null;
}

export const followUps = (db: Queryable) => db<FollowUpRow>('follow_ups');

const named = (ref: string | null, name: string | null): NamedRef | null =>
  ref === null ? null : { ref, name: name ?? ref };
const parsed = (text: string | null) =>
  text === null ? null : JSON.parse(text);
const text = (value: object | null | undefined) =>
  value && JSON.stringify(value);

/** The record of a row. */
export const toFollowUp = (row: FollowUpRow): FollowUpRecord => ({
  id: row.id,
  postmortemId: row.postmortem_id,
  title: row.title,
  description: row.description,
  entity: { ref: row.entity_ref, name: row.entity_name },
  team: named(row.team_ref, row.team_name),
  owner: named(row.owner_ref, row.owner_name),
  dueOn: row.due_on,
  priority: row.priority,
  kind: row.kind,
  factorId: row.factor_id,
  state: row.state,
  ticket: parsed(row.ticket),
  proof: parsed(row.proof),
  madeAt: instant(row.made_at),
  madeBy: JSON.parse(row.made_by),
  doneAt: instantOrNull(row.done_at),
  doneBy: parsed(row.done_by),
  verifiedAt: instantOrNull(row.verified_at),
  verifiedBy: parsed(row.verified_by),
  version: row.version,
  noticeAt: instantOrNull(row.notice_at),
  notices: row.notices,
  ticketLookAt: instantOrNull(row.ticket_look_at),
});

/** Columns of what is given; what is undefined is left as it is. */
const columns = (record: Partial<FollowUpRecord>): Partial<FollowUpRow> => {
  const all: Partial<FollowUpRow> = {
    postmortem_id: record.postmortemId,
    title: record.title,
    description: record.description,
    entity_ref: record.entity?.ref,
    entity_name: record.entity?.name,
    team_ref: record.team === null ? null : record.team?.ref,
    team_name: record.team === null ? null : record.team?.name,
    owner_ref: record.owner === null ? null : record.owner?.ref,
    owner_name: record.owner === null ? null : record.owner?.name,
    due_on: record.dueOn,
    priority: record.priority,
    kind: record.kind,
    factor_id: record.factorId,
    state: record.state,
    ticket: text(record.ticket),
    proof: text(record.proof),
    made_at: record.madeAt,
    made_by: text(record.madeBy) ?? undefined,
    done_at: record.doneAt,
    done_by: text(record.doneBy),
    verified_at: record.verifiedAt,
    verified_by: text(record.verifiedBy),
    version: record.version,
    notice_at: record.noticeAt,
    notices: record.notices,
    ticket_look_at: record.ticketLookAt,
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
};

/** Inserts one. @returns it with its number */
export async function insertFollowUp(
  tx: Tx,
  record: Omit<FollowUpRecord, 'id'>,
): Promise<FollowUpRecord> {
  const [{ id }] = await tx('follow_ups')
    .insert(columns(record))
    .returning('id');
  return { ...record, id };
}

/** One. @throws NotFoundError */
export async function getFollowUp(
  db: Queryable,
  id: number,
): Promise<FollowUpRecord> {
  const row = await followUps(db).where({ id }).first();
  return row ? toFollowUp(row) : notThere(id);
}

/** As `getFollowUp`, held until the transaction ends; after its postmortem, where that is held too. */
export async function lockFollowUp(
  database: Database,
  tx: Tx,
  id: number,
): Promise<FollowUpRecord> {
  const row = await database.forUpdate(followUps(tx).where({ id })).first();
  return row ? toFollowUp(row) : notThere(id);
}

/** Writes changes; give it what `lockFollowUp` has answered. The version grows when `edited`. */
export async function updateFollowUp(
  tx: Tx,
  record: FollowUpRecord,
  change: Partial<Omit<FollowUpRecord, 'id' | 'version'>>,
  edited = true,
): Promise<FollowUpRecord> {
  const next = {
    ...record,
    ...change,
    version: record.version + (edited ? 1 : 0),
  };
  await followUps(tx)
    .where({ id: record.id })
    .update(columns({ ...change, version: next.version }));
  return next;
}

/** @throws ConflictError when somebody has changed it since */
export function mustBeVersion(record: FollowUpRecord, seen: number): void {
  if (record.version !== seen) {
    throw new ConflictError(
      `${followUpName(record.id)} was changed since you opened it (version ${record.version}, you saw ${seen}); look at it again, then repeat your change`,
    );
  }
}

/** Those of some postmortems, in the order in which they were made. */
export async function followUpsOf(
  db: Queryable,
  postmortemId: number,
): Promise<FollowUpRecord[]> {
  const rows = await followUps(db)
    .where({ postmortem_id: postmortemId })
    .orderBy('id');
  return rows.map(toFollowUp);
}

/** How many of each state each postmortem has. */
export async function countFollowUps(
  db: Queryable,
  postmortemIds: readonly number[],
): Promise<
  ReadonlyMap<number, { open: number; done: number; verified: number }>
> {
  const counts = new Map(
    postmortemIds.map(id => [id, { open: 0, done: 0, verified: 0 }]),
  );
  if (postmortemIds.length === 0) return counts;
  const rows = await followUps(db)
    .whereIn('postmortem_id', [...postmortemIds])
    .groupBy('postmortem_id', 'state')
    .select('postmortem_id', 'state')
    .count({ count: '*' });
  for (const { postmortem_id: id, state, count } of rows) {
    const counted = counts.get(Number(id));
    if (counted && state) counted[state] = Number(count);
  }
  return counts;
}

/**
 * Takes it upon somebody to make the ticket of a follow-up; one of several at a time. A claim whose process has died is free
 * again at its end.
 *
 * @returns whether it is theirs: it has no ticket, and nobody else makes one
 */
export async function claimTicket(
  db: Queryable,
  id: number,
  claim: { readonly by: string; readonly at: Date; readonly until: Date },
): Promise<boolean> {
  const claimed = await followUps(db)
    .where({ id })
    .whereNull('ticket')
    .andWhere(free =>
      free
        .whereNull('ticket_claimed_until')
        .orWhere('ticket_claimed_until', '<=', claim.at),
    )
    .update({ ticket_claim: claim.by, ticket_claimed_until: claim.until });
  return claimed > 0;
}

/** Gives a claim back, if it is still theirs. */
export async function releaseTicket(
  db: Queryable,
  id: number,
  by: string,
): Promise<void> {
  await followUps(db)
    .where({ id, ticket_claim: by })
    .update({ ticket_claim: null, ticket_claimed_until: null });
}

/** Ids of those whose time in a column came before an instant, the oldest first. */
export async function followUpsDue(
  db: Queryable,
  column: 'notice_at' | 'ticket_look_at',
  before: Date,
  limit: number,
): Promise<number[]> {
  const rows = await followUps(db)
    .where(column, '<', before)
    .orderBy(column)
    .limit(limit)
    .select('id');
  return rows.map(({ id }) => id);
}

function notThere(id: number): never {
  throw new NotFoundError(`There is no follow-up ${followUpName(id)}`);
}
