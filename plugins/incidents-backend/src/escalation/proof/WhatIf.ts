import {
  Foreseen,
  ForeseenMove,
  NamedRef,
  pages,
  PolicySnapshot,
  Severity,
  Urgency,
  urgencyOf,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { PageForesight } from '../../paging/service';
import { addMinutes, minutesBetween } from '../../platform/clock';
import { iso } from '../../platform/database';
import { delayAfter, Position } from '../model';
import { beginning, nextMove } from '../moves';
import { PolicyFinder } from '../PolicyFinder';
import { Reached, ResponsibilityFinder } from '../ResponsibilityFinder';

/** So many moves are foreseen at most; a policy of 20 steps repeated 9 times has 200. */
const mostMoves = 400;

interface Options {
  readonly directory: Directory;
  readonly finder: ResponsibilityFinder;
  readonly policyFinder: PolicyFinder;
  readonly foresight: PageForesight;
  /** `incidents.pageFrom`. */
  readonly pageFrom: Severity;
}

/** A move in the making: everything but what its pages come to. */
type Draft = Omit<ForeseenMove, 'people' | 'at' | 'afterMinutes'> & {
  readonly when: Date;
  readonly people: readonly (NamedRef & Partial<Pick<Reached, 'via'>>)[];
  readonly urgency: Urgency;
};

/**
 * Says what would happen to an incident that nobody answers: decided by what pages, at the instants at which it
 * would be decided, by schedules and contact rules as they are now.
 */
export class WhatIf {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotFoundError for an entity that the catalog has not */
  async of(entityRef: string, at: Date, severity: Severity): Promise<Foreseen> {
    const { directory, policyFinder, pageFrom } = this.#options;
    const entity = await directory.mustHave(entityRef, 'query.entityRef');
    const { policy, trace, warnings } = await policyFinder.find(
      entityRef,
      entity,
    );
    const silent = !pages(severity, pageFrom);
    const drafts = silent ? [] : await this.#draft(policy, at, severity);
    const moves: ForeseenMove[] = [];
    for (const draft of drafts) moves.push(await this.#finish(draft, at));
    return {
      entity: { ref: entity.ref, name: entity.title },
      at: iso(at),
      severity,
      urgency: urgencyOf(severity),
      policy: { id: policy.id, name: policy.name },
      moves,
      trace,
      warnings: [
        ...(silent
          ? [
              `${severity} is recorded and pages nobody: incidents.pageFrom is ${pageFrom}`,
            ]
          : []),
        ...warnings,
        ...entity.problems,
      ],
    };
  }

  async #draft(
    policy: PolicySnapshot,
    from: Date,
    severity: Severity,
  ): Promise<Draft[]> {
    const { finder } = this.#options;
    const drafts: Draft[] = [];
    const paged = (index: number): number =>
      drafts.filter(({ kind, step }) => kind === 'page' && step === index + 1)
        .length;
    let last: Position = beginning;
    let when = from;
    while (drafts.length < mostMoves) {
      const move = await nextMove(
        policy,
        last,
        { at: when, severity, alertsWithin: () => 1 },
        finder.reach(policy, when, paged),
      );
      for (const { step, loop, because } of move.passed) {
        drafts.push({
          kind: 'pass',
          when,
          ...{ step: step + 1, loop },
          text: `Step ${step + 1} ${because}, so it is passed over`,
          ...{ people: [], urgency: 'high' },
        });
      }
      const { step, loop } = move.at;
      if (move.kind === 'catch-all') {
        const { people, text } = await finder.lastResort();
        drafts.push({
          kind: 'catch-all',
          when,
          ...{ step: null, loop, text, people },
          urgency: urgencyOf(severity),
        });
        return drafts;
      }
      if (move.kind === 'wait') {
        drafts.push({
          kind: 'wait',
          when,
          ...{ step: step + 1, loop },
          text:
            move.waitsFor === 'hours'
              ? `Step ${step + 1} waits for its hours`
              : `Step ${step + 1} waits for more alerts; what follows depends on them`,
          ...{ people: [], urgency: 'high' },
        });
        if (!move.until) return drafts;
        when = move.until;
        last = move.passed.at(-1) ?? last;
        continue;
      }
      const { people } = move;
      drafts.push({
        kind: 'page',
        when,
        ...{ step: step + 1, loop, people },
        text:
          people.length === 0
            ? `Step ${step + 1} reaches nobody and waits out its time`
            : `Step ${step + 1}${loop > 0 ? `, pass ${loop + 1}` : ''}`,
        urgency: policy.steps[step]?.urgency ?? urgencyOf(severity),
      });
      when = addMinutes(when, delayAfter(policy, move.at));
      last = move.at;
    }
    return drafts;
  }

  async #finish(
    { when, urgency, people, ...rest }: Draft,
    from: Date,
  ): Promise<ForeseenMove> {
    const pagesOf = await this.#options.foresight.of(people, urgency, when);
    return {
      ...rest,
      at: iso(when),
      afterMinutes: minutesBetween(from, when),
      people: pagesOf.map(({ person, deliveries, whyNot, reachable }) => ({
        ...person,
        via: people.find(({ ref }) => ref === person.ref)?.via ?? null,
        reachable,
        deliveries: [...deliveries],
        whyNot,
      })),
    };
  }
}
