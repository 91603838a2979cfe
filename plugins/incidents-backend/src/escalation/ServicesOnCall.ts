import { InputError } from '@backstage/errors';
import {
  NamedRef,
  nameOf,
  PolicySnapshot,
  ServiceOnCall,
} from '@muster/backstage-plugin-incidents-common';
import {
  Directory,
  DirectoryEntity,
  DirectorySnapshot,
} from '../directory/service';
import { OnCallAnswers, ScheduleNow } from '../oncall/service';
import { Paging } from '../paging/service';
import { Clock } from '../platform/clock';
import { Database, isoOrNull } from '../platform/database';
import { beginning, Move, nextMove } from './moves';
import { Policies, PolicySnapshots } from './policies';
import { PolicyFinder } from './PolicyFinder';
import { Reach, Reached, ResponsibilityFinder } from './ResponsibilityFinder';
import { allStepTurnsTaken, allTurnsTaken } from './turnStore';
import { wayOf } from './wayOf';

/** What is asked of the company's list. */
export interface ServicesQuery {
  readonly limit: number;
  readonly cursor?: string;
  /** Part of a service's, owner's or person's name; empty for all. */
  readonly search: string;
}

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly onCall: OnCallAnswers;
  readonly paging: Paging;
  readonly policies: Policies;
  /** `incidents.defaultPolicy`. */
  readonly defaultPolicy: string | undefined;
  /** `incidents.catchAll`. */
  readonly catchAll: readonly string[];
  /** `incidents.admins`. */
  readonly admins: readonly string[];
}

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
const inOrder = (a: NamedRef, b: NamedRef): number =>
  byName.compare(a.name, b.name) ||
  (a.ref < b.ref ? -1 : Number(a.ref > b.ref));

/**
 * Who is on call for every service. Found by what pages, over the directory, the policies, their bindings
 * and the schedules as they are in memory for one request: each is read once, however many services
 * there are.
 */
export class ServicesOnCall {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A page of services by name. @throws InputError for a cursor that is not from this list */
  async list({ limit, cursor, search }: ServicesQuery): Promise<{
    items: ServiceOnCall[];
    nextCursor: string | null;
  }> {
    const directory = await this.#options.directory.snapshot();
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const entities = directory.owned
      .map(entity => ({ entity, ref: entity.ref, name: entity.title }))
      .filter(named => !after || inOrder(named, after) > 0)
      .sort(inOrder)
      .map(({ entity }) => entity);
    const find = await this.#finder(directory);
    const isWanted = matching(search);
    const found: Found[] = [];
    for (const entity of entities) {
      const one = await find(entity);
      if (isWanted(one)) found.push(one);
      // One more than asked for says that there are more.
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    const reachable = await this.#options.paging.reachable([
      ...new Set(page.flatMap(({ people }) => people.map(({ ref }) => ref))),
    ]);
    const last = page.at(-1);
    return {
      items: page.map(({ entity, owner, policy, people, until }) => ({
        entity,
        owner,
        policy: policy.name,
        people: people.map(({ ref, name }) => ({ ref, name })),
        until: isoOrNull(until),
        reachable: people.some(({ ref }) => reachable.has(ref)),
      })),
      nextCursor:
        last && found.length > limit ? writeCursor(last.entity) : null,
    };
  }

  async #finder(
    directory: DirectorySnapshot,
  ): Promise<(entity: DirectoryEntity) => Promise<Found>> {
    const { database, clock } = this.#options;
    const now = clock.now();
    const policies = await this.#options.policies.snapshot();
    const turns = await allTurnsTaken(database.knex);
    const stepTurns = await allStepTurnsTaken(database.knex);
    const policyFinder = new PolicyFinder({
      ...this.#options,
      directory,
      policies,
      turnsTaken: async ownerRef => turns.get(ownerRef) ?? 0,
    });
    const responsibility = new ResponsibilityFinder({
      ...this.#options,
      directory,
      onCall: await this.#schedulesAt(policies, now),
      policies: policyFinder,
      stepTurnsTaken: async (id, step) => stepTurns.get(`${id} ${step}`) ?? 0,
    });
    const lastResort = await responsibility.lastResort();
    const answerFor = async (entity: DirectoryEntity): Promise<Answer> => {
      const { policy } = await policyFinder.find(entity.ref, entity);
      const reach = responsibility.reach(policy, now);
      const move = await nextMove(
        policy,
        beginning,
        { at: now, severity: 'SEV2', alertsWithin: () => Infinity },
        reach,
      );
      const people = await peopleNow(policy, move, reach);
      const [owner] = await directory.named([entity.ownerRef ?? '']);
      return {
        owner,
        policy,
        ...(people === undefined
          ? { people: lastResort.people, until: null }
          : { people, until: earliest(people) }),
      };
    };
    const known = new Map<string, Answer>();
    return async entity => {
      const way = wayOf(entity, policies);
      const answer = known.get(way) ?? (await answerFor(entity));
      known.set(way, answer);
      return { entity: { ref: entity.ref, name: entity.title }, ...answer };
    };
  }

  /** The schedules that policies page, at one instant. */
  async #schedulesAt(
    policies: PolicySnapshots,
    now: Date,
  ): Promise<OnCallAnswers> {
    const { onCall } = this.#options;
    const schedules = await onCall.at(policies.scheduleIds, now);
    return {
      nameOf: async id => schedules.get(id)?.name,
      at: async ids =>
        new Map(
          ids.flatMap((id): [string, ScheduleNow][] => {
            const schedule = schedules.get(id);
            return schedule ? [[id, schedule]] : [];
          }),
        ),
      nextHandoff: (id, after) => onCall.nextHandoff(id, after),
    };
  }
}

interface Answer {
  readonly owner: NamedRef;
  readonly policy: PolicySnapshot;
  readonly people: readonly NamedRef[];
  readonly until: Date | null;
}

interface Found extends Answer {
  readonly entity: NamedRef;
}

/** Whom a move pages, or will when it has waited; undefined for the catch-all. */
async function peopleNow(
  policy: PolicySnapshot,
  move: Move<Reached>,
  reach: Reach,
): Promise<readonly Reached[] | undefined> {
  switch (move.kind) {
    case 'page':
      return move.people;
    case 'wait':
      return reach(policy.steps[move.at.step], move.at.step);
    default:
      return undefined;
  }
}

/** When the first of some people goes off duty; null when none does. */
function earliest(people: readonly Reached[]): Date | null {
  return people.reduce<Date | null>(
    (first, { until }) => (until && (!first || until < first) ? until : first),
    null,
  );
}

function matching(search: string): (found: Found) => boolean {
  const part = search.trim().toLocaleLowerCase('en');
  if (part === '') return () => true;
  const isIn = ({ ref, name }: NamedRef): boolean =>
    name.toLocaleLowerCase('en').includes(part) || nameOf(ref).includes(part);
  return ({ entity, owner, people }) => [entity, owner, ...people].some(isIn);
}

const writeCursor = ({ ref, name }: NamedRef): string =>
  Buffer.from(JSON.stringify([name, ref])).toString('base64url');

function readCursor(cursor: string): NamedRef {
  try {
    const [name, ref]: unknown[] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    );
    if (typeof name === 'string' && typeof ref === 'string') {
      return { name, ref };
    }
  } catch {
    // Told below, as any other text that is no cursor.
  }
  throw new InputError(
    'query.cursor must be the nextCursor of the page before',
  );
}
