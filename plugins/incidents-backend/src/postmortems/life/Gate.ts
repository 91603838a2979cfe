import { NotFoundError } from '@backstage/errors';
import {
  Caller,
  passesFloor,
  publishedStates,
  Reviewer,
} from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { Database, Queryable } from '../../platform/database';
import { isPublished, postmortemName, PostmortemRecord } from '../model';
import { PostmortemGate, PostmortemPeople, PostmortemSubject } from '../ports';
import { findPostmortem } from '../store';
import { readPeople, readReviewers } from './peopleStore';

/**
 * Who may read and write postmortems, by the floor (domain.md, "Who may do what"): published ones are everybody's,
 * drafts are of their people and the owner group, restricted ones of their people and of whom they name.
 */
export class Gate implements PostmortemGate {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  async read(id: number, caller: Caller): Promise<PostmortemRecord> {
    const record = await findPostmortem(this.#database.knex, id);
    if (!record || !(await this.mayRead(record, caller))) {
      throw new NotFoundError(
        `There is no postmortem ${postmortemName(id)} that is open to you; a draft is open to the people of its incident, its reviewers and the owning team`,
      );
    }
    return record;
  }

  async mayRead(record: PostmortemRecord, caller: Caller): Promise<boolean> {
    if (isPublished(record) && !record.restricted) return true;
    if (caller.kind !== 'person') return false;
    if (caller.isAdmin) return true;
    const people = await this.people(this.#database.knex, record.id);
    const { ownerRef, responders } = subjectOf(record, people);
    return (
      responders.includes(caller.ref) ||
      (ownerRef !== null && caller.ownership.includes(ownerRef)) ||
      people.readers.some(({ ref }) => caller.ownership.includes(ref))
    );
  }

  async subject(record: PostmortemRecord): Promise<PostmortemSubject> {
    const people = await this.people(this.#database.knex, record.id);
    return subjectOf(record, people);
  }

  async mayWrite(record: PostmortemRecord, caller: Caller): Promise<boolean> {
    return passesFloor('responder', false, caller, [
      await this.subject(record),
    ]);
  }

  whereReadable(query: Knex.QueryBuilder, caller: Caller): void {
    if (caller.kind === 'person' && caller.isAdmin) return;
    query.where(readable => {
      readable.where(open =>
        open
          .whereIn('postmortems.state', [...publishedStates])
          .andWhere('postmortems.restricted', false),
      );
      if (caller.kind !== 'person') return;
      const { ref, ownership } = caller;
      readable
        .orWhere('postmortems.writer_ref', ref)
        .orWhere(team =>
          team
            .where('postmortems.restricted', false)
            .whereIn('postmortems.owner_ref', [...ownership]),
        )
        .orWhereRaw(this.#isAmong, [
          this.#database
            .knex('postmortem_people')
            .select('postmortem_id')
            .where(named =>
              named
                .where(inIt =>
                  inIt
                    .whereIn('part', ['participant', 'reviewer'])
                    .andWhere('ref', ref),
                )
                .orWhere(reader =>
                  reader.where('part', 'reader').whereIn('ref', [...ownership]),
                ),
            ),
        ]);
    });
  }

  /** Looked up once; PostgreSQL would reckon with a look for each row, and compile the whole for that. An array it knows to be one. */
  get #isAmong(): string {
    return this.#database.dialect === 'postgres'
      ? 'postmortems.id = any (array(?))'
      : 'postmortems.id in (?)';
  }

  people(db: Queryable, id: number): Promise<PostmortemPeople> {
    return readPeople(db, id);
  }

  reviewers(db: Queryable, id: number): Promise<readonly Reviewer[]> {
    return readReviewers(db, id);
  }
}

/** As the floor looks at it. The owner group of a restricted one counts only when it is named. */
function subjectOf(
  record: PostmortemRecord,
  { participants, reviewers, readers }: PostmortemPeople,
): PostmortemSubject {
  const { owner, restricted, severity, systemRef, writer } = record;
  const isOpenToOwner =
    !restricted || readers.some(({ ref }) => ref === owner?.ref);
  return {
    ownerRef: isOpenToOwner ? (owner?.ref ?? null) : null,
    responders: [
      ...(writer ? [writer] : []),
      ...participants,
      ...reviewers,
    ].map(({ ref }) => ref),
    like: {
      severity,
      owner,
      system: systemRef === null ? null : { ref: systemRef },
    },
  };
}
