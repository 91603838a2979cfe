import {
  Layer,
  OverrideInput,
  ScheduleInput,
  TemporaryInput,
} from '../api/oncall';
import { overridden, replacedFor } from './changes';
import { onlyWhile, openingsOf } from './restriction';
import { Turns } from './rotation';
import {
  Ask,
  cut,
  firstOf,
  Lasting,
  nobody,
  remembering,
  Timeline,
  together,
} from './timeline';
import { WallClock } from './zone';

/** The part of a schedule's content that the calculator reads. @public */
export type RulesContent = Pick<ScheduleInput, 'timezone' | 'layers'>;

/**
 * A saved version of a schedule. Who is on call at an instant follows from the highest version that is in
 * force by then, so that a later save also supersedes one that was to begin later.
 *
 * @public
 */
export interface RulesVersion {
  readonly version: number;
  /** ISO instant from which it counts; null: it always held. */
  readonly effectiveFrom: string | null;
  readonly content: RulesContent;
}

/**
 * Everything that decides who is on call. Participants should be people: groups are resolved before,
 * since only the directory knows who is in them; a group's ref that is left is shown as it is.
 *
 * @public
 */
export interface ScheduleRules {
  /** In any order. Before the first is in force, nobody is on call by layers. */
  readonly versions: readonly RulesVersion[];
  /** They belong to the schedule, whichever version is in force. */
  readonly overrides: readonly OverrideInput[];
  readonly temporary: readonly TemporaryInput[];
  /** ISO instant from which nobody is on call, because the schedule was put away; null or absent: in use. */
  readonly archivedAt?: string | null;
}

/** The rules of a schedule without a history: a preview, or one of which only now and later matter. @public */
export function alwaysInForce(
  { timezone, layers }: RulesContent,
  changes: Partial<Pick<ScheduleRules, 'overrides' | 'temporary'>> = {},
): ScheduleRules {
  const content = { timezone, layers };
  return {
    versions: [{ version: 1, effectiveFrom: null, content }],
    overrides: changes.overrides ?? [],
    temporary: changes.temporary ?? [],
  };
}

const instant = (text: string | null | undefined, absent: number): number =>
  text === null || text === undefined ? absent : Date.parse(text);

/** The schedule as it counts (rules 1 to 9 of conformance/README.md). */
export function finalTimeline(rules: ScheduleRules): Timeline {
  return cut(
    replacedFor(
      overridden(layersTimeline(rules, layersAsOne), rules.overrides),
      rules.temporary,
    ),
    -Infinity,
    instant(rules.archivedAt, Infinity),
  );
}

/** Who is on call by the layers of the version in force, made one in some way. */
export function layersTimeline(
  rules: ScheduleRules,
  asOne: (content: RulesContent) => Timeline,
): Timeline {
  const versionAt = versionInForce(rules);
  const timelines = new Map<RulesVersion, Timeline>();
  return remembering(at => {
    const { version, until } = versionAt(at);
    if (!version) return nobody(until);
    const timeline = timelines.get(version) ?? asOne(version.content);
    timelines.set(version, timeline);
    const standing = timeline(at);
    return { people: standing.people, until: Math.min(standing.until, until) };
  });
}

/** The version in force at an instant; none before the first. */
export function versionInForce({
  versions,
}: ScheduleRules): Ask<Lasting & { readonly version?: RulesVersion }> {
  const starts = versions
    .map(version => ({
      version,
      from: instant(version.effectiveFrom, -Infinity),
    }))
    .sort((a, b) => a.version.version - b.version.version);
  return remembering(at => ({
    version: starts.findLast(({ from }) => from <= at)?.version,
    until: Math.min(
      ...starts.map(({ from }) => (from > at ? from : Infinity)),
      Infinity,
    ),
  }));
}

/** The first level that has somebody; a layer beside the one above is on the same level. */
export function layersAsOne(content: RulesContent): Timeline {
  const levels: Timeline[][] = [];
  for (const layer of content.layers) {
    const timeline = layerTimeline(layer, content.timezone);
    const level = levels.at(-1);
    if (level && layer.besideAbove) level.push(timeline);
    else levels.push([timeline]);
  }
  return firstOf(levels.map(together));
}

/** A layer by itself, as if there were no other. */
export function layerTimeline(layer: Layer, scheduleZone: string): Timeline {
  const zone = layer.timezone ?? scheduleZone;
  const turns = new Turns(
    layer.rotation,
    layer.restrictions,
    WallClock.in(zone),
  );
  return remembering(
    cut(
      onlyWhile(openingsOf(layer.restrictions, zone), turns.timeline),
      instant(layer.effectiveFrom, -Infinity),
      instant(layer.until, Infinity),
    ),
  );
}
