import {
  ForeseenDelivery,
  NamedRef,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { Tx } from '../platform/database';

/** Somebody to be paged, and why. */
export interface PageRequest {
  readonly incidentId: number;
  readonly people: readonly NamedRef[];
  readonly urgency: Urgency;
  /** The policy's step, 1 the first; null for a direct page. */
  readonly step: number | null;
  /** The pass through the policy, 0 the first. */
  readonly loop: number;
  /** The ledger's answer to "why was I paged": `step 1 of Payments primary`. */
  readonly why: string;
  /**
   * Whom the people shadow, who are paged at the same time. Then they are learners: they are sent a copy
   * that cannot be acknowledged.
   */
  readonly copyOf?: readonly NamedRef[];
  /**
   * Each of the people is to acknowledge: their page goes on when somebody else has acknowledged, until they
   * have (`PagedIncidents.acknowledgedBy`). So may a page of an incident that somebody has already.
   */
  readonly multiAck?: boolean;
  /**
   * Pages with the same text here are released together, such as by the end of a maintenance window: they
   * gather for a few seconds and reach a person as one message. Not for a SEV1, which never waits.
   */
  readonly bundle?: string;
}

/** Which deliveries a cancellation takes back. */
export interface CancelScope {
  /** Only those to these people; to everybody when left out. */
  readonly personRefs?: readonly string[];
  /**
   * Of `multiAck` pages only those to this person, who has acknowledged; when left out, all. Whoever else
   * has been sent a page is told, where the channel can, who has it.
   */
  readonly acknowledgedBy?: string | null;
}

/** What other rooms ask of paging. */
export interface Paging {
  /** Writes pages and their deliveries, and wakes the sender; all with `tx`. */
  page(tx: Tx, request: PageRequest): Promise<void>;
  /**
   * Cancels every delivery of the incident that has not begun to be sent, with `tx`; or those of `scope`.
   *
   * @returns how many were cancelled
   */
  cancel(
    tx: Tx,
    incidentId: number,
    reason: string,
    scope?: CancelScope,
  ): Promise<number>;
  /** Whether a page to this person would wake them (domain.md, "reachable for high urgency"). */
  reachable(personRefs: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What a page would come to for one person. */
export interface ForeseenPage {
  readonly person: NamedRef;
  /** In the order of time. */
  readonly deliveries: readonly ForeseenDelivery[];
  /** Why nothing would be sent, as half a sentence; null when something would. */
  readonly whyNot: string | null;
  /** Whether it would wake them. */
  readonly reachable: boolean;
}

/** Foresees pages without writing any. */
export interface PageForesight {
  /** What a page at an instant would come to for each person, in their order, by the rules as they are now. */
  of(
    people: readonly NamedRef[],
    urgency: Urgency,
    at: Date,
  ): Promise<readonly ForeseenPage[]>;
}

/** Through this, paging tells escalation what became of a step. */
export interface PageOutcome {
  /** Every delivery of the step has failed for good: nobody was reached by it. */
  reachedNobody(step: {
    readonly incidentId: number;
    readonly step: number;
    readonly loop: number;
  }): Promise<void>;
}
