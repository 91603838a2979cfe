import { LedgerAnswer } from '@muster/backstage-plugin-incidents-common';
import { iso } from '../../platform/database';
import { isDigest } from '../bundles';
import { DeliveryRecord, PageRecord } from '../rows';
import { utcTime } from '../sentences';

/** A page of a person with what became of it. */
export interface PageHistory {
  readonly page: PageRecord;
  readonly deliveries: readonly DeliveryRecord[];
}

/** How a channel is called within a sentence: `by SMS`. */
export type PhraseOf = (channelId: string) => string;

const leftStates = ['sending', 'sent', 'delivered'];

/** Whether anything of a page has left. */
export const hasLeft = ({ deliveries }: PageHistory): boolean =>
  deliveries.some(({ state }) => leftStates.includes(state));

/** By which rule a page was decided. */
function ruleOf({ copyOf, step, why }: PageRecord): string {
  if (copyOf !== null) return 'copy';
  if (step === null) return 'direct';
  return why.startsWith('the catch-all') ? 'catch-all' : 'step';
}

/**
 * What became of one page, in sentences: first what was sent, and then each way that was not, or not by
 * itself.
 *
 * @param held - why nothing is sent at all just now; null when nothing holds
 */
export function answersOfPage(
  history: PageHistory,
  phraseOf: PhraseOf,
  held: string | null,
): LedgerAnswer[] {
  const { page, deliveries } = history;
  const sent = deliveries.filter(({ state }) => leftStates.includes(state));
  const rest = deliveries.filter(one => !sent.includes(one));
  const what = page.copyOf === null ? 'Paged' : 'Sent a copy';
  const main: LedgerAnswer = {
    at: iso(page.createdAt),
    paged: sent.length > 0,
    rule: ruleOf(page),
    text:
      sent.length > 0
        ? `${what}, ${page.why}: ${sent.map(one => howSent(one, phraseOf)).join('; ')}`
        : `${page.copyOf === null ? 'To be paged' : 'To be sent a copy'}, ${page.why}; ${whyNothing(deliveries)}`,
  };
  const bundled = sent
    .filter(({ reason }) => reason?.startsWith('bundled'))
    .map((one): LedgerAnswer => ({
      at: iso(one.sentAt ?? one.dueAt),
      paged: true,
      rule: 'bundled',
      text: `${begun(phraseOf(one.channel))}: ${one.reason}`,
    }));
  return [
    main,
    ...bundled,
    ...rest.map(one => whyNotSent(one, phraseOf, held)),
  ];
}

function whyNothing(deliveries: readonly DeliveryRecord[]): string {
  if (deliveries.length === 0) return 'no contact rule of theirs is for it';
  return deliveries.some(({ state }) => state === 'queued')
    ? 'nothing has been sent yet'
    : 'nothing was sent';
}

function howSent(delivery: DeliveryRecord, phraseOf: PhraseOf): string {
  const { channel, state, sentAt, afterMinutes } = delivery;
  const when =
    state === 'sending' || sentAt === null
      ? 'being sent now'
      : `at ${utcTime(sentAt)}`;
  const rule =
    afterMinutes > 0
      ? `, by the rule of ${afterMinutes} min after the page`
      : '';
  return `${phraseOf(channel)} ${when}${rule}`;
}

/** Why a delivery of a page has not left. */
function whyNotSent(
  delivery: DeliveryRecord,
  phraseOf: PhraseOf,
  held: string | null,
): LedgerAnswer {
  const { channel, state, dueAt, bundleId } = delivery;
  const reason = delivery.reason ?? '';
  const answer = (rule: string, text: string): LedgerAnswer => ({
    at: iso(dueAt),
    paged: false,
    rule,
    text: `${begun(phraseOf(channel))}: ${text}`,
  });
  if (state === 'failed') {
    const unverified = reason.includes('not been verified');
    return answer(unverified ? 'unverified' : 'failed', reason);
  }
  if (state === 'cancelled') {
    return answer(ruleOfCancelled(reason), `not sent, ${reason}`);
  }
  if (held !== null) return answer('environment', `held, since ${held}`);
  if (bundleId !== null && isDigest(bundleId)) {
    return answer(
      'quiet-hours',
      `waits for the end of quiet hours, at ${utcTime(dueAt)}`,
    );
  }
  if (bundleId !== null) {
    return answer(
      'bundled',
      `waits to go in one message with others, at ${utcTime(dueAt)}`,
    );
  }
  return answer(
    'ahead',
    `to be sent at ${utcTime(dueAt)}, unless somebody acknowledges before`,
  );
}

/** Sentences that paging itself has written, as the kinds that the portal can filter by. */
const cancelledRules: readonly (readonly [start: string, rule: string])[] = [
  ['another page', 'credited'],
  ['acknowledged', 'acknowledged'],
  ['the incident is acknowledged', 'acknowledged'],
  ['the incident is resolved', 'resolved'],
  ['maintenance', 'maintenance'],
  ['superseded', 'superseded'],
];

const ruleOfCancelled = (reason: string): string =>
  cancelledRules.find(([start]) => reason.startsWith(start))?.[1] ??
  'cancelled';

const begun = (phrase: string): string =>
  phrase.charAt(0).toLocaleUpperCase('en-US') + phrase.slice(1);
