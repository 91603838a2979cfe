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
import { CancelScope } from './service';

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
  /** Each person acknowledges for themselves. */
  readonly multiAck: boolean;
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
  /** Null on one of the version before, which knew only the catalog's. */
  readonly methodId: string | null;
  readonly personRef: string | null;
  /** By the rule of so many minutes after the page. */
  readonly afterMinutes: number;
  /** Deliveries of one bundle go as one message. */
  readonly bundleId: string | null;
  readonly urgency: Urgency;
}

export interface BatchRow {
  id: string;
  incident_id: number;
  urgency: Urgency;
  step: number | null;
  loop: number;
  why: string;
  copy_of: string | null;
  multi_ack: boolean | number;
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
  method_id: string | null;
  person_ref: string | null;
  urgency: Urgency | null;
  after_minutes: number;
  bundle_id: string | null;
  credited_to: string | null;
  followed_at: At | null;
}

/** A delivery as it is planned. */
export type NewDeliveryRow = Omit<
  DeliveryRow,
  'sending_since' | 'attempts' | 'sent_at' | 'followed_at'
>;

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
  multiAck: Boolean(row.multi_ack),
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
  methodId: row.method_id,
  personRef: row.person_ref,
  afterMinutes: row.after_minutes,
  bundleId: row.bundle_id,
  urgency: row.urgency ?? 'high',
});

/** Writes pages that were decided together, with their deliveries. */
export async function insertBatch(
  tx: Tx,
  batch: Omit<BatchRow, 'unreached_at' | 'told_at'>,
  pageRows: readonly PageRow[],
  deliveryRows: readonly NewDeliveryRow[],
): Promise<void> {
  await batches(tx).insert(batch);
  await pages(tx).insert([...pageRows]);
  await insertDeliveries(tx, deliveryRows);
}

/** Adds deliveries to pages that are there. */
export async function insertDeliveries(
  tx: Tx,
  rows: readonly NewDeliveryRow[],
): Promise<void> {
  // Somebody may have no rule at all.
  if (rows.length > 0) await deliveries(tx).insert([...rows]);
}

