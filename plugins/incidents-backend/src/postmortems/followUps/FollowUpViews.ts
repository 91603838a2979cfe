import { Caller, FollowUp } from '@muster/backstage-plugin-incidents-common';
import { Knex } from 'knex';
import { Clock } from '../../platform/clock';
import { Database, isoOrNull, Queryable } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { FactorReader, FollowUpReader, PostmortemGate } from '../ports';
import { PostmortemRow, toPostmortem } from '../store';
import {
  countFollowUps,
  followUps,
  followUpsOf,
  toFollowUp,
} from './followUpStore';
import { followUpName, FollowUpRecord, isLate } from './model';

const entityLimit = 10;

/** Follow-ups as they are shown to a caller. */
export class FollowUpViews implements Omit<FollowUpReader, 'add'> {
  readonly #options: {
    database: Database;
    clock: Clock;
    gate: Pick<PostmortemGate, 'mayWrite'>;
    factors: Pick<FactorReader, 'namesOf'>;
    hasTickets: boolean;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly gate: Pick<PostmortemGate, 'mayWrite'>;
    readonly factors: Pick<FactorReader, 'namesOf'>;
    /** Some system for tickets is connected. */
    readonly hasTickets: boolean;
  }) {
    this.#options = options;
  }

  async of(db: Queryable, id: number, caller: Caller): Promise<FollowUp[]> {
    return this.shown(db, await followUpsOf(db, id), caller);
  }

  countsOf(db: Queryable, ids: readonly number[]) {
    return countFollowUps(db, ids);
  }

  async openOf(
    db: Queryable,
    entityRef: string,
    caller: Caller,
    readable: Knex.QueryBuilder,
  ): ReturnType<FollowUpReader['openOf']> {
    const unproven = () =>
      followUps(db)
        .where({ entity_ref: entityRef })
        .whereIn('state', ['open', 'done'])
        .whereIn('postmortem_id', readable.clone().select('postmortems.id'));
    const rows = await unproven().orderBy(['due_on', 'id']).limit(entityLimit);
    const all = await unproven().count({ count: '*' }).first();
    return {
      items: await this.shown(db, rows.map(toFollowUp), caller),
      count: Number(all?.count ?? 0),
    };
  }

  /** As the contract has them, in the order given; the caller may read their postmortems. */
  async shown(
    db: Queryable,
    records: readonly FollowUpRecord[],
    caller: Caller,
  ): Promise<FollowUp[]> {
    if (records.length === 0) return [];
    const ids = [...new Set(records.map(({ postmortemId }) => postmortemId))];
    const rows: PostmortemRow[] = await db<PostmortemRow>(
      'postmortems',
    ).whereIn('id', ids);
    const postmortems = new Map(
      rows.map(row => [row.id, toPostmortem(row)] as const),
    );
    const named = await this.#options.factors.namesOf(db, ids);
    const writable = new Map<number, boolean>();
    const now = this.#options.clock.now();
    const shown: FollowUp[] = [];
    for (const record of records) {
      const postmortem = postmortems.get(record.postmortemId);
      if (!postmortem) continue;
      if (!hasIt(record, caller) && !writable.has(postmortem.id)) {
        // One question for each postmortem, however many of its follow-ups are shown.
        writable.set(
          postmortem.id,
          await this.#options.gate.mayWrite(postmortem, caller),
        );
      }
      const acts = hasIt(record, caller) || writable.get(postmortem.id);
      const factor = named
        .get(postmortem.id)
        ?.find(({ id }) => id === record.factorId);
      shown.push({
        ...this.#show(record, postmortem, acts === true, now),
        factor: factor ?? null,
      });
    }
    return shown;
  }

  #show(
    record: FollowUpRecord,
    postmortem: PostmortemRecord,
    acts: boolean,
    now: Date,
  ): Omit<FollowUp, 'factor'> {
    const {
      id,
      postmortemId: _postmortemId,
      factorId: _factorId,
      madeAt: _madeAt,
      ...rest
    } = record;
    return {
      ...rest,
      id,
      name: followUpName(id),
      postmortem: {
        id: postmortem.id,
        name: postmortemName(postmortem.id),
        title: postmortem.title,
      },
      overdue: isLate(record, now),
      doneAt: isoOrNull(record.doneAt),
      verifiedAt: isoOrNull(record.verifiedAt),
      may: acts ? abilities(record, postmortem, this.#options.hasTickets) : [],
    };
  }
}

/** It is the caller's, or their team's; then nothing more needs to be asked. */
export const hasIt = (
  { owner, team }: Pick<FollowUpRecord, 'owner' | 'team'>,
  caller: Caller,
): boolean =>
  caller.kind === 'person' &&
  (owner?.ref === caller.ref ||
    (team !== null && caller.ownership.includes(team.ref)));

/** What whoever may act on it can do with it now. */
function abilities(
  { state, ticket }: FollowUpRecord,
  postmortem: PostmortemRecord,
  hasTickets: boolean,
): FollowUp['may'] {
  const may: FollowUp['may'] = ['edit'];
  if (state === 'open') may.push('finish');
  if (state === 'done') may.push('verify');
  if (state !== 'open') may.push('reopen');
  if (isRemovable(postmortem)) may.push('remove');
  if (hasTickets && ticket === null) may.push('ticket');
  return may;
}

/** Once people have read that it will be done, it stays in the books. */
export const isRemovable = ({
  publishedAt,
}: Pick<PostmortemRecord, 'publishedAt'>): boolean => publishedAt === null;
