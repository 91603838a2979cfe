import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  Caller,
  Postmortem,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { Incidents } from '../../incidents/service';
import { Clock, secondsBetween } from '../../platform/clock';
import { Database, iso, isoOrNull } from '../../platform/database';
import { isOverdue, postmortemName, PostmortemRecord } from '../model';
import {
  DocumentReader,
  FactorReader,
  FollowUpReader,
  PostmortemGate,
  PostmortemViews,
} from '../ports';
import { readEvents } from '../store';
import { abilitiesOf } from './abilities';
import { Completeness } from './Completeness';
import { mayWriteAny } from './mayWriteAny';
import { readReviewers } from './peopleStore';
import { toSteps } from './Steps';
import { readSteps } from './stepStore';

/** Lines of its history that are shown. */
const historyLines = 100;
const noFollowUps = { open: 0, done: 0, verified: 0 };

/** Postmortems as the API shows them. */
export class Views implements PostmortemViews {
  readonly #options: {
    database: Database;
    clock: Clock;
    permissions: PermissionsService;
    incidents: Pick<Incidents, 'nameOf'>;
    gate: PostmortemGate;
    document: DocumentReader;
    factors: FactorReader;
    followUps: FollowUpReader;
    completeness: Completeness;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    permissions: PermissionsService;
    incidents: Pick<Incidents, 'nameOf'>;
    gate: PostmortemGate;
    document: DocumentReader;
    factors: FactorReader;
    followUps: FollowUpReader;
    completeness: Completeness;
  }) {
    this.#options = options;
  }

  async list(records: readonly PostmortemRecord[]): Promise<Postmortem[]> {
    if (records.length === 0) return [];
    const { database, factors, followUps } = this.#options;
    const ids = records.map(({ id }) => id);
    const names = await factors.namesOf(database.knex, ids);
    const counts = await followUps.countsOf(database.knex, ids);
    return records.map(record =>
      this.#toPostmortem(record, {
        factors: [...(names.get(record.id) ?? [])],
        followUps: counts.get(record.id) ?? noFollowUps,
      }),
    );
  }

  async detail(
    record: PostmortemRecord,
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<PostmortemDetail> {
    const {
      database,
      clock,
      gate,
      document,
      factors,
      followUps,
      completeness,
      permissions,
    } = this.#options;
    const { knex } = database;
    const { id } = record;
    const [listed] = await this.list([record]);
    const people = await gate.people(knex, id);
    const reviewers = await readReviewers(knex, id);
    const isPermitted = await mayWriteAny(permissions, credentials);
    const followUpList = await followUps.of(knex, id, caller);
    const lacks = await completeness.lacks(knex, record);
    return {
      ...listed,
      version: record.version,
      sections: [...(await document.sections(knex, id))],
      moments: await document.moments(knex, id),
      measured: [...(await document.measured(record))],
      figures: [...record.figures],
      density: await document.density(record),
      participants: [...people.participants],
      reviewers,
      tree: [...(await factors.tree(knex, id))],
      followUpList: isPermitted
        ? [...followUpList]
        : followUpList.map(one => ({ ...one, may: [] })),
      waived: record.waived,
      template: record.template,
      steps: toSteps(await readSteps(knex, id), record, clock.now()),
      restrictedTo: record.restricted ? [...people.readers] : [],
      dismissed: [...record.dismissed],
      history: await readEvents(knex, id, historyLines),
      lacks: [...lacks.sections, ...lacks.signOffs],
      may: isPermitted
        ? abilitiesOf(record, await gate.subject(record), reviewers, caller)
        : [],
    };
  }

  #toPostmortem(
    record: PostmortemRecord,
    counted: Pick<Postmortem, 'factors' | 'followUps'>,
  ): Postmortem {
    const { clock, incidents } = this.#options;
    const { incidentId, occurredAt, endedAt } = record;
    return {
      id: record.id,
      name: postmortemName(record.id),
      title: record.title,
      state: record.state,
      required: record.required,
      severity: record.severity,
      entity: record.entity,
      owner: record.owner,
      incident:
        incidentId === null
          ? null
          : { id: incidentId, name: incidents.nameOf(incidentId) },
      writer: record.writer,
      dueAt: isoOrNull(record.dueAt),
      overdue: isOverdue(record, clock.now()),
      occurredAt: iso(occurredAt),
      durationSeconds:
        endedAt && Math.max(0, Math.round(secondsBetween(occurredAt, endedAt))),
      openedAt: iso(record.openedAt),
      publishedAt: isoOrNull(record.publishedAt),
      amendedAt: isoOrNull(record.amendedAt),
      restricted: record.restricted,
      summary: record.summary,
      worthReading: record.worthReading,
      ...counted,
    };
  }
}
