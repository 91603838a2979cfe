import { OverrideInput, TemporaryInput } from '../api/oncall';
import { Ask, Lasting, remembering, sortedPeople, Timeline } from './timeline';

interface Active<T> extends Lasting {
  readonly items: readonly T[];
}

/** Those of some spans `[start, end)` that hold at an instant. */
export function activeAmong<T extends { start: string; end: string }>(
  items: readonly T[],
): Ask<Active<T>> {
  const spans = items.map(item => ({
    item,
    start: Date.parse(item.start),
    end: Date.parse(item.end),
  }));
  return remembering(at => {
    let until = Infinity;
    const active: T[] = [];
    for (const { item, start, end } of spans) {
      if (at < start) until = Math.min(until, start);
      else if (at < end) {
        active.push(item);
        until = Math.min(until, end);
      }
    }
    return { items: active, until };
  });
}

/**
 * Who is on call after overrides. Each sees only who is on call by the layers: an override has no effect
 * on those whom another one added.
 */
export function overridden(
  layers: Timeline,
  overrides: readonly OverrideInput[],
): Timeline {
  if (overrides.length === 0) return layers;
  const activeAt = activeAmong(overrides);
  return at => {
    const standing = layers(at);
    const active = activeAt(at);
    return {
      people:
        active.items.length === 0
          ? standing.people
          : applied(standing.people, active.items),
      until: Math.min(standing.until, active.until),
    };
  };
}

/**
 * Whether an override changes who is on call where the layers have these people. Who covers everybody
 * (`replacesRef: null`) is on call where nobody is, too.
 */
export function hasEffect(
  override: OverrideInput,
  people: readonly string[],
): boolean {
  switch (override.kind) {
    case 'add':
      return true;
    case 'cover':
      return (
        override.replacesRef === null || people.includes(override.replacesRef)
      );
    default:
      return override.replacesRef === null
        ? people.length > 0
        : people.includes(override.replacesRef);
  }
}

function applied(
  people: readonly string[],
  overrides: readonly OverrideInput[],
): readonly string[] {
  const effective = overrides.filter(override => hasEffect(override, people));
  const staying = people.filter(
    person =>
      !effective.some(
        override =>
          override.kind !== 'add' &&
          (override.replacesRef ?? person) === person,
      ),
  );
  const coming = effective.flatMap(override =>
    override.kind === 'remove' ? [] : [override.personRef],
  );
  return sortedPeople([...staying, ...coming]);
}

/** Who is on call where temporary schedules replace everything; where several hold, the people of all. */
export function replacedFor(
  timeline: Timeline,
  temporary: readonly TemporaryInput[],
): Timeline {
  if (temporary.length === 0) return timeline;
  const activeAt = activeAmong(
    temporary.map(one => ({ ...one, shiftsAt: activeAmong(one.shifts) })),
  );
  return at => {
    const { items, until } = activeAt(at);
    if (items.length === 0) {
      const standing = timeline(at);
      return { ...standing, until: Math.min(standing.until, until) };
    }
    const shifts = items.map(({ shiftsAt }) => shiftsAt(at));
    return {
      people: sortedPeople(
        shifts.flatMap(active =>
          active.items.map(({ personRef }) => personRef),
        ),
      ),
      until: Math.min(until, ...shifts.map(active => active.until)),
    };
  };
}
