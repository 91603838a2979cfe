import {
  DeliveryState,
  NamedRef,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { addSeconds } from '../platform/clock';
import {
  Database,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../platform/database';
import { diedAfterSeconds, lateSeconds, retrySeconds } from './model';

type At = Date | number;

/** A person to be reached once, for one reason. */
export interface PageRecord {
  readonly id: string;
  readonly batchId: string;
  readonly incidentId: number;
  readonly person: NamedRef;
  readonly urgency: Urgency;
  readonly step: number | null;
  readonly loop: number;
  readonly why: string;
  /** Whose page this repeats for a learner, in words; null for a page in earnest. */
  readonly copyOf: string | null;
  readonly createdAt: Date;
}

/** A page through one channel. */
export interface DeliveryRecord {
  readonly id: string;
  readonly pageId: string;
  readonly incidentId: number;
  readonly channel: string;
  /** Masked. */
  readonly address: string | null;
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly sendingSince: Date | null;
  /** How many attempts have begun. */
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly reason: string | null;
}

export interface BatchRow {
  id: string;
  incident_id: number;
  urgency: Urgency;
  step: number | null;
  loop: number;
  why: string;
  copy_of: string | null;
  created_at: At;
  unreached_at: At | null;
  told_at: At | null;
}

export interface PageRow {
  id: string;
  batch_id: string;
  incident_id: number;
  person_ref: string;
  person_name: string;
  position: number;
}

export interface DeliveryRow {
  id: string;
  page_id: string;
  incident_id: number;
  channel: string;
  position: number;
  address: string | null;
  state: DeliveryState;
  due_at: At;
  sending_since: At | null;
  attempts: number;
  sent_at: At | null;
  reason: string | null;
}

const batches = (db: Queryable) => db<BatchRow>('page_batches');
const pages = (db: Queryable) => db<PageRow>('pages');
const deliveries = (db: Queryable) => db<DeliveryRow>('deliveries');

/** Joins a page with what its batch says of all of them. */
export const pagesWithBatch = (db: Queryable) =>
  pages(db)
    .join<BatchRow>('page_batches', 'page_batches.id', 'pages.batch_id')
    .select('page_batches.*', 'pages.*');

export const toPage = (row: PageRow & Omit<BatchRow, 'id'>): PageRecord => ({
  id: row.id,
  batchId: row.batch_id,
  incidentId: row.incident_id,
  person: { ref: row.person_ref, name: row.person_name },
  urgency: row.urgency,
  step: row.step,
  loop: row.loop,
  why: row.why,
  copyOf: row.copy_of,
  createdAt: instant(row.created_at),
});

export const toDelivery = (row: DeliveryRow): DeliveryRecord => ({
  id: row.id,
  pageId: row.page_id,
  incidentId: row.incident_id,
  channel: row.channel,
  address: row.address,
  state: row.state,
  dueAt: instant(row.due_at),
  sendingSince: instantOrNull(row.sending_since),
  attempts: row.attempts,
  sentAt: instantOrNull(row.sent_at),
  reason: row.reason,
});

/** Writes pages that were decided together, with their deliveries. */
export async function insertBatch(
  tx: Tx,
  batch: Omit<BatchRow, 'unreached_at' | 'told_at'>,
  pageRows: readonly PageRow[],
  deliveryRows: readonly Omit<
    DeliveryRow,
    'sending_since' | 'attempts' | 'sent_at'
  >[],
): Promise<void> {
  await batches(tx).insert(batch);
  await pages(tx).insert([...pageRows]);
  await deliveries(tx).insert([...deliveryRows]);
}

/** A delivery, locked until `tx` ends. */
export async function lockDelivery(
  database: Database,
  tx: Tx,
  id: string,
): Promise<DeliveryRecord | undefined> {
  const row = await database.forUpdate(deliveries(tx).where({ id }).first());
  return row && toDelivery(row);
}

/** A page by its id. */
export async function findPage(
  db: Queryable,
  id: string,
): Promise<PageRecord | undefined> {
  const row = await pagesWithBatch(db).where('pages.id', id).first();
  return row && toPage(row);
}

/** Changes a delivery that `tx` has locked. */
export async function updateDelivery(
  tx: Tx,
  id: string,
  patch: Partial<DeliveryRow>,
): Promise<void> {
  await deliveries(tx).where({ id }).update(patch);
}

/**
 * Cancels what has not begun to be sent, and answers how many.
 *
 * The condition on the state is what makes it right under READ COMMITTED: a row that a sender holds
 * is waited for and then looked at again, so one that has just become `sending` is left alone.
 */
export function cancelQueued(
  tx: Tx,
  incidentId: number,
  reason: string,
): Promise<number> {
  return deliveries(tx)
    .where({ incident_id: incidentId, state: 'queued' })
    .update({ state: 'cancelled', reason });
}

/**
 * Makes due what stands further in the future than a delivery ever waits: it was written before the
 * database's clock was set back. Answers how much that was.
 */
export async function bringForward(db: Queryable, now: Date): Promise<number> {
  const longestWait = Math.max(...retrySeconds);
  const waiting = await deliveries(db)
    .where({ state: 'queued' })
    .andWhere('due_at', '>', addSeconds(now, longestWait))
    .update({ due_at: now });
  // When its sender began is no longer known; it gets its half minute from now on.
  const sending = await deliveries(db)
    .where({ state: 'sending' })
    .andWhere('sending_since', '>', now)
    .update({ sending_since: now });
  return waiting + sending;
}

/** Deliveries whose wake-up or whose sender has been lost. */
export async function lostDeliveries(
  db: Queryable,
  now: Date,
  limit: number,
): Promise<DeliveryRecord[]> {
  const rows = await deliveries(db)
    .where(queued =>
      queued
        .where('state', 'queued')
        .andWhere('due_at', '<', addSeconds(now, -lateSeconds)),
    )
    .orWhere(sending =>
      sending
        .where('state', 'sending')
        .andWhere('sending_since', '<', addSeconds(now, -diedAfterSeconds)),
    )
    .orderBy('due_at')
    .limit(limit);
  return rows.map(toDelivery);
}

/** When the oldest delivery that is due and has not been sent became due. */
export async function oldestUnsent(
  db: Queryable,
  now: Date,
): Promise<Date | null> {
  const row = await deliveries(db)
    .whereIn('state', ['queued', 'sending'])
    .andWhere('due_at', '<=', now)
    .orderBy('due_at')
    .first('due_at');
  return row ? instant(row.due_at) : null;
}

/**
 * Notes that a batch has reached nobody, if all its deliveries have failed; answers whether this call
 * noted it. The batch's lock makes two senders that fail at once look one after the other, so that
 * the second sees both.
 */
export async function noteIfUnreached(
  database: Database,
  tx: Tx,
  batchId: string,
  at: Date,
): Promise<{ readonly step: number | null } | undefined> {
  const batch = await database.forUpdate(
    batches(tx).where({ id: batchId }).first(),
  );
  if (!batch || batch.unreached_at !== null) return undefined;
  const hopeful = await deliveries(tx)
    .whereIn('page_id', pages(tx).where({ batch_id: batchId }).select('id'))
    .whereNot({ state: 'failed' })
    .first('id');
  if (hopeful) return undefined;
  await batches(tx).where({ id: batchId }).update({ unreached_at: at });
  return { step: batch.step };
}

/** A step that has reached nobody, of which escalation has not been told. */
export interface UnreachedStep {
  readonly batchId: string;
  readonly incidentId: number;
  readonly step: number;
  readonly loop: number;
}

/** Steps that have reached nobody and of which escalation has not been told. */
export async function untoldSteps(
  db: Queryable,
  which: { readonly batchId: string } | { readonly before: Date },
): Promise<UnreachedStep[]> {
  const query = batches(db)
    .whereNotNull('unreached_at')
    .whereNull('told_at')
    .whereNotNull('step');
  if ('batchId' in which) query.where({ id: which.batchId });
  else query.where('unreached_at', '<', which.before);
  const rows = await query.orderBy('unreached_at').limit(500);
  return rows.map(row => ({
    batchId: row.id,
    incidentId: row.incident_id,
    step: row.step ?? 0,
    loop: row.loop,
  }));
}

/** Escalation knows of a step that has reached nobody. */
export async function markTold(
  db: Queryable,
  batchId: string,
  at: Date,
): Promise<void> {
  await batches(db).where({ id: batchId }).update({ told_at: at });
}
