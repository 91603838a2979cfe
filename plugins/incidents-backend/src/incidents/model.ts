import {
  Actor,
  CustomerImpact,
  IncidentStatus,
  NamedRef,
  Phase,
  Severity,
  TraceHop,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';

/** An incident is open while its status is one of these. */
export const openStatuses: IncidentStatus[] = ['triggered', 'acknowledged'];

/** An incident as it is stored; what the API shows is made from it. */
export interface IncidentRecord {
  /** The number. */
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly entity: NamedRef;
  readonly owner: NamedRef | null;
  readonly system: NamedRef | null;
  readonly severity: Severity;
  readonly urgency: Urgency;
  readonly status: IncidentStatus;
  readonly phase: Phase;
  readonly customerImpact: CustomerImpact;
  readonly unanswered: boolean;
  /** Acknowledged until then. */
  readonly snoozedUntil: Date | null;
  /** The maintenance window that holds it. */
  readonly held: { readonly reason: string; readonly until: Date } | null;
  readonly openedAt: Date;
  readonly openedBy: Actor;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: Actor | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: Actor | null;
  readonly recurrenceOf: number | null;
  readonly policyName: string;
  readonly trace: readonly TraceHop[];
  readonly version: number;
  /** Sequence of the newest timeline entry. */
  readonly lastSeq: number;
  readonly updatedAt: Date;
  readonly assigned: readonly NamedRef[];
  readonly responders: readonly NamedRef[];
}

/** What a command does: the new status, or why nothing changes. */
export type Decision =
  | { readonly change: true; readonly status: IncidentStatus }
  | { readonly change: false; readonly because: string };

const clock = (at: Date | null): string =>
  at === null ? '' : ` at ${at.toISOString().slice(11, 16)} UTC`;

/** The state machine: may `by` acknowledge? The first acknowledgement takes the incident. */
export function acknowledge(
  incident: IncidentRecord,
  by: Actor,
  name: string,
): Decision {
  if (incident.status === 'resolved') {
    return {
      change: false,
      because: `${name} was resolved by ${incident.resolvedBy?.name ?? 'somebody'}${clock(incident.resolvedAt)}; there is nothing to acknowledge`,
    };
  }
  const holder = incident.acknowledgedBy;
  // A monitor's acknowledgement only says that it is known, and a snooze that it may wait; a person may
  // still take it.
  if (
    incident.status === 'acknowledged' &&
    holder?.kind !== 'integration' &&
    incident.snoozedUntil === null
  ) {
    return {
      change: false,
      because:
        holder?.ref === by.ref
          ? `You acknowledged ${name}${clock(incident.acknowledgedAt)}`
          : `${holder?.name ?? 'Somebody'} has ${name}, acknowledged${clock(incident.acknowledgedAt)}; you may join`,
    };
  }
  return { change: true, status: 'acknowledged' };
}

/** The state machine: may it be resolved? */
export function resolve(incident: IncidentRecord, name: string): Decision {
  return incident.status === 'resolved'
    ? {
        change: false,
        because: `${name} was already resolved by ${incident.resolvedBy?.name ?? 'somebody'}${clock(incident.resolvedAt)}`,
      }
    : { change: true, status: 'resolved' };
}
