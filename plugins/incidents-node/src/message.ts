import {
  CustomerImpact,
  NamedRef,
  Severity,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';

/** What every message to a person carries. @public */
export interface PageMessageBase {
  /** The same for every attempt of a delivery, and for no other delivery. */
  readonly idempotencyKey: string;
  readonly person: NamedRef;
  readonly urgency: Urgency;
}

/** Something that changed before the incident, such as a deploy. @public */
export interface RecentChange {
  /** ISO-8601, UTC. */
  readonly at: string;
  readonly text: string;
}

/** What is broken, as every message names it. @public */
export interface IncidentHeadline {
  readonly id: number;
  /** `INC-7`. */
  readonly name: string;
  /** What is broken, in a line; written by people and monitors, so never trusted as markup. */
  readonly title: string;
  readonly severity: Severity;
}

/** A page about an incident: plain values, from which a channel makes its own form. @public */
export interface IncidentPageMessage extends PageMessageBase {
  readonly kind: 'incident';
  readonly incident: IncidentHeadline & {
    /** What is known, perhaps several lines, perhaps empty. */
    readonly description: string;
    readonly customerImpact: CustomerImpact;
    /** ISO-8601, UTC. */
    readonly openedAt: string;
  };
  readonly service: NamedRef;
  readonly owner: NamedRef | null;
  /** Newest first; empty when nothing is known to have changed. */
  readonly changes: readonly RecentChange[];
  readonly runbookUrl: string | null;
  readonly incidentUrl: string;
  /** Shows a confirm button and takes the incident for this person; expires. Null on a copy. */
  readonly acknowledgeUrl: string | null;
  /**
   * Whose page this repeats for a learner, who has nothing to do: `Ana Ruiz and Ben Okafor`. Null on a
   * page in earnest.
   */
  readonly copyOf: string | null;
  /** Why this person: `step 1 of Payments primary`. */
  readonly why: string;
  /** Whole minutes since the page was decided; more than a few means that it is late. */
  readonly ageMinutes: number;
}

/** One of several incidents in one message. @public */
export interface PageListItem {
  readonly incident: IncidentHeadline;
  readonly service: NamedRef;
  readonly incidentUrl: string;
  /** As on a page; null on a copy. */
  readonly acknowledgeUrl: string | null;
  readonly why: string;
}

/** Several pages in one message, each still open. @public */
export interface SummaryPageMessage extends PageMessageBase {
  readonly kind: 'summary';
  /** At least two, the most severe first. */
  readonly items: readonly PageListItem[];
  /** The portal's page of incidents. */
  readonly portalUrl: string;
}

/** What has waited for the end of a person's quiet hours. @public */
export interface DigestPageMessage extends PageMessageBase {
  readonly kind: 'digest';
  /** At least one, the most severe first. */
  readonly items: readonly PageListItem[];
  /** The portal's page of incidents. */
  readonly portalUrl: string;
}

/**
 * Somebody else has the incident that this person was paged for: nothing to be done, so nothing to be
 * woken for. Handed to `acknowledged` of a channel, never to `send`.
 *
 * @public
 */
export interface AcknowledgedMessage extends PageMessageBase {
  readonly kind: 'acknowledged';
  readonly incident: IncidentHeadline;
  readonly service: NamedRef;
  readonly by: NamedRef;
  /** ISO-8601, UTC. */
  readonly at: string;
  readonly incidentUrl: string;
}

/** A code that verifies an address: whoever reads it there may enter it in the portal. @public */
export interface CodeMessage extends PageMessageBase {
  readonly kind: 'code';
  /** Six digits. */
  readonly code: string;
  /** ISO-8601, UTC. */
  readonly expiresAt: string;
  readonly portalUrl: string;
}

/** A message by which a person finds out whether a channel reaches them. @public */
export interface TestPageMessage extends PageMessageBase {
  readonly kind: 'test';
  /** The portal's page of incidents. */
  readonly portalUrl: string;
}

/** What a channel is asked to send. @public */
export type PageMessage =
  | IncidentPageMessage
  | SummaryPageMessage
  | DigestPageMessage
  | CodeMessage
  | TestPageMessage;

/** Everything that is told to a person through a channel. @public */
export type PersonMessage = PageMessage | AcknowledgedMessage;
