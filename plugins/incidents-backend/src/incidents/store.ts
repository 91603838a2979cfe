import {
  Actor,
  IncidentListQuery,
  IncidentStatus,
  NamedRef,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { SharedStatement } from '../platform/convoy';
import {
  Database,
  inChunks,
  instant,
  instantOrNull,
  Queryable,
  Tx,
} from '../platform/database';
import { IncidentCriteria, whereAllowed } from './criteria';
import { IncidentRecord, openStatuses } from './model';

type At = Date | number;

export interface IncidentRow {
  id: number;
  title: string;
  description: string;
  entity_ref: string;
  entity_name: string;
  owner_ref: string | null;
  owner_name: string | null;
  system_ref: string | null;
  system_name: string | null;
  severity: IncidentRecord['severity'];
  urgency: IncidentRecord['urgency'];
  status: IncidentStatus;
  phase: IncidentRecord['phase'];
  customer_impact: IncidentRecord['customerImpact'];
  unanswered: boolean | number;
  snoozed_until: At | null;
  held_reason: string | null;
  held_until: At | null;
  opened_at: At;
  opened_by: string;
  acknowledged_at: At | null;
  acknowledged_by: string | null;
  resolved_at: At | null;
  resolved_by: string | null;
  recurrence_of: number | null;
  policy_name: string;
  trace: string;
  version: number;
  last_seq: number;
  updated_at: At;
  idempotency_key: string | null;
}

interface PersonRow {
  incident_id: number;
  person_ref: string;
  person_name: string;
  part: 'assigned' | 'responder';
  position: number;
}

const incidents = (db: Queryable) => db<IncidentRow>('incidents');
const people = (db: Queryable) => db<PersonRow>('incident_people');

const actorOrNull = (text: string | null): Actor | null =>
  text === null ? null : JSON.parse(text);

const named = (ref: string | null, name: string | null): NamedRef | null =>
  ref === null ? null : { ref, name: name ?? ref };

function toRecord(
  row: IncidentRow,
  persons: readonly PersonRow[],
): IncidentRecord {
  const inPart = (part: PersonRow['part']): NamedRef[] =>
    persons
      .filter(person => person.incident_id === row.id && person.part === part)
      .map(person => ({ ref: person.person_ref, name: person.person_name }));
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    entity: { ref: row.entity_ref, name: row.entity_name },
    owner: named(row.owner_ref, row.owner_name),
    system: named(row.system_ref, row.system_name),
    severity: row.severity,
    urgency: row.urgency,
    status: row.status,
    phase: row.phase,
    customerImpact: row.customer_impact,
    unanswered: Boolean(row.unanswered),
    snoozedUntil: instantOrNull(row.snoozed_until),
    held: row.held_until
      ? { reason: row.held_reason ?? '', until: instant(row.held_until) }
      : null,
    openedAt: instant(row.opened_at),
    openedBy: JSON.parse(row.opened_by),
    acknowledgedAt: instantOrNull(row.acknowledged_at),
    acknowledgedBy: actorOrNull(row.acknowledged_by),
    resolvedAt: instantOrNull(row.resolved_at),
    resolvedBy: actorOrNull(row.resolved_by),
    recurrenceOf: row.recurrence_of,
    policyName: row.policy_name,
    trace: JSON.parse(row.trace),
    version: row.version,
    lastSeq: row.last_seq,
    updatedAt: instant(row.updated_at),
    assigned: inPart('assigned'),
    responders: inPart('responder'),
  };
}

async function withPeople(
  db: Queryable,
  rows: readonly IncidentRow[],
): Promise<IncidentRecord[]> {
  if (rows.length === 0) return [];
  const persons = await people(db)
    .whereIn(
      'incident_id',
      rows.map(row => row.id),
    )
    .orderBy(['incident_id', 'position']);
  return rows.map(row => toRecord(row, persons));
}

