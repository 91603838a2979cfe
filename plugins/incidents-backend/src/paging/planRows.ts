import { NamedRef, Urgency } from '@muster/backstage-plugin-incidents-common';
import { addSeconds } from '../platform/clock';
import { bundleIdOf } from './bundles';
import { DeliveryRow, NewDeliveryRow } from './rows';
import { PlannedDelivery } from './model';

/** Pages that are released together gather for so long before they go as one message. */
const gatherSeconds = 5;
const minuteMs = 60_000;

type PlannedRow = Omit<
  NewDeliveryRow,
  'id' | 'page_id' | 'incident_id' | 'position'
>;

/** What is known of a delivery that is being planned. */
export interface PlannedFor {
  readonly person: NamedRef;
  readonly urgency: Urgency;
  /** Names what is released together. */
  readonly bundle?: string;
}

/** A planned delivery as it is stored. */
export function toRow(
  planned: PlannedDelivery,
  { person, urgency, bundle }: PlannedFor,
): PlannedRow {
  const { channel, methodId, address, missing, afterMinutes } = planned;
  const gathers = bundle !== undefined && afterMinutes === 0 && !planned.quiet;
  const dueAt = gathers
    ? addSeconds(planned.dueAt, gatherSeconds)
    : planned.dueAt;
  let bundleId: string | null = null;
  if (planned.quiet) {
    const about = dueAt.toISOString();
    bundleId = bundleIdOf('digest', about, person.ref, methodId);
  } else if (gathers) {
    bundleId = bundleIdOf('release', bundle, person.ref, methodId);
  }
  return {
    channel: channel.id,
    method_id: methodId,
    person_ref: person.ref,
    urgency,
    address,
    state: missing === null ? 'queued' : 'failed',
    reason: missing,
    due_at: dueAt,
    after_minutes: afterMinutes,
    bundle_id: bundleId,
    credited_to: null,
  };
}

/**
 * One page for the same incident, person and method within one minute: the younger is credited to the
 * older, and not sent.
 *
 * @param earlier - what is sent or going to be sent for the incident
 */
export function credited<Row extends PlannedRow>(
  row: Row,
  earlier: readonly Pick<
    DeliveryRow,
    'id' | 'person_ref' | 'method_id' | 'due_at'
  >[],
): Row {
  if (row.state !== 'queued') return row;
  const older = earlier.find(
    one =>
      one.person_ref === row.person_ref &&
      one.method_id === row.method_id &&
      Math.abs(Number(one.due_at) - Number(row.due_at)) < minuteMs,
  );
  return older
    ? {
        ...row,
        state: 'cancelled',
        credited_to: older.id,
        reason: 'another page of this incident goes there within the minute',
      }
    : row;
}
