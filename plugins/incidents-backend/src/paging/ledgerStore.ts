import { InputError } from '@backstage/errors';
import { Page } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { addMinutes } from '../platform/clock';
import { instant, iso, isoOrNull, Queryable, Tx } from '../platform/database';
import {
  DeliveryRow,
  PageRecord,
  pagesWithBatch,
  toDelivery,
  toPage,
} from './rows';

interface AttemptRow {
  delivery_id: string;
  attempt: number;
  channel: string;
  at: Date | number;
  outcome: 'sent' | 'retry' | 'failed';
  detail: string;
  /** Who carried it, or refused last; null on one of the version before, or when nobody was asked. */
  provider?: string | null;
  /** The provider's name for the message. */
  reference?: string | null;
}

const attempts = (db: Queryable) => db<AttemptRow>('delivery_attempts');

/** A database takes so many rows in one statement. */
const rowsAtOnce = 500;

/** Writes what came of an attempt at each. A late answer replaces the guess that was made in its absence. */
export async function recordAttempts(
  tx: Tx,
  rows: readonly AttemptRow[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await attempts(tx)
      .insert(rows.slice(start, start + rowsAtOnce))
      .onConflict(['delivery_id', 'attempt'])
      .merge();
  }
}

/** The provider's name for the message of a delivery that was sent; null when there is none. */
export async function referenceOf(
  db: Queryable,
  deliveryId: string,
): Promise<string | null> {
  const row = await attempts(db)
    .where({ delivery_id: deliveryId, outcome: 'sent' })
    .orderBy('attempt', 'desc')
    .first('reference');
  return row?.reference ?? null;
}

/** Who carried a delivery that was sent; null when that is not known. */
export async function carriedBy(
  db: Queryable,
  deliveryId: string,
): Promise<string | null> {
  const row = await attempts(db)
    .where({ delivery_id: deliveryId, outcome: 'sent' })
    .orderBy('attempt', 'desc')
    .first('provider');
  return row?.provider ?? null;
}

/** Adds to what is known of the newest attempt, such as what a receipt says of it; answers whether that was news. */
export async function addToAttempt(
  tx: Tx,
  deliveryId: string,
  words: string,
): Promise<boolean> {
  const newest = await attempts(tx)
    .where({ delivery_id: deliveryId })
    .orderBy('attempt', 'desc')
    .first('attempt', 'detail');
  // A receipt that is noted twice is told once.
  if (!newest || newest.detail.endsWith(words)) return false;
  await attempts(tx)
    .where({ delivery_id: deliveryId, attempt: newest.attempt })
    .update({ detail: `${newest.detail}; ${words}` });
  return true;
}

/** Every page of an incident, oldest first, with deliveries and attempts. */
export async function readLedger(
  db: Queryable,
  incidentId: number,
): Promise<Page[]> {
  const rows = await pagesWithBatch(db)
    .where('pages.incident_id', incidentId)
    .orderBy([
      { column: 'page_batches.created_at' },
      { column: 'page_batches.id' },
      { column: 'pages.position' },
    ]);
  return withDeliveries(db, rows.map(toPage));
}

/**
 * Pages of a person, newest first, with deliveries and attempts.
 *
 * @param page - `before`: instant and id of the last page of the answer before, separated by a space
 */
export async function newestPages(
  db: Queryable,
  personRef: string,
  { before, limit }: { readonly before?: string; readonly limit: number },
): Promise<Page[]> {
  const query = pagesWithBatch(db).where('pages.person_ref', personRef);
  if (before !== undefined) {
    const [at, id] = cursorOf(before);
    query.andWhere(older =>
      older
        .where('page_batches.created_at', '<', at)
        .orWhere(same =>
          same
            .where('page_batches.created_at', at)
            .andWhere('pages.id', '<', id),
        ),
    );
  }
  const rows = await query
    .orderBy([
      { column: 'page_batches.created_at', order: 'desc' },
      { column: 'pages.id', order: 'desc' },
    ])
    .limit(limit);
  return withDeliveries(db, rows.map(toPage));
}

/** @throws InputError when it is none of ours */
function cursorOf(text: string): readonly [Date, string] {
  const [at, id] = text.split(' ');
  if (!id || !z.iso.datetime().safeParse(at).success) {
    throw new InputError(
      'query.cursor must be the nextCursor of the page before',
    );
  }
  return [new Date(at), id];
}

async function withDeliveries(
  db: Queryable,
  pages: readonly PageRecord[],
): Promise<Page[]> {
  const ids = pages.map(({ id }) => id);
  const deliveries = await db<DeliveryRow>('deliveries')
    .whereIn('page_id', ids)
    .orderBy('position');
  const tried = await attempts(db)
    .whereIn(
      'delivery_id',
      deliveries.map(({ id }) => id),
    )
    .orderBy('attempt');
  return pages.map(page => ({
    id: page.id,
    incidentId: page.incidentId,
    person: page.person,
    urgency: page.urgency,
    createdAt: iso(page.createdAt),
    step: page.step,
    why: page.why,
    copyOf: page.copyOf,
    deliveries: deliveries
      .filter(row => row.page_id === page.id)
      .map(toDelivery)
      .map(delivery => ({
        id: delivery.id,
        channel: delivery.channel,
        address: delivery.address,
        state: delivery.state,
        dueAt: iso(delivery.dueAt),
        sentAt: isoOrNull(delivery.sentAt),
        reason: delivery.reason,
        attempts: tried
          .filter(row => row.delivery_id === delivery.id)
          .map(({ at, outcome, detail }) => ({
            at: iso(instant(at)),
            outcome,
            detail,
          })),
      })),
  }));
}

/** What a channel did lately. */
export interface ChannelHistory {
  readonly sentInLastHour: number;
  readonly lastSuccess: Date | null;
  readonly lastFailure: { readonly at: Date; readonly detail: string } | null;
}

/** What a channel did lately, from its attempts. */
export async function readHistory(
  db: Queryable,
  channel: string,
  now: Date,
): Promise<ChannelHistory> {
  const newest = (outcomes: AttemptRow['outcome'][]) =>
    Promise.all(
      outcomes.map(outcome =>
        attempts(db)
          .where({ channel, outcome })
          .orderBy('at', 'desc')
          .first('at', 'detail'),
      ),
    );
  const [counted] = await attempts(db)
    .where({ channel, outcome: 'sent' })
    .andWhere('at', '>', addMinutes(now, -60))
    .count<{ n: number | string }[]>({ n: '*' });
  const [success, retry, failed] = await newest(['sent', 'retry', 'failed']);
  const [failure] = [retry, failed]
    .filter(row => row !== undefined)
    .map(({ at, detail }) => ({ at: instant(at), detail }))
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  return {
    sentInLastHour: Number(counted.n),
    lastSuccess: success ? instant(success.at) : null,
    lastFailure: failure ?? null,
  };
}
