import {
  Actor,
  CustomerImpact,
  pages,
  Severity,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { iso, Tx } from '../platform/database';
import { IncidentLog } from './IncidentLog';
import { IncidentRecord } from './model';
import {
  EscalationReaction,
  FindMaintenance,
  FindResponsible,
  Maintenance,
  Responsibility,
} from './ports';
import { insertIncident } from './store';
import { NewEntry } from './timelineStore';

/** What an incident begins with. */
export interface OpeningSpec {
  readonly entityRef: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly customerImpact: CustomerImpact;
  readonly openedBy: Actor;
  readonly recurrenceOf?: number;
  readonly idempotencyKey?: string;
  /** What its first entry tells programs besides. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly prepared: Prepared;
}

/** What is found before the opening transaction, since it may take a moment. */
export interface Prepared {
  readonly responsibility: Responsibility;
  readonly names: Pick<IncidentRecord, 'entity' | 'owner' | 'system'>;
}

/** Opens incidents: finds who is responsible, then writes everything in one transaction. */
export class IncidentOpener {
  readonly #options: {
    clock: Clock;
    directory: Directory;
    log: IncidentLog;
    pageFrom: Severity;
    nameOf: (id: number) => string;
    findResponsible: () => FindResponsible;
    findMaintenance: () => FindMaintenance | undefined;
    escalation: () => EscalationReaction;
  };

  constructor(options: {
    clock: Clock;
    directory: Directory;
    log: IncidentLog;
    /** The mildest severity that pages. */
    pageFrom: Severity;
    /** The number with the portal's prefix. */
    nameOf: (id: number) => string;
    /** Escalation is built after this room; both are asked for when first needed. */
    findResponsible: () => FindResponsible;
    findMaintenance: () => FindMaintenance | undefined;
    escalation: () => EscalationReaction;
  }) {
    this.#options = options;
  }

  /** Finds names and people for an incident of this entity. Outside a transaction. */
  async prepare(entityRef: string, severity: Severity): Promise<Prepared> {
    const { directory, findResponsible } = this.#options;
    const entity = await directory.known(entityRef);
    const responsibility = await findResponsible().find({
      entityRef,
      severity,
      urgency: urgencyOf(severity),
    });
    const { ownerRef = null, systemRef = null } = entity ?? {};
    const named = async (ref: string | null) =>
      ref === null ? null : (await directory.named([ref]))[0];
    return {
      responsibility,
      names: {
        entity: (await directory.named([entityRef]))[0],
        owner: await named(ownerRef),
        system: await named(systemRef),
      },
    };
  }

  /** Writes the incident, its people, its first entries and the first pages, with `tx`. */
  async open(tx: Tx, spec: OpeningSpec): Promise<IncidentRecord> {
    const { clock, log, pageFrom, nameOf, escalation } = this.#options;
    const { responsibility, names } = spec.prepared;
    const at = clock.now();
    const maintenance = await this.#options
      .findMaintenance()
      ?.holding(tx, names.entity.ref);
    const inserted = await insertIncident(
      tx,
      {
        held_reason: maintenance?.reason ?? null,
        held_until: maintenance?.until ?? null,
        snoozed_until: null,
        title: spec.title,
        description: spec.description,
        entity_ref: names.entity.ref,
        entity_name: names.entity.name,
        owner_ref: names.owner?.ref ?? null,
        owner_name: names.owner?.name ?? null,
        system_ref: names.system?.ref ?? null,
        system_name: names.system?.name ?? null,
        severity: spec.severity,
        urgency: urgencyOf(spec.severity),
        status: 'triggered',
        phase: 'investigating',
        customer_impact: spec.customerImpact,
        unanswered: false,
        opened_at: at,
        opened_by: JSON.stringify(spec.openedBy),
        acknowledged_at: null,
        acknowledged_by: null,
        resolved_at: null,
        resolved_by: null,
        recurrence_of: spec.recurrenceOf ?? null,
        policy_name: responsibility.policy.name,
        trace: JSON.stringify(responsibility.trace),
        updated_at: at,
        idempotency_key: spec.idempotencyKey ?? null,
      },
      responsibility.assigned,
    );
    const paging = pages(spec.severity, pageFrom);
    const entries = firstEntries(spec, { paging, maintenance, nameOf });
    await log.append(tx, inserted.id, ...entries);
    const incident = { ...inserted, lastSeq: entries.length };
    await escalation().opened(tx, incident, responsibility, paging);
    return incident;
  }
}

/** What the timeline begins with: what broke, whether it did before, who has it. */
function firstEntries(
  spec: OpeningSpec,
  portal: {
    paging: boolean;
    maintenance: Maintenance | undefined;
    nameOf: (id: number) => string;
  },
): NewEntry[] {
  const { severity, openedBy, title, recurrenceOf } = spec;
  const { assigned, policy } = spec.prepared.responsibility;
  const entries: NewEntry[] = [
    {
      kind: 'triggered',
      actor: openedBy,
      text: `${severity} triggered by ${openedBy.name}: ${title}`,
      data: { ...spec.facts, severity },
    },
  ];
  if (recurrenceOf !== undefined) {
    entries.push({
      kind: 'recurrence',
      actor: system,
      text: `This happened again: ${portal.nameOf(recurrenceOf)} was resolved less than 30 minutes ago`,
      data: { recurrenceOf },
    });
  }
  entries.push(
    assigned.length > 0
      ? {
          kind: 'assigned',
          actor: system,
          text: `${assigned.map(({ name }) => name).join(', ')} ${assigned.length === 1 ? 'is' : 'are'} responsible, by ${policy.name}${portal.paging ? '' : `; ${severity} pages nobody`}`,
          data: { people: assigned, ...firstPaged(spec, portal) },
        }
      : {
          kind: 'unassigned',
          actor: system,
          text: 'Nobody is responsible: neither policy, owner, catch-all nor admins name a person. Set incidents.catchAll in the configuration',
        },
  );
  if (portal.maintenance) entries.push(heldEntry(portal.maintenance));
  return entries;
}

/** The step that pages at once, 1 the first; nothing when none does. */
function firstPaged(
  { prepared }: OpeningSpec,
  portal: { paging: boolean; maintenance: Maintenance | undefined },
): { step: number; loop: number } | undefined {
  const { policy, firstStep, waits, reachesNobody } = prepared.responsibility;
  const isPaged =
    portal.paging && !portal.maintenance && !waits && !reachesNobody;
  return isPaged && firstStep < policy.steps.length
    ? { step: firstStep + 1, loop: 0 }
    : undefined;
}

/** Maintenance holds an incident, on the timeline. */
export const heldEntry = ({ reason, until }: Maintenance): NewEntry => ({
  kind: 'held',
  actor: system,
  text: `Held by maintenance until ${iso(until).slice(0, 16).replace('T', ' ')} UTC (${reason}): nobody is paged before`,
  data: { until: iso(until), reason },
});

/** The actor of what nobody in particular did. */
export const system: Actor = { kind: 'system', ref: null, name: 'Muster' };
