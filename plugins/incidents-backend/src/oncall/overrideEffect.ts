import {
  OverrideInput,
  ScheduleRules,
  Turn,
  turnsBetween,
} from '@muster/backstage-plugin-incidents-common';

/** Who is on call in a part of an override's span, without it and with it. */
export interface EffectPart {
  readonly start: Date;
  readonly end: Date;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What an override that nobody has saved would change: its whole span, cut where either answer changes. */
export function effectOf(
  rules: ScheduleRules,
  override: OverrideInput,
): EffectPart[] {
  const [from, to] = [new Date(override.start), new Date(override.end)];
  const before = turnsBetween(rules, from, to);
  const after = turnsBetween(
    { ...rules, overrides: [...rules.overrides, override] },
    from,
    to,
  );
  const edges = [
    ...new Set(
      [{ start: from, end: to }, ...before, ...after].flatMap(span => [
        span.start.getTime(),
        span.end.getTime(),
      ]),
    ),
  ].sort((a, b) => a - b);
  return edges.slice(1).map((edge, index) => {
    const start = new Date(edges[index]);
    return {
      start,
      end: new Date(edge),
      before: peopleAt(before, start),
      after: peopleAt(after, start),
    };
  });
}

const peopleAt = (turns: readonly Turn[], at: Date): readonly string[] =>
  turns.find(({ start, end }) => start <= at && at < end)?.people ?? [];
