import { InputError } from '@backstage/errors';
import {
  Coverage,
  CoverageLine,
  NamedRef,
  PolicySnapshot,
} from '@muster/backstage-plugin-incidents-common';
import {
  Directory,
  DirectoryEntity,
  DirectorySnapshot,
} from '../../directory/service';
import { ScheduleBook } from '../../oncall/service';
import { Paging } from '../../paging/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { isCatchAll } from '../model';
import { Policies } from '../policies';
import { FoundPolicy, PolicyFinder } from '../PolicyFinder';
import { ResponsibilityFinder } from '../ResponsibilityFinder';
import { allTurnsTaken } from '../turnStore';
import { wayOf } from '../wayOf';
import { Hole, Proof, proofOf, reachedWithinMinutes } from './coverage';
import { PeopleAhead } from './PeopleAhead';
import { World } from './sequence';
import { idleMove, namesOf } from './words';

const minute = 60_000;
const day = 24 * 60 * minute;
/** The proof is of incidents that must wake somebody. */
const severity = 'SEV2';
/** So many spans are shown at most. */
const mostSpans = 500;

/** What is asked of the report. */
export interface ReportQuery {
  readonly days: number;
  readonly limit: number;
  readonly cursor?: string;
  readonly ownerRef?: string;
}

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly book: Pick<ScheduleBook, 'allRuled'>;
  readonly paging: Pick<Paging, 'reachable'>;
  readonly policies: Policies;
  readonly finder: Pick<ResponsibilityFinder, 'lastResort'>;
  /** `incidents.defaultPolicy`. */
  readonly defaultPolicy: string | undefined;
  /** `incidents.catchAll`. */
  readonly catchAll: readonly string[];
}

interface Range {
  readonly from: Date;
  readonly to: Date;
}

interface Proven extends Proof {
  readonly found: FoundPolicy;
}

/**
 * Proves for the days ahead that incidents wake somebody, whenever they are triggered: for one entity or for
 * the whole company. By the schedules, groups and contact methods as they are now.
 */
export class CoverageProofs {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The proof for one entity. @throws NotFoundError */
  async ofEntity(entityRef: string, days: number): Promise<Coverage> {
    const { directory } = this.#options;
    const entity = await directory.mustHave(entityRef, 'query.entityRef');
    const range = this.#range(days);
    const { holes, thin, found } = await (
      await this.#prover(await directory.snapshot(), range)
    )(entity);
    return {
      ...lineOf(entity, await this.#ownerOf(entity), found.policy, holes),
      from: range.from.toISOString(),
      to: range.to.toISOString(),
      holes: holes.slice(0, mostSpans).map(shown),
      thinSpans: thin.slice(0, mostSpans).map(shown),
      trace: found.trace,
      warnings: [
        ...found.warnings,
        ...entity.problems,
        ...(this.#options.catchAll.length === 0
          ? [
              'No catch-all is configured (incidents.catchAll): when nobody answers, nobody else is paged',
            ]
          : []),
      ],
    };
  }

  /** The proof in a line for each entity with an owner, worst first. @throws InputError for a cursor of another list */
  async report({ days, limit, cursor, ownerRef }: ReportQuery): Promise<{
    items: CoverageLine[];
    nextCursor: string | null;
    entities: number;
    uncovered: number;
  }> {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const directory = await this.#options.directory.snapshot();
    const prove = await this.#prover(directory, this.#range(days));
    const entities = directory.owned.filter(
      entity => ownerRef === undefined || entity.ownerRef === ownerRef,
    );
    const lines: CoverageLine[] = [];
    for (const entity of entities) {
      const { holes, found } = await prove(entity);
      const [owner] = await directory.named(
        entity.ownerRef === null ? [] : [entity.ownerRef],
      );
      const line = lineOf(entity, owner ?? null, found.policy, holes);
      const [first] = holes;
      lines.push({ ...line, firstHole: first ? shown(first) : null });
    }
    const rest = lines
      .sort(worstFirst)
      .filter(line => !after || worstFirst(line, after) > 0);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      nextCursor: last && rest.length > limit ? writeCursor(last) : null,
      entities: lines.length,
      uncovered: lines.filter(({ covered }) => !covered).length,
    };
  }

