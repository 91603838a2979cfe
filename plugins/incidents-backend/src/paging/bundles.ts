import { createHash } from 'node:crypto';
import { Severity } from '@muster/backstage-plugin-incidents-common';
import { addSeconds } from '../platform/clock';

/** So many messages reach a person through one method within a minute; later pages are bundled. */
const defaultSingles = 5;
/** A bundled page waits at most so long. */
export const bundleSeconds = 30;
/** A storm's bundle takes nobody any more this long before it leaves: whoever joins it is written down by then. */
const closingSeconds = 2;
const minuteMs = 60_000;

/** Why several pages go as one message: a storm, the end of maintenance, the end of quiet hours. */
export type BundleKind = 'storm' | 'release' | 'digest';

/** One id for everything that is to be one message: to one person, through one method, for one reason. */
export const bundleIdOf = (
  kind: BundleKind,
  ...parts: readonly string[]
): string => `${kind}.${fingerprintOf(...parts)}`;

/** Whether a bundle is a storm's: woken by whoever opened it, not by whoever joins. */
export const isStorm = (bundleId: string): boolean =>
  bundleId.startsWith('storm.');

/** Whether a bundle has waited for the end of quiet hours. */
export const isDigest = (bundleId: string): boolean =>
  bundleId.startsWith('digest.');

/** Short enough for a key, whatever the parts are. */
export const fingerprintOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 48);

/** A message that was sent to a person through a method within the last minute. */
export interface RecentMessage {
  readonly deliveryId: string;
  readonly incidentIds: readonly number[];
  /** When it was due, by rule. */
  readonly dueAt: number;
  /** When it was sent. */
  readonly at: number;
}

/** What was sent lately to a person through a method, and the bundle that is being gathered. */
export interface Pace {
  /** Oldest first. */
  readonly recent: readonly RecentMessage[];
  readonly bundle: { readonly id: string; readonly dueAt: Date } | null;
}

/** What becomes of a page that is about to be sent. */
export type Turn =
  | { readonly turn: 'send' }
  /** Another delivery, sent within the minute, stands for this one. */
  | { readonly turn: 'credit'; readonly to: string }
  /** It waits for the summary. */
  | { readonly turn: 'bundle'; readonly id: string; readonly dueAt: Date };

/** So many are remembered: whoever lets more than these go singly has storms bundled never. */
const mostRemembered = 100;

/** What counts no more is dropped. */
export const recentOnly = (
  recent: readonly RecentMessage[],
  now: Date,
): RecentMessage[] =>
  recent
    .filter(({ at }) => at > now.getTime() - minuteMs)
    .slice(1 - mostRemembered);

/**
 * Decides whether a page goes now (domain.md, “Storms”).
 *
 * Another page of the same incident stands for it when both are of one minute, or when the other was
 * sent while this one was overdue already, as after an outage.
 *
 * @param paceId - of the person and the method
 */
export function turnInStorm(
  paceId: string,
  pace: Pace,
  page: {
    readonly incidentId: number;
    readonly severity: Severity;
    readonly dueAt: Date;
  },
  now: Date,
  singles: number = defaultSingles,
): Turn {
  const recent = recentOnly(pace.recent, now);
  const due = page.dueAt.getTime();
  const sibling = recent.find(
    ({ incidentIds, dueAt, at }) =>
      incidentIds.includes(page.incidentId) &&
      (Math.abs(due - dueAt) < minuteMs || at >= due),
  );
  if (sibling) return { turn: 'credit', to: sibling.deliveryId };
  if (page.severity === 'SEV1' || recent.length < singles) {
    return { turn: 'send' };
  }
  if (pace.bundle && isOpen(pace.bundle, now)) {
    return { turn: 'bundle', ...pace.bundle };
  }
  const dueAt = addSeconds(now, bundleSeconds);
  const id = bundleIdOf('storm', paceId, dueAt.toISOString());
  return { turn: 'bundle', id, dueAt };
}

/** Whether a page may join a bundle. */
export const isOpen = ({ dueAt }: { readonly dueAt: Date }, now: Date) =>
  dueAt > addSeconds(now, closingSeconds);
