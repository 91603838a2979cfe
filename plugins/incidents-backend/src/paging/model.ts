import {
  DeliveryState,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { PagingChannel } from '@muster/backstage-plugin-incidents-node';
import { addMinutes, addSeconds } from '../platform/clock';
import { Contacts } from './people/ContactBook';
import { quietUntil } from './people/quietHours';
import { ruledWays } from './people/ways';

/** Seconds before attempts 2, 3, … of a delivery; when they run out it has failed. */
export const retrySeconds: readonly number[] = [5, 15, 30, 60];
const longestRetrySeconds = Math.max(...retrySeconds);
/** How often a delivery is tried at most. */
export const mostAttempts = retrySeconds.length + 1;
/** One attempt gets this long. */
export const attemptSeconds = 10;
/** In `sending` for longer than this, the sender has died: no attempt takes so long. */
export const diedAfterSeconds = 30;
/** A wake-up this late has been lost; the sweep repairs it. */
export const lateSeconds = 2;
/** A delivery due this long ago whose channel nobody has installed will not be sent any more. */
export const abandonedSeconds = 120;

/** What a page does with one of a person's ways. */
export interface PlannedDelivery {
  readonly channel: Pick<PagingChannel, 'id' | 'phrase'>;
  readonly methodId: string;
  /** Masked; null where the channel needs none or has none. */
  readonly address: string | null;
  /** Why nothing can be sent to this person that way; null when it can. */
  readonly missing: string | null;
  /** By the rule of so many minutes after the page. */
  readonly afterMinutes: number;
  readonly dueAt: Date;
  /** It would have come in the person's quiet hours, and waits for their end. */
  readonly quiet: boolean;
}

/**
 * What a page comes to by a person's rules: everything at once, each for its own time. Low urgency whose
 * time lies in quiet hours waits for their end; high never waits.
 */
export function planDeliveries(
  { ways, rules }: Pick<Contacts, 'ways' | 'rules'>,
  urgency: Urgency,
  now: Date,
): PlannedDelivery[] {
  const quietHours = urgency === 'low' ? (rules?.quietHours ?? null) : null;
  const plan = ruledWays(ways, rules, urgency).map(way => {
    const ruled = addMinutes(now, way.afterMinutes);
    const quietEnd = quietHours && quietUntil(quietHours, ruled);
    return {
      channel: way.channel,
      methodId: way.methodId,
      address: way.address,
      missing: way.missing,
      afterMinutes: way.afterMinutes,
      dueAt: quietEnd ?? ruled,
      quiet: quietEnd !== null,
    };
  });
  return withoutWaitingInVain(plan);
}

/** When the ways that come first cannot be used, the first that can takes their time. */
function withoutWaitingInVain(plan: readonly PlannedDelivery[]) {
  const first = plan.findIndex(({ missing }) => missing === null);
  return plan.map((planned, index) =>
    index === first && !planned.quiet
      ? { ...planned, dueAt: plan[0].dueAt }
      : planned,
  );
}

/** The state in which a delivery waits or is being sent. */
export interface DeliveryProgress {
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly sendingSince: Date | null;
}

/**
 * What a sender that was woken does: `begin`, `repeat` what another sender began and died in, or
 * `leave` it, because it is done, waits for its time, or somebody else is at it.
 */
export function turnOf(
  delivery: DeliveryProgress,
  now: Date,
): 'begin' | 'repeat' | 'leave' {
  if (delivery.state === 'queued') {
    // The queue's clock and ours may differ by a moment; refusing a wake-up would cost two seconds.
    return delivery.dueAt <= addSeconds(now, 1) ? 'begin' : 'leave';
  }
  const died =
    delivery.state === 'sending' &&
    delivery.sendingSince !== null &&
    addSeconds(delivery.sendingSince, diedAfterSeconds) < now;
  return died ? 'repeat' : 'leave';
}

/** What came of one attempt. */
export type AttemptResult =
  | { readonly sent: true; readonly detail: string }
  | {
      readonly sent: false;
      /** Trying again is pointless. */
      readonly permanent: boolean;
      /** The provider wants to be left alone for so long. */
      readonly retryAfterSeconds?: number;
      readonly detail: string;
    };

/** What becomes of a delivery after an attempt. */
export type NextState =
  | { readonly state: 'sent' }
  | { readonly state: 'queued'; readonly dueAt: Date }
  | { readonly state: 'failed'; readonly reason: string };

/**
 * Decides what becomes of a delivery after its `attempt`-th attempt (1 the first).
 *
 * A hard failure fails at once, anything else is tried again with growing distance, and not sooner than the
 * provider asks for.
 */
export function afterAttempt(
  attempt: number,
  result: AttemptResult,
  now: Date,
): NextState {
  if (result.sent) return { state: 'sent' };
  const wait = retrySeconds[attempt - 1];
  if (result.permanent || wait === undefined) {
    return { state: 'failed', reason: result.detail };
  }
  // A page waits no longer for one provider than between its last two attempts; then the next method is due.
  const asked = Math.min(result.retryAfterSeconds ?? 0, longestRetrySeconds);
  return { state: 'queued', dueAt: addSeconds(now, Math.max(wait, asked)) };
}

/** How an attempt is written into the ledger. */
export const outcomeOf = (next: NextState): 'sent' | 'retry' | 'failed' =>
  next.state === 'queued' ? 'retry' : next.state;