/** The incidents of these numbers, by number; those that are not there are left out. */
export async function findIncidents(
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, IncidentRecord>> {
  const rows = await incidents(db).whereIn('id', ids);
  const found = await withPeople(db, rows);
  return new Map(found.map(incident => [incident.id, incident]));
}

/** One incident, or undefined. */
export async function findIncident(
  db: Queryable,
  id: number,
): Promise<IncidentRecord | undefined> {
  return (await findIncidents(db, [id])).get(id);
}

/** One incident, locked until the transaction ends. */
export async function lockIncident(
  database: Database,
  tx: Tx,
  id: number,
): Promise<IncidentRecord | undefined> {
  const rows = await database.forUpdate(incidents(tx).where({ id }));
  return (await withPeople(tx, rows))[0];
}

/** The incident that a caller's idempotency key has opened. */
export async function findByIdempotencyKey(
  db: Queryable,
  key: string,
): Promise<number | undefined> {
  const row = await incidents(db).where({ idempotency_key: key }).first('id');
  return row?.id;
}

/** An incident that is not there yet. */
export type NewIncidentRow = Omit<IncidentRow, 'id' | 'version' | 'last_seq'>;

const inserted = new SharedStatement<NewIncidentRow, IncidentRow>(
  async (db, rows) => {
    const made = await incidents(db)
      .insert([...rows])
      .returning('*');
    // Numbers are given in the order of the rows; nothing says in which order they are answered.
    return made.sort((a, b) => a.id - b.id);
  },
);

/** Inserts an incident and who is responsible. @returns it as it stands then, without a timeline yet */
export async function insertIncident(
  tx: Tx,
  newRow: NewIncidentRow,
  assigned: readonly NamedRef[],
): Promise<IncidentRecord> {
  const row = await inserted.run(tx, newRow);
  await addPeople(tx, row.id, 'assigned', assigned);
  return { ...toRecord(row, []), assigned };
}

/** Changes columns of an incident. */
export async function updateIncident(
  tx: Tx,
  id: number,
  change: Partial<Omit<IncidentRow, 'id'>>,
): Promise<void> {
  await incidents(tx).where({ id }).update(change);
}

/** Replaces everybody who has `part` in the incident. */
export async function replacePeople(
  tx: Tx,
  incidentId: number,
  part: PersonRow['part'],
  persons: readonly NamedRef[],
): Promise<void> {
  await people(tx).where({ incident_id: incidentId, part }).delete();
  await addPeople(tx, incidentId, part, persons);
}

const addedPeople = new SharedStatement<readonly PersonRow[], void>(
  async (db, all) => {
    for (const rows of inChunks(all.flat())) {
      await people(db)
        .insert(rows)
        .onConflict(['incident_id', 'part', 'person_ref'])
        .ignore();
    }
    return all.map(() => {});
  },
);

/** Adds people to a part; who has it already stays as they are. */
export async function addPeople(
  tx: Tx,
  incidentId: number,
  part: PersonRow['part'],
  persons: readonly NamedRef[],
): Promise<void> {
  if (persons.length === 0) return;
  await addedPeople.run(
    tx,
    persons.map((person, position) => ({
      incident_id: incidentId,
      person_ref: person.ref,
      person_name: person.name,
      part,
      position,
    })),
  );
}

/**
 * A page of incidents, newest first. Every filter is in SQL; the number is the cursor, since numbers
 * only grow.
 */
export async function listIncidents(
  db: Queryable,
  query: Omit<IncidentListQuery, 'cursor'> & { before?: number },
  criteria?: IncidentCriteria,
): Promise<IncidentRecord[]> {
  const select = incidents(db).orderBy('id', 'desc').limit(query.limit);
  if (query.before !== undefined) select.where('id', '<', query.before);
  if (query.status) select.whereIn('status', query.status);
  if (query.severity) select.whereIn('severity', query.severity);
  if (query.entityRef) select.where('entity_ref', query.entityRef);
  if (query.ownerRef) select.where('owner_ref', query.ownerRef);
  if (query.systemRef) select.where('system_ref', query.systemRef);
  if (query.openedFrom) {
    select.where('opened_at', '>=', instant(query.openedFrom));
  }
  if (query.openedTo) select.where('opened_at', '<', instant(query.openedTo));
  if (query.assignedTo) {
    select.whereIn(
      'id',
      people(db)
        .select('incident_id')
        .where({ person_ref: query.assignedTo, part: 'assigned' }),
    );
  }
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) {
    select.whereRaw("lower(title) like ? escape '\\'", [
      `%${word.toLocaleLowerCase('en-US').replace(/[\\%_]/g, '\\$&')}%`,
    ]);
  }
  if (criteria) whereAllowed(select, criteria);
  return withPeople(db, await select);
}

/** An incident's status alone; undefined when there is none. */
export async function findStatus(
  db: Queryable,
  id: number,
): Promise<IncidentStatus | undefined> {
  return (await incidents(db).where({ id }).first('status'))?.status;
}

/** Figures of one entity's card. */
export async function entityFigures(
  db: Queryable,
  entityRef: string,
  since: Date,
  criteria?: IncidentCriteria,
): Promise<{
  openCount: number;
  openedSince: number;
  lastResolvedAt: Date | null;
}> {
  const of = () => {
    const select: Knex.QueryBuilder = incidents(db).where({
      entity_ref: entityRef,
    });
    return criteria ? whereAllowed(select, criteria) : select;
  };
  const [open] = await of().whereIn('status', openStatuses).count({ n: 'id' });
  const [lately] = await of()
    .where('opened_at', '>=', since)
    .count({ n: 'id' });
  const [last] = await of().max({ at: 'resolved_at' });
  return {
    openCount: Number(open.n),
    openedSince: Number(lately.n),
    lastResolvedAt: instantOrNull(last.at ?? null),
  };
}

/** How many incidents are not resolved. */
export async function countOpen(db: Queryable): Promise<number> {
  const [row] = await incidents(db)
    .whereIn('status', openStatuses)
    .count({ n: 'id' });
  return Number(row.n);
}

/** Numbers of the incidents that are not resolved, oldest first. */
export async function findOpenIds(db: Queryable): Promise<number[]> {
  const rows = await incidents(db)
    .whereIn('status', openStatuses)
    .orderBy('id')
    .select('id');
  return rows.map(({ id }) => id);
}

/** How many open incidents have nobody assigned. */
export async function countUnassigned(db: Queryable): Promise<number> {
  const [row] = await incidents(db)
    .whereIn('status', openStatuses)
    .whereNotExists(
      people(db)
        .select('incident_id')
        .whereRaw('incident_people.incident_id = incidents.id')
        .andWhere({ part: 'assigned' }),
    )
    .count({ n: 'id' });
  return Number(row.n);
}
