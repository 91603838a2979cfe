import {
  ContactRule,
  ContactRules,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import {
  PagePerson,
  PagingChannel,
} from '@muster/backstage-plugin-incidents-node';
import { maskAddress } from '../masks';
import { methodOfCatalog, wakes } from './channelFacts';
import { OwnMethod } from './contactStore';

/** A way in which a page may reach a person. */
export interface Way {
  /** `catalog:email`, `portal`, or the id of a method that the person has added. */
  readonly methodId: string;
  readonly channel: Pick<PagingChannel, 'id' | 'title' | 'phrase'>;
  /** The person has added it, in place of the catalog's knowing it. */
  readonly own: boolean;
  /** Masked; null where the channel needs none or has none. */
  readonly address: string | null;
  /** Half a sentence: why nothing can be sent through it; null when it can. */
  readonly missing: string | null;
  /** Whether it wakes the person, once something can be sent. */
  readonly wakes: boolean;
}

/** Everything that may reach a person: by the catalog first, then what they have added. */
export function waysOf(
  person: PagePerson,
  own: readonly OwnMethod[],
  channels: readonly PagingChannel[],
  demo: boolean,
): Way[] {
  const ofCatalog = channels.flatMap((channel): Way[] => {
    const methodId = methodOfCatalog(channel);
    if (methodId === undefined) return [];
    const answer = channel.addressOf?.(person) ?? { address: null };
    const found = 'address' in answer ? answer.address : null;
    return [
      {
        methodId,
        channel,
        own: false,
        address: found === null ? null : maskAddress(found),
        missing: 'missing' in answer ? answer.missing : null,
        wakes: wakes(channel, demo),
      },
    ];
  });
  const added = own.map((method): Way => {
    const channel = channels.find(({ id }) => id === method.channel);
    const unverified =
      method.verifiedAt === null ? 'it has not been verified' : null;
    return {
      methodId: method.id,
      channel: channel ?? {
        id: method.channel,
        title: method.channel,
        phrase: `through ${method.channel}`,
      },
      own: true,
      address: method.mask,
      missing: channel
        ? unverified
        : `no channel '${method.channel}' is installed`,
      wakes: channel ? wakes(channel, demo) : false,
    };
  });
  return [...ofCatalog, ...added];
}

/** The rules of somebody who has never set any: every way, at once; what is not verified is not used. */
export function defaultRules(ways: readonly Way[]): ContactRules {
  const all = ways
    .filter(({ own, missing }) => !own || missing === null)
    .map(({ methodId }): ContactRule => ({ afterMinutes: 0, methodId }));
  return { high: all, low: all, quietHours: null };
}

/** A way, and when it is used. */
export interface RuledWay extends Way {
  /** Minutes after the page. */
  readonly afterMinutes: number;
}

/** What the rules of an urgency come to, in the order of time. A method that is gone is left out. */
export function ruledWays(
  ways: readonly Way[],
  rules: ContactRules | undefined,
  urgency: Urgency,
): RuledWay[] {
  const applied = (rules ?? defaultRules(ways))[urgency];
  return applied
    .flatMap(({ methodId, afterMinutes }) => {
      const way = ways.find(one => one.methodId === methodId);
      return way ? [{ ...way, afterMinutes }] : [];
    })
    .sort((a, b) => a.afterMinutes - b.afterMinutes);
}

/** Whether a page of high urgency would wake the person (domain.md, “reachable”). */
export const isReachable = (
  ways: readonly Way[],
  rules: ContactRules | undefined,
): boolean =>
  ruledWays(ways, rules, 'high').some(way => way.wakes && way.missing === null);

/** What is wrong with rules that somebody wants to set: each names its field and what to do. */
export function faultsOfRules(
  wanted: ContactRules,
  ways: readonly Way[],
): string[] {
  return (['high', 'low'] as const).flatMap(urgency =>
    wanted[urgency].flatMap(({ methodId, afterMinutes }, index) => {
      const field = `body.${urgency}.${index}.methodId`;
      const way = ways.find(one => one.methodId === methodId);
      if (!way) {
        return [
          `${field} names ${methodId}, which is none of your methods; choose one of them, or add it first`,
        ];
      }
      if (way.missing !== null) {
        const name = way.address ?? way.channel.title;
        return [
          `${field} names ${name}, which cannot be used since ${way.missing}; ${way.own ? 'verify it with a code first' : 'choose another'}`,
        ];
      }
      const isRepeated = wanted[urgency]
        .slice(0, index)
        .some(
          rule =>
            rule.methodId === methodId && rule.afterMinutes === afterMinutes,
        );
      return isRepeated
        ? [
            `${field} repeats a rule above it: the same method after ${afterMinutes} min; remove one of them`,
          ]
        : [];
    }),
  );
}

/** What a person should mend, in words for them. */
export function warningsOf(
  ways: readonly Way[],
  rules: ContactRules | undefined,
): string[] {
  const unverified = ways.filter(
    way => way.own && way.missing === 'it has not been verified',
  );
  return [
    ...(isReachable(ways, rules) ? [] : [whyAsleep(ways, rules)]),
    ...unverified.map(
      ({ channel, address }) =>
        `${channel.title} ${address} is not verified, so nothing is sent to it: enter the code`,
    ),
  ];
}

function whyAsleep(
  ways: readonly Way[],
  rules: ContactRules | undefined,
): string {
  const awake = ways.find(way => way.wakes && way.missing === null);
  if (awake) {
    return `Nothing wakes you: no rule of high urgency uses ${awake.channel.title} ${awake.address ?? ''}`.trim();
  }
  return rules?.high.length === 0
    ? 'Nothing reaches you: you have no rule of high urgency'
    : 'Nothing here wakes you: mail and the portal are copies. Add and verify a phone or another way that wakes you';
}