  #range(days: number): Range {
    const from = this.#options.clock.now();
    return { from, to: new Date(from.getTime() + days * day) };
  }

  async #ownerOf({ ownerRef }: DirectoryEntity): Promise<NamedRef | null> {
    if (ownerRef === null) return null;
    const [owner] = await this.#options.directory.named([ownerRef]);
    return owner;
  }

  /** Proves any number of entities, each policy and its people once. */
  async #prover(
    directory: DirectorySnapshot,
    { from, to }: Range,
  ): Promise<(entity: DirectoryEntity) => Promise<Proven>> {
    const { database, book, finder, paging } = this.#options;
    const policies = await this.#options.policies.snapshot();
    const turns = await allTurnsTaken(database.knex);
    const policyFinder = new PolicyFinder({
      ...this.#options,
      directory,
      policies,
      turnsTaken: async ownerRef => turns.get(ownerRef) ?? 0,
    });
    const schedules = new Map(
      (await book.allRuled()).map(schedule => [schedule.id, schedule]),
    );
    const lastResort = (await finder.lastResort()).people;

    const prove = async (entity: DirectoryEntity): Promise<Proven> => {
      const found = await policyFinder.find(entity.ref, entity);
      const { policy } = found;
      const members = await this.#membersOf(policy, directory);
      const ahead = new PeopleAhead({
        schedules,
        members: ref => members.get(ref) ?? [],
        from,
        to: new Date(to.getTime() + reachedWithinMinutes * minute),
      });
      const world: World = {
        policy,
        severity,
        reach: (position, at) =>
          isCatchAll(policy, position)
            ? { people: lastResort.map(({ ref }) => ref), until: Infinity }
            : ahead.of(policy.steps[position.step], at),
      };
      const everybody = [
        ...lastResort.map(({ ref }) => ref),
        ...policy.steps.flatMap(step => ahead.everybody(step)),
      ];
      const reachable = await paging.reachable([...new Set(everybody)]);
      const names = namesOf([
        ...(await directory.named([...everybody, ...members.keys()])),
        ...lastResort,
      ]);
      const proof = proofOf(
        world,
        { from: from.getTime(), to: to.getTime() },
        ({ position }, person) =>
          reachable.has(person) &&
          policy.steps.at(position.step)?.urgency !== 'low',
        move => idleMove(move, policy, ahead, names),
      );
      return { ...proof, found };
    };

    const known = new Map<string, Proven>();
    return async entity => {
      const way = wayOf(entity, policies);
      const proven = known.get(way) ?? (await prove(entity));
      known.set(way, proven);
      return proven;
    };
  }

  /** Who stands behind the people and groups that a policy names. */
  async #membersOf(
    { steps }: PolicySnapshot,
    directory: DirectorySnapshot,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const refs = steps.flatMap(({ targets }) =>
      targets.flatMap(target => ('ref' in target ? [target.ref] : [])),
    );
    const members = new Map<string, readonly string[]>();
    for (const ref of refs) {
      const people = await directory.membersOf(ref);
      members.set(
        ref,
        people.map(person => person.ref),
      );
    }
    return members;
  }
}

function lineOf(
  entity: DirectoryEntity,
  owner: NamedRef | null,
  policy: PolicySnapshot,
  holes: readonly Hole[],
): Omit<CoverageLine, 'firstHole'> {
  const uncovered = holes.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    entity: { ref: entity.ref, name: entity.title },
    owner,
    policy: { id: policy.id, name: policy.name },
    covered: holes.length === 0,
    uncoveredMinutes: Math.ceil(uncovered / minute),
  };
}

const shown = ({ start, end, reason }: Hole) => ({
  start: new Date(start).toISOString(),
  end: new Date(end).toISOString(),
  reason,
});

/** A place in the report. */
type Place = Pick<CoverageLine, 'uncoveredMinutes'> & {
  readonly entity: Pick<NamedRef, 'ref'>;
};

const worstFirst = (a: Place, b: Place): number =>
  b.uncoveredMinutes - a.uncoveredMinutes ||
  (a.entity.ref < b.entity.ref ? -1 : Number(a.entity.ref > b.entity.ref));

const writeCursor = ({ uncoveredMinutes, entity }: Place): string =>
  Buffer.from(JSON.stringify([uncoveredMinutes, entity.ref])).toString(
    'base64url',
  );

function readCursor(cursor: string): Place {
  try {
    const [uncoveredMinutes, ref]: unknown[] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    );
    if (typeof uncoveredMinutes === 'number' && typeof ref === 'string') {
      return { uncoveredMinutes, entity: { ref } };
    }
  } catch {
    // Told below, as any other text that is no cursor.
  }
  throw new InputError(
    'query.cursor must be the nextCursor of the page before',
  );
}
