import {
  NamedRef,
  OverrideInput,
  ScheduleCalendar,
} from '@muster/backstage-plugin-incidents-common';

/** Who is on call in a span before and after a change. */
export interface Effect {
  readonly start: string;
  readonly end: string;
  readonly before: readonly NamedRef[];
  readonly after: readonly NamedRef[];
}

/**
 * What an override would change in a calendar. It is told for the form; what counts is computed by the
 * server once it is saved. An override that is there already has the same weight as this one.
 */
export function effectOf(
  { final, gaps, overrides }: ScheduleCalendar,
  input: OverrideInput,
  nameOf: (ref: string) => string,
): Effect[] {
  const [from, to] = [Date.parse(input.start), Date.parse(input.end)];
  return [...final, ...gaps.map(gap => ({ ...gap, people: [] }))]
    .map(({ people, start, end }) => ({
      people,
      start: Math.max(from, Date.parse(start)),
      end: Math.min(to, Date.parse(end)),
    }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start)
    .map(({ people, start, end }) => ({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      before: people,
      after: applied(people, input, nameOf, ref =>
        overrides.some(
          ({ person, ...span }) =>
            person?.ref === ref &&
            Date.parse(span.start) < end &&
            Date.parse(span.end) > start,
        ),
      ),
    }));
}

function applied(
  people: readonly NamedRef[],
  input: OverrideInput,
  nameOf: (ref: string) => string,
  isAdded: (ref: string) => boolean,
): readonly NamedRef[] {
  // An override sees only who is on call by the layers, not whom another override has put there.
  const goes = (ref: string) =>
    input.kind !== 'add' &&
    !isAdded(ref) &&
    (input.replacesRef === null || input.replacesRef === ref);
  const staying = people.filter(({ ref }) => !goes(ref));
  if (input.kind === 'remove') return staying;
  const comes =
    input.kind === 'add' ||
    input.replacesRef === null ||
    people.some(({ ref }) => goes(ref));
  if (!comes || staying.some(({ ref }) => ref === input.personRef)) {
    return staying;
  }
  return [...staying, { ref: input.personRef, name: nameOf(input.personRef) }];
}