/** What was sent for an incident within the last minute, and what is going to be. */
export async function standingDeliveries(
  db: Queryable,
  incidentId: number,
  now: Date,
): Promise<DeliveryRow[]> {
  const rows = await deliveries(db)
    .where({ incident_id: incidentId })
    .whereIn('state', ['queued', 'sending', 'sent', 'delivered'])
    .andWhere('due_at', '>', addSeconds(now, -60));
  return rows;
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

/** Deliveries by their ids, locked until `tx` ends. */
export async function lockDeliveries(
  database: Database,
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DeliveryRecord>> {
  const rows = await database.forUpdate(
    deliveries(tx).whereIn('id', ids).orderBy('id'),
  );
  return new Map(rows.map(row => [row.id, toDelivery(row)]));
}

/** The deliveries of a bundle that wait or are being sent, locked until `tx` ends. */
export async function lockBundle(
  database: Database,
  tx: Tx,
  bundleId: string,
): Promise<DeliveryRecord[]> {
  const rows = await database.forUpdate(
    deliveries(tx)
      .where({ bundle_id: bundleId })
      .whereIn('state', ['queued', 'sending'])
      .orderBy('id'),
  );
  return rows.map(toDelivery);
}

/** Pages by their ids. */
export async function findPages(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PageRecord>> {
  const rows = await pagesWithBatch(db).whereIn('pages.id', ids);
  return new Map(rows.map(row => [row.id, toPage(row)]));
}

/** A page by its id. */
export async function findPage(
  db: Queryable,
  id: string,
): Promise<PageRecord | undefined> {
  return (await findPages(db, [id])).get(id);
}

/** Changes a delivery that `tx` has locked. */
export async function updateDelivery(
  tx: Tx,
  id: string,
  patch: Partial<DeliveryRow>,
): Promise<void> {
  await deliveries(tx).where({ id }).update(patch);
}

/** A delivery, and what changes in it. */
export type DeliveryChange = readonly [id: string, patch: Partial<DeliveryRow>];

/** Changes deliveries that `tx` has locked: those that change alike in one statement. */
export async function updateDeliveries(
  tx: Tx,
  changes: readonly DeliveryChange[],
): Promise<void> {
  const alike = new Map<string, DeliveryChange[]>();
  for (const change of changes) {
    const key = JSON.stringify(change[1]);
    const group = alike.get(key);
    if (group) group.push(change);
    else alike.set(key, [change]);
  }
  for (const group of alike.values()) {
    await deliveries(tx)
      .whereIn(
        'id',
        group.map(([id]) => id),
      )
      .update(group[0][1]);
  }
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
  { personRefs, acknowledgedBy }: CancelScope = {},
): Promise<number> {
  const queued = deliveries(tx).where({
    incident_id: incidentId,
    state: 'queued',
  });
  if (personRefs) queued.whereIn('person_ref', personRefs);
  if (typeof acknowledgedBy === 'string') {
    const askedOfEach = pages(tx)
      .join('page_batches', 'page_batches.id', 'pages.batch_id')
      .where({ 'pages.incident_id': incidentId, multi_ack: true })
      .select('pages.id');
    queued.where(meant =>
      meant
        .where('person_ref', acknowledgedBy)
        .orWhereNotIn('page_id', askedOfEach),
    );
  }
  return queued.update({ state: 'cancelled', reason });
}

/** The longest that a bundle waits: quiet hours that are the whole day, on a day that is an hour longer. */
const longestBundleMinutes = 25 * 60;

/**
 * Makes due what stands further in the future than a delivery ever waits: it was written before the
 * database's clock was set back. Answers how much that was.
 */
export async function bringForward(db: Queryable, now: Date): Promise<number> {
  const longestRetry = Math.max(...retrySeconds);
  const ahead = await deliveries(db)
    .where({ state: 'queued' })
    .andWhere('due_at', '>', addSeconds(now, longestRetry))
    .select('id', 'due_at', 'after_minutes', 'bundle_id');
  const tooFar = ahead.filter(row => {
    const minutes = row.bundle_id ? longestBundleMinutes : row.after_minutes;
    const latest = addSeconds(now, minutes * 60 + longestRetry);
    return instant(row.due_at) > latest;
  });
  for (const row of tooFar) {
    await deliveries(db)
      .where({ id: row.id, state: 'queued' })
      .update({
        due_at: addSeconds(now, row.bundle_id ? 0 : row.after_minutes * 60),
      });
  }
  // When its sender began is no longer known; it gets its half minute from now on.
  const sending = await deliveries(db)
    .where({ state: 'sending' })
    .andWhere('sending_since', '>', now)
    .update({ sending_since: now });
  return tooFar.length + sending;
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

/** What is still ahead in the cycle of a page, and comes first; not what waits in a bundle. */
export async function nextOfCycle(
  tx: Tx,
  pageId: string,
): Promise<DeliveryRecord | undefined> {
  const row = await deliveries(tx)
    .where({ page_id: pageId, state: 'queued' })
    .whereNull('bundle_id')
    .orderBy(['due_at', 'position'])
    .first();
  return row && toDelivery(row);
}

/** Lets a delivery wait longer, together with its whole bundle. */
export async function putOff(
  tx: Tx,
  { id, bundleId }: Pick<DeliveryRecord, 'id' | 'bundleId'>,
  until: Date,
): Promise<void> {
  const put = deliveries(tx).whereIn('state', ['queued', 'sending']);
  if (bundleId === null) put.where({ id });
  else put.where({ bundle_id: bundleId });
  await put.update({ state: 'queued', sending_since: null, due_at: until });
}

/** Makes a delivery due, if it still waits; answers whether it does. */
export async function bringDue(tx: Tx, id: string, at: Date): Promise<boolean> {
  const moved = await deliveries(tx)
    .where({ id, state: 'queued' })
    .update({ due_at: at });
  return moved === 1;
}

/** A page, and how many deliveries it has. */
export interface RunningPage extends PageRecord {
  readonly deliveries: number;
}

/** Pages of a person that were decided since then. */
export async function runningPages(
  db: Queryable,
  personRef: string,
  since: Date,
): Promise<RunningPage[]> {
  const rows = await pagesWithBatch(db)
    .where('pages.person_ref', personRef)
    .andWhere('page_batches.created_at', '>', since)
    .orderBy('pages.incident_id');
  if (rows.length === 0) return [];
  const counted: { page_id: string; n: number | string }[] = await deliveries(
    db,
  )
    .whereIn(
      'page_id',
      rows.map(({ id }) => id),
    )
    .groupBy('page_id')
    .select('page_id')
    .count({ n: '*' });
  const counts = new Map(counted.map(row => [row.page_id, Number(row.n)]));
  return rows.map(row => ({
    ...toPage(row),
    deliveries: counts.get(row.id) ?? 0,
  }));
}

/** Pages of a person for an incident with their deliveries, oldest first. */
export async function historyOf(
  db: Queryable,
  incidentId: number,
  personRef: string,
): Promise<{ page: PageRecord; deliveries: DeliveryRecord[] }[]> {
  const rows = await pagesWithBatch(db)
    .where('pages.incident_id', incidentId)
    .andWhere('pages.person_ref', personRef)
    .orderBy(['page_batches.created_at', 'pages.id']);
  const all = await deliveries(db)
    .whereIn(
      'page_id',
      rows.map(({ id }) => id),
    )
    .orderBy(['due_at', 'position']);
  return rows.map(toPage).map(page => ({
    page,
    deliveries: all.filter(row => row.page_id === page.id).map(toDelivery),
  }));
}

/** Cancels what waits by some rules of a page, and answers how much that was. */
export function cancelForRules(
  tx: Tx,
  pageId: string,
  rules: readonly {
    readonly methodId: string;
    readonly afterMinutes: number;
  }[],
  reason: string,
): Promise<number> {
  return deliveries(tx)
    .where({ page_id: pageId, state: 'queued' })
    .andWhere(any => {
      for (const { methodId, afterMinutes } of rules) {
        any.orWhere({ method_id: methodId, after_minutes: afterMinutes });
      }
    })
    .update({ state: 'cancelled', reason });
}

/** Cancels what waits to be sent to a method; answers the batches that it belonged to. */
export async function cancelForMethod(
  tx: Tx,
  personRef: string,
  methodId: string,
  reason: string,
): Promise<string[]> {
  const cancelled = await deliveries(tx)
    .where({ person_ref: personRef, method_id: methodId, state: 'queued' })
    .update({ state: 'cancelled', reason })
    .returning('page_id');
  const rows = await pages(tx)
    .whereIn(
      'id',
      cancelled.map(row => row.page_id),
    )
    .distinct('batch_id');
  return rows.map(row => row.batch_id);
}

/** What has come of a person's deliveries lately, the newest first. */
export function lastSettled(
  db: Queryable,
  personRef: string,
  since: Date,
): Promise<Pick<DeliveryRow, 'method_id' | 'state' | 'reason'>[]> {
  return deliveries(db)
    .where({ person_ref: personRef })
    .whereIn('state', ['sent', 'delivered', 'failed'])
    .andWhere('due_at', '>', since)
    .orderBy('due_at', 'desc')
    .limit(100)
    .select('method_id', 'state', 'reason');
}

/** Deliveries of an incident through some channels that have left or are leaving, and are not followed yet. */
export async function leftDeliveries(
  db: Queryable,
  incidentId: number,
  channels: readonly string[],
): Promise<DeliveryRecord[]> {
  const rows = await deliveries(db)
    .where({ incident_id: incidentId })
    .whereIn('state', ['sending', 'sent', 'delivered'])
    .whereIn('channel', channels)
    .whereNull('followed_at')
    .orderBy('due_at');
  return rows.map(toDelivery);
}

/** Whether it is for the caller to follow a delivery: true once. */
export async function takeFollowUp(
  db: Queryable,
  id: string,
  at: Date,
): Promise<boolean> {
  const taken = await deliveries(db)
    .where({ id })
    .whereNull('followed_at')
    .update({ followed_at: at });
  return taken === 1;
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
 * Notes that a batch has reached nobody, if nothing of it was sent or is still to be; answers whether this
 * call noted it. The batch's lock makes two senders that fail at once look one after the other, so that
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
    .where(hopes =>
      hopes
        .whereNotIn('state', ['failed', 'cancelled'])
        .orWhereNotNull('credited_to'),
    )
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

/** How many deliveries wait. */
export async function countQueued(db: Queryable): Promise<number> {
  const [{ n }] = await deliveries(db)
    .where({ state: 'queued' })
    .count<{ n: number | string }[]>({ n: '*' });
  return Number(n);
}

/** Cancels everything that waits, and answers how much that was. */
export function cancelAllQueued(
  db: Queryable,
  reason: string,
): Promise<number> {
  return deliveries(db)
    .where({ state: 'queued' })
    .update({ state: 'cancelled', reason });
}

/** What waits and was decided before an instant. */
export async function decidedBefore(db: Queryable, instantBefore: Date) {
  const rows: {
    id: string;
    incident_id: number;
    person_ref: string;
    person_name: string;
    step: number | null;
    created_at: At;
  }[] = await deliveries(db)
    .join('pages', 'pages.id', 'deliveries.page_id')
    .join('page_batches', 'page_batches.id', 'pages.batch_id')
    .where('deliveries.state', 'queued')
    .andWhere('page_batches.created_at', '<=', instantBefore)
    .select(
      'deliveries.id',
      'deliveries.incident_id',
      'pages.person_ref',
      'pages.person_name',
      'page_batches.step',
      'page_batches.created_at',
    );
  return rows.map(row => ({
    deliveryId: row.id,
    incidentId: row.incident_id,
    personRef: row.person_ref,
    personName: row.person_name,
    step: row.step,
    decidedAt: instant(row.created_at),
  }));
}

/** Cancels a delivery that still waits; answers 1 when it did. */
export function supersede(
  db: Queryable,
  id: string,
  reason: string,
): Promise<number> {
  return deliveries(db)
    .where({ id, state: 'queued' })
    .update({ state: 'cancelled', reason });
}
