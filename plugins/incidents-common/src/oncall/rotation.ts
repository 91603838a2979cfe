import { Rotation } from '../api/oncall';
import { Timeline } from './timeline';
import { LocalTime, WallClock } from './zone';

const day = 24 * 3600 * 1000;
const unitLength = { day, week: 7 * day } as const;

/** Local time from one hand-off to the next, in milliseconds. */
const slotLength = ({ every, unit }: Rotation): number =>
  every * unitLength[unit];

const localStart = ({ startDate, handoffTime }: Rotation): LocalTime =>
  Date.parse(`${startDate}T${handoffTime}Z`);

/**
 * The instant of hand-off k: the start plus k slots on the wall clock, then turned into an instant.
 * It is counted from the start, never from the hand-off before, so that clock changes do not add up.
 */
export const handoffOf = (
  rotation: Rotation,
  clock: WallClock,
  k: number,
): number =>
  clock.firstInstant(localStart(rotation) + k * slotLength(rotation));

/**
 * The slot that holds at an instant: the last whose hand-off has come. Negative before the start.
 * Two hand-offs fall on one instant where a whole day is skipped; the slot between them is empty and
 * never holds.
 */
export const slotAt = (
  rotation: Rotation,
  clock: WallClock,
  instant: number,
): number =>
  Math.floor(
    (clock.furthestLocal(instant) - localStart(rotation)) /
      slotLength(rotation),
  );

/** The turns of a rotation: slot k belongs to `participants[k mod n]`; nobody before the start. */
export function rotationTimeline(
  rotation: Rotation,
  clock: WallClock,
): Timeline {
  const { participants } = rotation;
  const [first] = participants;
  return function* turns(from) {
    if (first === undefined) return;
    let slot = Math.max(0, slotAt(rotation, clock, from));
    let start = Math.max(from, handoffOf(rotation, clock, slot));
    if (participants.every(participant => participant === first)) {
      yield { participant: first, start, end: Infinity };
      return;
    }
    for (;;) {
      const end = handoffOf(rotation, clock, slot + 1);
      const participant = participants[slot % participants.length];
      if (end > start) yield { participant, start, end };
      start = Math.max(start, end);
      slot++;
    }
  };
}
