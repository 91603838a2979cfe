import {
  Caller,
  Incident,
  IncidentAbility,
  IncidentDetail,
  passesFloor,
} from '@muster/backstage-plugin-incidents-common';
import { iso, isoOrNull } from '../platform/database';
import { IncidentRecord } from './model';

/** Writes an incident's number with the portal's prefix: `INC-128`. */
export const incidentNamer =
  (prefix: string) =>
  (id: number): string =>
    prefix + id;

/** An incident as the API shows it. */
export function toIncident(
  record: IncidentRecord,
  nameOf: (id: number) => string,
): Incident {
  const { recurrenceOf } = record;
  return {
    id: record.id,
    name: nameOf(record.id),
    title: record.title,
    description: record.description,
    entity: record.entity,
    owner: record.owner,
    system: record.system,
    severity: record.severity,
    urgency: record.urgency,
    status: record.status,
    phase: record.phase,
    customerImpact: record.customerImpact,
    assigned: [...record.assigned],
    responders: [...record.responders],
    unanswered: record.unanswered,
    held: record.held && {
      reason: record.held.reason,
      until: iso(record.held.until),
    },
    snoozedUntil: isoOrNull(record.snoozedUntil),
    openedAt: iso(record.openedAt),
    openedBy: record.openedBy,
    acknowledgedAt: isoOrNull(record.acknowledgedAt),
    acknowledgedBy: record.acknowledgedBy,
    resolvedAt: isoOrNull(record.resolvedAt),
    resolvedBy: record.resolvedBy,
    recurrenceOf:
      recurrenceOf === null
        ? null
        : { id: recurrenceOf, name: nameOf(recurrenceOf) },
    version: record.version,
    updatedAt: iso(record.updatedAt),
  };
}

/** As `toIncident`, with what only the incident page shows. */
export function toIncidentDetail(
  record: IncidentRecord,
  nameOf: (id: number) => string,
  extra: Pick<IncidentDetail, 'nextStep' | 'runbook' | 'may'>,
): IncidentDetail {
  return {
    ...toIncident(record, nameOf),
    trace: [...record.trace],
    policyName: record.policyName,
    ...extra,
  };
}

/** The subject of the floor for an incident. */
export const subjectOf = (record: IncidentRecord) => ({
  incidentId: record.id,
  ownerRef: record.owner?.ref ?? null,
  responders: [...record.assigned, ...record.responders].map(({ ref }) => ref),
});

/** What makes sense for the caller now, by the floor, the status and Backstage's permissions. */
export function abilitiesOf(
  record: IncidentRecord,
  caller: Caller,
  permitted: {
    readonly respond: boolean;
    readonly manage: boolean;
    /** Its people are asked whether they are at it. */
    readonly isAsked: boolean;
    /** Another policy than the one that it goes by, or a newer version, is in force for its entity. */
    readonly hasOtherPolicy: boolean;
  },
): IncidentAbility[] {
  const floor = (access: 'signed-in' | 'responder') =>
    passesFloor(access, false, caller, [subjectOf(record)]);
  const responds = permitted.respond && floor('signed-in');
  const manages = permitted.manage && floor('responder');
  const open = record.status !== 'resolved';
  const me = caller.kind === 'person' ? caller.ref : '';
  const takesPart = subjectOf(record).responders.includes(me);
  const table: Record<IncidentAbility, boolean> = {
    acknowledge:
      responds &&
      (record.status === 'triggered' || (open && record.snoozedUntil !== null)),
    join: responds && open && !takesPart,
    note: responds,
    resolve: manages && open,
    reassign: manages && open,
    escalate: manages && open && record.held === null,
    edit: manages,
    snooze: manages && open,
    page: manages && open && record.held === null,
    confirm: responds && takesPart && permitted.isAsked,
    'reattach-policy': manages && open && permitted.hasOtherPolicy,
  };
  return (Object.keys(table) as IncidentAbility[]).filter(name => table[name]);
}
