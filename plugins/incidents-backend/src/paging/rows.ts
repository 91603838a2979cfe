import {
  DeliveryState,
  NamedRef,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { instant, instantOrNull, Queryable } from '../platform/database';

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
/** The tables: pages that were decided together, each person's page, and its deliveries. */
export const batches = (db: Queryable) => db<BatchRow>('page_batches');
export const pages = (db: Queryable) => db<PageRow>('pages');
export const deliveries = (db: Queryable) => db<DeliveryRow>('deliveries');

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
