import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import {
  instant,
  instantOrNull,
  isUniqueViolation,
  Queryable,
  Tx,
} from '../platform/database';
import { addSeconds } from '../platform/clock';

/** A way in for one monitor. */
export interface IntegrationRecord {
  readonly id: string;
  readonly name: string;
  readonly entityRef: string;
  readonly keyHint: string;
  readonly status: 'active' | 'revoked';
  readonly createdAt: Date;
  readonly createdBy: NamedRef;
  readonly revokedAt: Date | null;
  readonly lastEventAt: Date | null;
}

interface IntegrationRow {
  id: string;
  name: string;
  entity_ref: string;
  key_hash: string;
  key_hint: string;
  status: IntegrationRecord['status'];
  created_at: Date | number;
  created_by_ref: string;
  created_by_name: string;
  revoked_at: Date | number | null;
  last_event_at: Date | number | null;
}

const integrations = (db: Queryable) => db<IntegrationRow>('integrations');

const toRecord = (row: IntegrationRow): IntegrationRecord => ({
  id: row.id,
  name: row.name,
  entityRef: row.entity_ref,
  keyHint: row.key_hint,
  status: row.status,
  createdAt: instant(row.created_at),
  createdBy: { ref: row.created_by_ref, name: row.created_by_name },
  revokedAt: instantOrNull(row.revoked_at),
  lastEventAt: instantOrNull(row.last_event_at),
});

/** The integration of a key, revoked or not. */
export async function findByKeyHashes(
  db: Queryable,
  keyHashes: readonly string[],
): Promise<(IntegrationRecord | undefined)[]> {
  const rows = await integrations(db).whereIn('key_hash', keyHashes);
  return keyHashes.map(hash => {
    const row = rows.find(({ key_hash }) => key_hash === hash);
    return row && toRecord(row);
  });
}

/** One integration. */
export async function findIntegration(
  db: Queryable,
  id: string,
): Promise<IntegrationRecord | undefined> {
  const row = await integrations(db).where({ id }).first();
  return row && toRecord(row);
}

/** Some integrations. */
export async function findIntegrations(
  db: Queryable,
  ids: readonly string[],
): Promise<IntegrationRecord[]> {
  return (await integrations(db).whereIn('id', [...ids])).map(toRecord);
}

/** Integrations, newest first; those of one entity when it is named. */
export async function listIntegrations(
  db: Queryable,
  entityRef?: string,
): Promise<IntegrationRecord[]> {
  const select = integrations(db).orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);
  if (entityRef !== undefined) select.where({ entity_ref: entityRef });
  return (await select).map(toRecord);
}

/** Inserts an integration. False when its key is taken. */
export async function insertIntegration(
  db: Queryable,
  integration: Omit<
    IntegrationRecord,
    'status' | 'revokedAt' | 'lastEventAt'
  > & { readonly keyHash: string },
): Promise<boolean> {
  try {
    await integrations(db).insert({
      id: integration.id,
      name: integration.name,
      entity_ref: integration.entityRef,
      key_hash: integration.keyHash,
      key_hint: integration.keyHint,
      status: 'active',
      created_at: integration.createdAt,
      created_by_ref: integration.createdBy.ref,
      created_by_name: integration.createdBy.name,
      revoked_at: null,
      last_event_at: null,
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Switches an integration off; one that is off keeps the instant at which it went off. */
export async function revokeIntegration(
  db: Queryable,
  id: string,
  at: Date,
): Promise<void> {
  await integrations(db)
    .where({ id, status: 'active' })
    .update({ status: 'revoked', revoked_at: at });
}

/** How exact `last_event_at` is: every event writing it would make one hot row. */
export const touchSeconds = 10;

/** Remembers that something came, unless that was remembered a moment ago. */
export async function touchIntegrations(
  db: Queryable | Tx,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await integrations(db)
    .whereIn('id', ids)
    .andWhere(row =>
      row
        .whereNull('last_event_at')
        .orWhere('last_event_at', '<=', addSeconds(at, -touchSeconds)),
    )
    .update({ last_event_at: at });
}
