import {
  namedRefSchema,
  NamedRef,
  severitySchema,
  TimelineEntry,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { nobody, SeenIncident } from '../context/buildContext';

/** An incident as it stood from an entry of its timeline on. */
export interface Moment {
  readonly at: Date;
  readonly entry: TimelineEntry;
  readonly incident: SeenIncident;
}

/** What entries say about the incident; read leniently, since older versions wrote less. */
const dataSchema = z.object({
  severity: severitySchema.optional().catch(undefined),
  field: z.string().optional().catch(undefined),
  from: z.string().optional().catch(undefined),
  to: z.string().optional().catch(undefined),
  phase: z.string().optional().catch(undefined),
  people: z.array(namedRefSchema).optional().catch(undefined),
  person: namedRefSchema.optional().catch(undefined),
  nobody: z.boolean().optional().catch(undefined),
  too: z.boolean().optional().catch(undefined),
});

/**
 * The states that an incident has gone through, one after each entry of its timeline. Pure. Where the timeline is silent, it
 * was as it is now.
 *
 * @param now - the incident as it is
 */
export function replay(
  now: SeenIncident,
  entries: readonly TimelineEntry[],
): readonly Moment[] {
  let incident = atTheBeginning(now, entries);
  const moments: Moment[] = [];
  for (const entry of entries) {
    incident = { ...incident, ...changeBy(entry, incident) };
    moments.push({ at: new Date(entry.at), entry, incident });
  }
  return moments;
}

function atTheBeginning(
  now: SeenIncident,
  entries: readonly TimelineEntry[],
): SeenIncident {
  const before = (field: string): string | undefined => {
    const first = entries.find(
      ({ kind, data }) =>
        (kind === 'field-changed' || kind === 'phase-changed') &&
        data.field === field,
    );
    return first && dataSchema.parse(first.data).from;
  };
  const raised = entries.find(({ kind }) => kind === 'severity-changed');
  return {
    ...now,
    title: before('title') ?? now.title,
    customerImpact: before('customerImpact') ?? now.customerImpact,
    severity: (raised && dataSchema.parse(raised.data).from) ?? now.severity,
    phase: 'investigating',
    status: 'triggered',
    assigned: [],
    responders: [],
    unanswered: false,
    acknowledgedBy: nobody,
    alertCount: 0,
    held: false,
  };
}

const fields: Readonly<Record<string, keyof SeenIncident>> = {
  title: 'title',
  customerImpact: 'customerImpact',
  phase: 'phase',
};

function changeBy(
  { kind, actor, data }: TimelineEntry,
  incident: SeenIncident,
): Partial<SeenIncident> {
  const {
    severity,
    field,
    to,
    phase,
    people,
    person,
    nobody: none,
    too,
  } = dataSchema.parse(data);
  const { assigned, responders, alertCount } = incident;
  const who: NamedRef = { ref: actor.ref ?? '', name: actor.name };
  switch (kind) {
    case 'triggered':
      return {
        ...(severity && { severity, urgency: urgencyOf(severity) }),
        alertCount: actor.kind === 'integration' ? 1 : 0,
      };
    case 'triggered-again':
      return { status: 'triggered', acknowledgedBy: nobody };
    case 'assigned':
    case 'reassigned':
      return people
        ? { assigned: people, responders: joined(responders, people) }
        : {};
    case 'escalated':
      // Whom the step pages is told by the entries that follow.
      return none ? {} : { assigned: [] };
    case 'paged':
      return person
        ? {
            assigned: joined(assigned, [person]),
            responders: joined(responders, [person]),
          }
        : {};
    case 'acknowledged':
      return too
        ? { responders: joined(responders, [who]) }
        : {
            status: 'acknowledged',
            acknowledgedBy: who,
            assigned: [who],
            responders: joined(responders, [who]),
          };
    case 'monitor-acknowledged':
      return { status: 'acknowledged', acknowledgedBy: who };
    case 'snoozed':
      return { status: 'acknowledged', acknowledgedBy: who };
    case 'resolved':
      return { status: 'resolved', phase: 'resolved' };
    case 'joined':
      return { responders: joined(responders, [who]) };
    case 'responder-added':
      return { responders: joined(responders, people ?? []) };
    case 'exhausted':
      return { unanswered: true };
    case 'held':
      return { held: true };
    case 'released':
      return { held: false };
    case 'alert-added':
      return { alertCount: alertCount + 1 };
    case 'severity-changed': {
      const { data: changed } = severitySchema.safeParse(to);
      return changed ? { severity: changed, urgency: urgencyOf(changed) } : {};
    }
    case 'phase-changed':
      return { phase: to ?? phase ?? incident.phase };
    case 'field-changed':
      return field && to !== undefined && Object.hasOwn(fields, field)
        ? { [fields[field]]: to }
        : {};
    default:
      return {};
  }
}

const joined = (
  known: readonly NamedRef[],
  more: readonly NamedRef[],
): readonly NamedRef[] => [
  ...known,
  ...more.filter(({ ref }) => known.every(one => one.ref !== ref)),
];
