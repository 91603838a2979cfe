import { ReplyAnswer } from '@muster/backstage-plugin-incidents-node';
import { Database, Queryable } from '../../platform/database';
import {
  DeliveryRecord,
  DeliveryRow,
  PageRecord,
  pagesWithBatch,
  toDelivery,
  toPage,
} from '../rows';

const deliveries = (db: Queryable) => db<DeliveryRow>('deliveries');
const replies = (db: Queryable) =>
  db<{
    channel: string;
    reply_id: string;
    at: Date | number;
    ok: boolean | number;
    text: string;
  }>('inbound_replies');

/** More than anybody is paged for in a day by one person's rules. */
const mostPages = 200;

/** The deliveries that went as one message: one, or those of a bundle. */
export async function deliveriesOf(
  db: Queryable,
  messageKey: string,
): Promise<DeliveryRecord[]> {
  const bundle = /^bundle:(.+)$/.exec(messageKey)?.[1];
  const rows = await (bundle === undefined
    ? deliveries(db).where({ id: messageKey })
    : deliveries(db).where({ bundle_id: bundle }).orWhere({ id: bundle }));
  return rows.map(toDelivery);
}

/** Pages in earnest to these people since an instant, the newest first. */
export async function pagesTo(
  db: Queryable,
  personRefs: readonly string[],
  since: Date,
): Promise<PageRecord[]> {
  const rows = await pagesWithBatch(db)
    .whereIn('pages.person_ref', [...personRefs])
    .whereNull('page_batches.copy_of')
    .andWhere('page_batches.created_at', '>', since)
    .orderBy('page_batches.created_at', 'desc')
    .limit(mostPages);
  return rows.map(toPage);
}

/** What was answered to a reply that came before; undefined when it is new. */
export async function answerTo(
  database: Database,
  channel: string,
  replyId: string,
): Promise<ReplyAnswer | undefined> {
  const row = await replies(database.knex)
    .where({ channel, reply_id: replyId })
    .first('ok', 'text');
  return row && { ok: Boolean(row.ok), text: row.text };
}

/** Keeps what was answered to a reply. */
export async function keepAnswer(
  database: Database,
  channel: string,
  replyId: string,
  answer: ReplyAnswer,
  at: Date,
): Promise<void> {
  await replies(database.knex)
    .insert({ channel, reply_id: replyId, at, ...answer })
    .onConflict(['channel', 'reply_id'])
    .ignore();
}

/** Deletes what is older. */
export async function forgetReplies(
  db: Queryable,
  before: Date,
): Promise<void> {
  await replies(db).where('at', '<', before).delete();
}
