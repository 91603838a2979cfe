import { PlannedDelivery } from './model';

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** The timeline's line for a page: who, through what and when, why; and what could not be used. */
export function pagedSentence(page: {
  readonly name: string;
  readonly plan: readonly PlannedDelivery[];
  readonly why: string;
  readonly copyOf: string | null;
}): string {
  const { name, plan, why, copyOf } = page;
  const usable = plan.filter(({ missing }) => missing === null);
  const without = plan
    .filter(({ missing }) => missing !== null)
    .map(({ channel, missing }) => `${channel.phrase}, since ${missing}`);
  const paged =
    usable.length > 0
      ? `${copyOf === null ? 'Paged' : 'Sent a copy to'} ${name} ${listed(usable.map(whenAndHow))}: ${why}`
      : `${name} cannot be ${copyOf === null ? 'paged' : 'sent a copy'}${plan.length === 0 ? ', having no contact rule for it' : ''}: ${why}`;
  return without.length > 0 ? `${paged}. Not ${listed(without)}` : paged;
}

/** The timeline's line when somebody's new rules add to a page that is under way. */
export function addedSentence(
  name: string,
  plan: readonly PlannedDelivery[],
): string {
  return `${name} is to be paged ${listed(plan.map(whenAndHow))} too, by rules that they have just set`;
}

function whenAndHow({ channel, afterMinutes, dueAt, quiet }: PlannedDelivery) {
  if (quiet) {
    return `${channel.phrase} after their quiet hours, at ${utcTime(dueAt)}`;
  }
  return afterMinutes === 0
    ? channel.phrase
    : `${channel.phrase} after ${afterMinutes} min`;
}

/** `03:02 UTC`: the zone of whoever reads it is not known here. */
export const utcTime = (at: Date): string =>
  `${at.toISOString().slice(11, 16)} UTC`;

/** The timeline's line when a delivery has failed for good. */
export function failedSentence(failure: {
  readonly name: string;
  readonly phrase: string;
  readonly address: string | null;
  readonly attempts: number;
  readonly reason: string;
  /** How the person is reached in its place, at once; left out when no way is left. */
  readonly instead?: string;
}): string {
  const { name, phrase, address, attempts, reason, instead } = failure;
  const where = address === null ? phrase : `${phrase} (${address})`;
  const times =
    attempts > 1 ? `after ${attempts} attempts` : 'and trying again is no use';
  const failed = `${name} could not be paged ${where}, ${times}: ${reason}`;
  return instead ? `${failed}. Paged ${instead} at once instead` : failed;
}

/** The timeline's line when nobody took a page that has arrived, such as a call, and the person's next method is due. */
export function unansweredSentence(call: {
  readonly name: string;
  readonly phrase: string;
  readonly address: string | null;
  readonly reason: string;
  readonly instead: string;
}): string {
  const { name, phrase, address, reason, instead } = call;
  const where = address === null ? phrase : `${phrase} (${address})`;
  return `${name} was not reached ${where}: ${reason}. Paged ${instead} at once`;
}

/** How the ledger shows a page that went with others, by the names of their incidents. */
export function bundledSentence(others: readonly string[]): string {
  const names = [...new Set(others)];
  return names.length > 5
    ? `bundled into one message with ${names.length} others`
    : `bundled into one message with ${listed(names)}`;
}

/** The timeline's line when deliveries were cancelled before they began. */
export function cancelledSentence(count: number, reason: string): string {
  return count === 1
    ? `One page that had not been sent yet was cancelled: ${reason}`
    : `${count} pages that had not been sent yet were cancelled: ${reason}`;
}

/** What a channel did lately, for the portal's status. */
export function healthSentence(health: {
  readonly sentInLastHour: number;
  readonly lastSuccessMinutes: number | null;
  readonly lastFailure: {
    readonly minutes: number;
    readonly detail: string;
  } | null;
}): string {
  const { sentInLastHour, lastSuccessMinutes, lastFailure } = health;
  const parts: string[] = [];
  if (sentInLastHour > 0) parts.push(`sent ${sentInLastHour} in the last hour`);
  else if (lastSuccessMinutes !== null) {
    parts.push(`last sent ${ago(lastSuccessMinutes)}`);
  } else parts.push('nothing sent yet');
  if (lastFailure) {
    parts.push(
      `last failure ${ago(lastFailure.minutes)}: ${lastFailure.detail}`,
    );
  }
  return parts.join('; ');
}

/** `just now`, `12 min ago`, `3 h ago`, `2 d ago`. */
function ago(minutes: number): string {
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${Math.floor(minutes)} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / 1440)} d ago`;
}
