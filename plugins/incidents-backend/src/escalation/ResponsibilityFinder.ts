import {
  NamedRef,
  OnCallAnswer,
  Severity,
  PathPerson,
  PolicySnapshot,
  Step,
  Target,
  TraceHop,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { NotFoundError } from '@backstage/errors';
import { DirectoryEntity, WayToPeople } from '../directory/service';
import { FindResponsible, Responsibility } from '../incidents/ports';
import { OnCallAnswers, ScheduleNow } from '../oncall/service';
import { Paging } from '../paging/service';
import { Clock, minutesBetween } from '../platform/clock';
import { iso, isoOrNull } from '../platform/database';
import { Focus } from './Focus';
import { copiesOf, isCatchAll, Position, positionsOf } from './model';
import { beginning, inTurn, nextMove } from './moves';
import { PolicyFinder } from './PolicyFinder';

/** Somebody whom a step reaches, and through what. */
export interface Reached extends NamedRef {
  readonly via: NamedRef | null;
  readonly until: Date | null;
  /** Learners who get a copy of what this person is sent. */
  readonly learners: readonly NamedRef[];
}

/** Whom a step of a policy pages at an instant; `index` 0 is the first. */
export type Reach = (step: Step, index: number) => Promise<readonly Reached[]>;

/** An answer older than this says so in its trace. */
const staleAfterMinutes = 2;

/** Finds who is responsible for an entity: the policy, its people, the fallback; with every hop. */
export class ResponsibilityFinder implements FindResponsible {
  readonly #options: {
    clock: Clock;
    directory: WayToPeople;
    onCall: OnCallAnswers;
    paging: Paging;
    policies: PolicyFinder;
    stepTurnsTaken: (policyId: string, step: number) => Promise<number>;
    focus?: Focus;
    catchAll: readonly string[];
    admins: readonly string[];
  };

  constructor(options: {
    clock: Clock;
    directory: WayToPeople;
    onCall: OnCallAnswers;
    paging: Paging;
    policies: PolicyFinder;
    /** How often a step has paged one person in turn. */
    stepTurnsTaken: (policyId: string, step: number) => Promise<number>;
    /** Backs up people at work; left out where nobody is going to be paged. */
    focus?: Focus;
    /** `incidents.catchAll`. */
    catchAll: readonly string[];
    /** `incidents.admins`, responsible when there is no catch-all. */
    admins: readonly string[];
  }) {
    this.#options = options;
  }

  /** The policy that is in force for an entity. */
  async policyOf(entityRef: string): Promise<PolicySnapshot> {
    const { directory, policies } = this.#options;
    const entity = await directory.known(entityRef);
    return (await policies.find(entityRef, entity)).policy;
  }

  async find({
    entityRef,
    severity = 'SEV2',
  }: {
    readonly entityRef: string;
    readonly severity?: Severity;
  }): Promise<Responsibility> {
    const { clock, directory, policies } = this.#options;
    const now = clock.now();
    const entity = await directory.known(entityRef);
    const { policy, trace } = await policies.find(entityRef, entity);
    const hops = [...this.#age(entityRef, entity, now), ...trace];
    const reach = this.reach(policy, now);
    // The alert that triggers is the first.
    const circumstances = { at: now, severity, alertsWithin: () => 1 };
    const move = await nextMove(policy, beginning, circumstances, reach);
    hops.push(
      ...move.passed.map(({ step, because }) =>
        hop(
          'nobody',
          entityRef,
          false,
          `Step ${step + 1} of ${policy.name} ${because}`,
        ),
      ),
    );
    const firstStep = move.at.step;
    if (move.kind === 'page' && move.people.length > 0) {
      const { at, people } = move;
      const urgency = policy.steps[at.step].urgency ?? urgencyOf(severity);
      const paged = { entityRef, policy, at, people, urgency };
      const backup = await this.#options.focus?.backupFor(
        paged,
        circumstances,
        reach,
      );
      return {
        assigned: people.map(({ ref, name }) => ({ ref, name })),
        copies: copiesOf(people),
        policy,
        firstStep,
        backup,
        trace: hops,
      };
    }
    if (move.kind === 'wait') {
      const { waitsFor, until } = move;
      const people = await this.reach(policy, until ?? now)(
        policy.steps[firstStep],
        firstStep,
      );
      if (people.length > 0) {
        return {
          assigned: people.map(({ ref, name }) => ({ ref, name })),
          copies: [],
          policy,
          firstStep,
          waits: { for: waitsFor, until },
          trace: hops,
        };
      }
    }
    // Somebody is always responsible, also while a step waits that reaches nobody.
    const last = await this.lastResort();
    return {
      assigned: last.people,
      copies: [],
      policy,
      firstStep,
      ...(move.kind === 'wait' && {
        waits: { for: move.waitsFor, until: move.until },
      }),
      ...(move.kind === 'page' && { reachesNobody: true }),
      trace: [
        ...hops,
        hop('catch-all', entityRef, last.people.length > 0, last.text),
      ],
    };
  }

  /**
   * Whom the steps of a policy page at an instant: everybody whom a step reaches, or one of them in turn.
   *
   * @param turnsAhead - how often a step will have paged by then, besides what is written
   */
  reach(
    policy: PolicySnapshot,
    at: Date,
    turnsAhead: (index: number) => number = () => 0,
  ): Reach {
    return async (step, index) => {
      const people = await this.peopleOf(step, at);
      if (step.pick === 'all' || policy.id === null) return people;
      return inTurn(
        people,
        (await this.#options.stepTurnsTaken(policy.id, index)) +
          turnsAhead(index),
      );
    };
  }

  /** The people whom a step reaches at an instant, each once. */
  async peopleOf(step: Step, at: Date): Promise<readonly Reached[]> {
    const found = new Map<string, Reached>();
    const schedules = await this.#schedulesOf(step, at);
    for (const target of step.targets) {
      for (const person of await this.#peopleOfTarget(target, schedules)) {
        if (!found.has(person.ref)) found.set(person.ref, person);
      }
    }
    return [...found.values()];
  }

  /** The catch-all's people; without it the admins. */
  async lastResort(): Promise<{ people: NamedRef[]; text: string }> {
    const catchAll = await this.#peopleOfRefs(this.#options.catchAll);
    if (catchAll.length > 0) {
      return {
        people: catchAll,
        text: `The catch-all: ${catchAll.map(({ name }) => name).join(', ')}`,
      };
    }
    const admins = await this.#peopleOfRefs(this.#options.admins);
    return {
      people: admins,
      text:
        admins.length > 0
          ? `No catch-all is set (incidents.catchAll), so the admins: ${admins.map(({ name }) => name).join(', ')}`
          : 'Nobody: neither incidents.catchAll nor incidents.admins names a person',
    };
  }

  /** Who would be paged for an entity at an instant, step by step. @throws NotFoundError */
  async answer(entityRef: string, at: Date): Promise<OnCallAnswer> {
    const { directory, onCall, paging, policies, clock } = this.#options;
    const entity = await directory.entity(entityRef);
    if (!entity) {
      throw new NotFoundError(`${entityRef} is not in the catalog`);
    }
    const { policy, trace, warnings } = await policies.find(entityRef, entity);
    const steps: {
      at: Position;
      afterMinutes: number;
      people: readonly Reached[];
    }[] = [];
    for (const { at: position, afterMinutes } of positionsOf(policy)) {
      if (position.loop > 0 && !isCatchAll(policy, position)) continue;
      const people = isCatchAll(policy, position)
        ? (await this.lastResort()).people.map(person => ({
            ...person,
            via: null,
            until: null,
            learners: [],
          }))
        : await this.reach(policy, at)(
            policy.steps[position.step],
            position.step,
          );
      steps.push({ at: position, afterMinutes, people });
    }
    const reachable = await paging.reachable(
      steps.flatMap(({ people }) => people.map(({ ref }) => ref)),
    );
    const shown = (people: readonly Reached[]): PathPerson[] =>
      people.map(({ ref, name, via, until }) => ({
        ref,
        name,
        via,
        until: isoOrNull(until),
        reachable: reachable.has(ref),
      }));
    const first = steps.find(({ people }) => people.length > 0);
    const next =
      first && !isCatchAll(policy, first.at)
        ? await nextOf(onCall, policy.steps[first.at.step], at)
        : undefined;
    return {
      entity: (await directory.named([entityRef]))[0],
      at: iso(at),
      policy: { id: policy.id, name: policy.name },
      onCall: shown(first?.people ?? []),
      next: next ? { person: next.person, at: iso(next.at) } : null,
      path: steps.map(step => ({
        step: isCatchAll(policy, step.at) ? null : step.at.step + 1,
        afterMinutes: step.afterMinutes,
        people: shown(step.people),
      })),
      trace: [...this.#age(entityRef, entity, clock.now()), ...trace],
      warnings: [
        ...warnings,
        ...entity.problems,
        ...this.#gaps(policy, steps, reachable),
      ],
      catalogAsOf: iso(entity.confirmedAt),
    };
  }

  #gaps(
    policy: PolicySnapshot,
    steps: readonly { at: Position; people: readonly Reached[] }[],
    reachable: ReadonlySet<string>,
  ): string[] {
    const warnings = steps
      .filter(
        ({ at, people }) => people.length === 0 && !isCatchAll(policy, at),
      )
      .map(
        ({ at }) =>
          `Step ${at.step + 1} of ${policy.name} reaches nobody at this time`,
      );
    if (this.#options.catchAll.length === 0) {
      warnings.push(
        'No catch-all is configured (incidents.catchAll): when nobody answers, nobody else is paged',
      );
    }
    const all = steps.flatMap(({ people }) => people);
    if (all.length > 0 && !all.some(({ ref }) => reachable.has(ref))) {
      warnings.push(
        'Nobody on this path has a way to be woken: mail and the portal are copies, they do not ring',
      );
    }
    return warnings;
  }

  #age(
    entityRef: string,
    entity: DirectoryEntity | undefined,
    now: Date,
  ): TraceHop[] {
    if (!entity) {
      return [
        hop(
          'catalog',
          entityRef,
          false,
          `The catalog has never told us of ${entityRef}`,
        ),
      ];
    }
    const age = minutesBetween(entity.confirmedAt, now);
    if (!entity.vanished && age <= staleAfterMinutes) return [];
    const asOf = iso(entity.confirmedAt).slice(0, 16).replace('T', ' ');
    return [
      hop(
        'catalog',
        entityRef,
        true,
        entity.vanished
          ? `${entityRef} is no longer in the catalog; as it was, catalog as of ${asOf} UTC`
          : `The catalog does not answer; catalog as of ${asOf} UTC`,
      ),
    ];
  }

  /** The schedules of a step, in one look-up. */
  async #schedulesOf(
    { targets }: Step,
    at: Date,
  ): Promise<ReadonlyMap<string, ScheduleNow>> {
    const ids = targets.flatMap(target => ('id' in target ? [target.id] : []));
    return ids.length > 0 ? this.#options.onCall.at(ids, at) : new Map();
  }

  async #peopleOfTarget(
    target: Target,
    schedules: ReadonlyMap<string, ScheduleNow>,
  ): Promise<readonly Reached[]> {
    const { directory } = this.#options;
    const reached =
      (via: NamedRef | null, until: Date | null) =>
      (person: NamedRef): Reached => ({ ...person, via, until, learners: [] });
    switch (target.type) {
      case 'schedule': {
        const now = schedules.get(target.id);
        if (!now) return [];
        const via = { ref: `schedule:${target.id}`, name: now.name };
        return now.people.map(reached(via, now.until)).map(person => ({
          ...person,
          learners: now.shadowing
            .filter(({ follows }) => follows.ref === person.ref)
            .map(({ learner }) => learner),
        }));
      }
      case 'group': {
        const [via] = await directory.named([target.ref]);
        return (await directory.membersOf(target.ref)).map(reached(via, null));
      }
      case 'everyone': {
        const now = schedules.get(target.id);
        if (!now) return [];
        const via = { ref: `schedule:${target.id}`, name: now.name };
        return now.everyone.map(reached(via, null));
      }
      default: {
        // Whoever has left the catalog cannot be paged, and another step can.
        const known = await directory.known(target.ref);
        if (known?.vanished) return [];
        return (await directory.named([target.ref])).map(reached(null, null));
      }
    }
  }

  async #peopleOfRefs(refs: readonly string[]): Promise<NamedRef[]> {
    const people = new Map<string, NamedRef>();
    for (const ref of refs) {
      for (const person of await this.#options.directory.membersOf(ref))
        people.set(person.ref, person);
    }
    return [...people.values()];
  }
}

/** The first hand-off among the schedules of a step. */
async function nextOf(
  onCall: OnCallAnswers,
  step: Step,
  at: Date,
): Promise<{ person: NamedRef; at: Date } | undefined> {
  const all = [];
  for (const target of step.targets) {
    if (target.type === 'schedule') {
      const next = await onCall.nextHandoff(target.id, at);
      if (next) all.push({ person: next.people[0], at: next.at });
    }
  }
  return all.sort((a, b) => a.at.getTime() - b.at.getTime())[0];
}

/** One hop of a trace. */
export const hop = (
  rule: string,
  ref: string,
  hit: boolean,
  text: string,
): TraceHop => ({ rule, ref, hit, text });
