import {
  explain,
  explanationLines,
  kindOf,
  layerTurnsBetween,
  Reason,
} from '@muster/backstage-plugin-incidents-common';
import { KnownSchedule } from './RuleReader';

type Known = Pick<KnownSchedule, 'rules' | 'written'>;
type NameOf = (ref: string) => string;

/**
 * Why these people are on call at an instant, each rule a line. Where a turn is empty because its people
 * have left, it says whose it was.
 */
export function linesAt(known: Known, at: Date, nameOf: NameOf): string[] {
  return linesOf(known, at, nameOf).map(({ line }) => line);
}

/** Why nobody is on call at an instant, in a sentence or two. */
export function whyNobody(known: Known, at: Date, nameOf: NameOf): string {
  const lines = linesOf(known, at, nameOf).filter(
    ({ reason }) => reason.kind !== 'nobody',
  );
  // What replaces the layers is the whole reason; whom they would have had is beside it.
  const above = lines.filter(({ reason }) => isAboveLayers(reason));
  return (above.length > 0 ? above : lines).map(({ line }) => line).join(' ');
}

const isAboveLayers = (reason: Reason): boolean =>
  reason.kind === 'override'
    ? reason.hasEffect
    : ['archived', 'no-version', 'temporary'].includes(reason.kind);

function linesOf(
  known: Known,
  at: Date,
  nameOf: NameOf,
): { reason: Reason; line: string }[] {
  const explained = explain(known.rules, at);
  const lines = explanationLines(explained, nameOf);
  return explained.reasons.map((reason, index) => ({
    reason,
    line: lostTurn(known, reason, at, nameOf) ?? lines[index],
  }));
}

/** The line for a turn that belongs to people who are not there; undefined for anything else. */
function lostTurn(
  { written }: Known,
  reason: Reason,
  at: Date,
  nameOf: NameOf,
): string | undefined {
  if (reason.kind !== 'silent-layer' || reason.silence !== 'empty-turn') {
    return undefined;
  }
  const [turn] = layerTurnsBetween(
    written,
    reason.layer,
    at,
    new Date(at.getTime() + 1),
  );
  if (!turn) return undefined;
  const lost = turn.people.map(ref =>
    kindOf(ref) === 'group'
      ? `${nameOf(ref)} has nobody in it`
      : `${nameOf(ref)} has left the catalog`,
  );
  return `Layer “${reason.name}” has nobody in this turn: ${lost.join(', ')}.`;
}
