import { Urgency } from '@muster/backstage-plugin-incidents-common';
import { Limit, nextAllowed } from './limits';

/** What a channel sent lately, and for when others have been put off; milliseconds. */
export interface ChannelPace {
  readonly sent: readonly number[];
  readonly waiting: readonly (readonly [at: number, urgency: Urgency])[];
}

/** Whether a message goes now, or when it is to try again. */
export interface Slot {
  readonly at: Date;
  readonly goes: boolean;
  /** As it is afterwards. */
  readonly pace: ChannelPace;
}

/** Whoever was to try again so long ago has done so. */
const graceMs = 5_000;
/** So many waits are remembered; whoever comes after them tries again with the last. */
const mostWaiting = 2_000;

/**
 * Finds the next slot of a channel that its provider limits. High urgency waits only for high, low for
 * everybody; so what is high goes first, whenever it came.
 */
export function slotFor(
  limit: Limit,
  pace: ChannelPace,
  urgency: Urgency,
  now: Date,
): Slot {
  const nowMs = now.getTime();
  const sent = pace.sent.filter(at => at > nowMs - limit.perMinutes * 60_000);
  const waiting = pace.waiting.filter(([at]) => at > nowMs - graceMs);
  const dates = (instants: readonly number[]) =>
    instants.map(instant => new Date(instant));
  const high = waiting.filter(([, one]) => one === 'high').map(([at]) => at);
  const before = urgency === 'high' ? sent : [...sent, ...high];
  if (nextAllowed([limit], dates(before), now) <= now) {
    return {
      at: now,
      goes: true,
      pace: { sent: [...sent, nowMs], waiting },
    };
  }
  const ahead = urgency === 'high' ? high : waiting.map(([at]) => at);
  const at = nextAllowed([limit], dates([...sent, ...ahead]), now);
  const remembered: ChannelPace['waiting'] =
    waiting.length < mostWaiting
      ? [...waiting, [at.getTime(), urgency]]
      : waiting;
  return { at, goes: false, pace: { sent, waiting: remembered } };
}
