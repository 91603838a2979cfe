import { Layer, OverrideInput, TemporaryInput } from '../api/oncall';
import { activeAmong, hasEffect } from './changes';
import { remainder } from './handoffs';
import { openingsOf } from './restriction';
import { Turns } from './rotation';
import {
  finalTimeline,
  layersAsOne,
  layerTimeline,
  ScheduleRules,
  versionInForce,
} from './rules';
import { changeAfter } from './schedule';
import { WallClock } from './zone';

/** Why a layer has nobody at an instant. @public */
export type LayerSilence =
  /** Outside its restrictions; `until` is when it opens. */
  | 'restricted'
  /** Before its rotation's start or its `effectiveFrom`; `until` is when it begins. */
  | 'not-begun'
  /** After its `until`, or a rotation that never begins. */
  | 'ended'
  /** The turn belongs to nobody; `until` is the next hand-off. */
  | 'empty-turn';

/** One rule that had a part in who is on call at an instant. @public */
export type Reason =
  | { readonly kind: 'nobody'; readonly until: Date | null }
  /** The schedule was put away. */
  | { readonly kind: 'archived'; readonly since: Date }
  /** No version was in force yet. */
  | { readonly kind: 'no-version'; readonly begins: Date | null }
  | {
      readonly kind: 'temporary';
      readonly temporary: TemporaryInput;
      /** Whom its shifts put on call at the instant. */
      readonly people: readonly string[];
    }
  | {
      readonly kind: 'override';
      readonly override: OverrideInput;
      /** False when whom it replaces or removes is not on call by the layers. */
      readonly hasEffect: boolean;
    }
  | {
      readonly kind: 'layer';
      /** Position in the version in force, 0 the first. */
      readonly layer: number;
      readonly name: string;
      readonly people: readonly string[];
      /** Number of the participant whose turn it is, from 1. */
      readonly turn: number;
      readonly turns: number;
      readonly nextHandoff: Date;
    }
  | {
      readonly kind: 'silent-layer';
      readonly layer: number;
      readonly name: string;
      readonly silence: LayerSilence;
      /** When that ends; null for never. */
      readonly until: Date | null;
    };

/** Why these people are on call at an instant; the deciding reason first. @public */
export interface Reasons {
  readonly at: Date;
  /** Zone of the version in force, to tell times in. */
  readonly timezone: string;
  readonly people: readonly string[];
  readonly reasons: readonly Reason[];
}

/**
 * Why these people, or nobody, are on call at an instant: what replaces everything, the overrides of the
 * moment, and the layers down to the one that counts.
 *
 * @public
 */
export function explain(rules: ScheduleRules, at: Date): Reasons {
  const instant = at.getTime();
  const timeline = finalTimeline(rules);
  const { people } = timeline(instant);
  const nobody: Reason[] =
    people.length === 0
      ? [{ kind: 'nobody', until: changeAfter(timeline, instant) }]
      : [];
  const { version } = versionInForce(rules)(instant);
  return {
    at,
    timezone: (version ?? rules.versions.at(-1))?.content.timezone ?? 'UTC',
    people,
    reasons: [...nobody, ...reasonsAt(rules, instant)],
  };
}

function reasonsAt(rules: ScheduleRules, at: number): Reason[] {
  const { archivedAt } = rules;
  if (archivedAt && Date.parse(archivedAt) <= at) {
    return [{ kind: 'archived', since: new Date(archivedAt) }];
  }
  const temporary = activeAmong(rules.temporary)(at).items;
  if (temporary.length > 0) {
    return temporary.map(one => ({
      kind: 'temporary',
      temporary: one,
      people: activeAmong(one.shifts)(at).items.map(shift => shift.personRef),
    }));
  }
  const { version, until } = versionInForce(rules)(at);
  const byLayers = version ? layersAsOne(version.content)(at).people : [];
  const overrides = activeAmong(rules.overrides)(at).items.map(
    (override): Reason => ({
      kind: 'override',
      override,
      hasEffect: hasEffect(override, byLayers),
    }),
  );
  const isDeciding = (reason: Reason) =>
    reason.kind === 'override' ? reason.hasEffect : reason.kind === 'layer';
  const all = [
    ...overrides,
    ...(version
      ? reasonsOfLayers(version.content.layers, version.content.timezone, at)
      : [{ kind: 'no-version' as const, begins: dateOf(until) }]),
  ];
  return [...all.filter(isDeciding), ...all.filter(one => !isDeciding(one))];
}

/** The layers that count, and those above them. */
function reasonsOfLayers(
  layers: readonly Layer[],
  zone: string,
  at: number,
): Reason[] {
  const reasons: Reason[] = [];
  let isDecided = false;
  for (const [index, layer] of layers.entries()) {
    if (isDecided && !layer.besideAbove) break;
    const reason = reasonOfLayer(layer, index, zone, at);
    reasons.push(reason);
    isDecided ||= reason.kind === 'layer';
  }
  return reasons;
}

function reasonOfLayer(
  layer: Layer,
  index: number,
  scheduleZone: string,
  at: number,
): Reason {
  const zone = layer.timezone ?? scheduleZone;
  const { people, until } = layerTimeline(layer, scheduleZone)(at);
  const turns = new Turns(
    layer.rotation,
    layer.restrictions,
    WallClock.in(zone),
  );
  const now = turns.slotAt(at);
  const about = { layer: index, name: layer.name };
  if (now && people.length > 0) {
    const { length } = layer.rotation.participants;
    return {
      ...about,
      kind: 'layer',
      people,
      turn: remainder(now.slot, length) + 1,
      turns: length,
      nextHandoff: new Date(now.until),
    };
  }
  const silent = (silence: LayerSilence): Reason => ({
    ...about,
    kind: 'silent-layer',
    silence,
    until: dateOf(until),
  });
  if (layer.until && Date.parse(layer.until) <= at) return silent('ended');
  if (layer.effectiveFrom && at < Date.parse(layer.effectiveFrom)) {
    return silent('not-begun');
  }
  if (!openingsOf(layer.restrictions, zone)(at).isOpen) {
    return silent('restricted');
  }
  if (!now) return silent('ended');
  return silent(turns.hasBegun(now.slot) ? 'empty-turn' : 'not-begun');
}

const dateOf = (instant: number): Date | null =>
  instant === Infinity ? null : new Date(instant);
