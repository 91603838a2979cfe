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

/** A page about an incident: plain values, from which a channel makes its own form. @public */
export interface IncidentPageMessage extends PageMessageBase {
  readonly kind: 'incident';
  readonly incident: {
    readonly id: number;
    /** `INC-7`. */
    readonly name: string;
    /** What is broken, in a line; written by people and monitors, so never trusted as markup. */
    readonly title: string;
    /** What is known, perhaps several lines, perhaps empty. */
    readonly description: string;
    readonly severity: Severity;
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

/** A message by which a person finds out whether a channel reaches them. @public */
export interface TestPageMessage extends PageMessageBase {
  readonly kind: 'test';
  /** The portal's page of incidents. */
  readonly portalUrl: string;
}

/** What a channel sends. @public */
export type PageMessage = IncidentPageMessage | TestPageMessage;
