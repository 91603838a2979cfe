import {
  Actor,
  NamedRef,
  PolicySnapshot,
  Severity,
  TraceHop,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { Tx } from '../platform/database';
import { IncidentRecord } from './model';

/** A learner who gets a copy of what others are sent, and takes no part in being responsible. */
export interface Copy {
  readonly learner: NamedRef;
  readonly follows: readonly NamedRef[];
}

/** Who is responsible for an entity now, found before the opening transaction. */
export interface Responsibility {
  /** The people of the step that pages first; empty only when even the catch-all and the admins are. */
  readonly assigned: readonly NamedRef[];
  /** Copies of what they are sent. */
  readonly copies: readonly Copy[];
  /** The policy as it is now; the incident keeps it. */
  readonly policy: PolicySnapshot;
  /** The step (0 the first) whose people are assigned; `steps.length` means the catch-all. */
  readonly firstStep: number;
  /** Every hop by which policy and people were found. */
  readonly trace: readonly TraceHop[];
}

/** The port through which an incident finds its people; escalation implements it. */
export interface FindResponsible {
  /** Never throws because the catalog is away: answers from the last known good. */
  find(subject: {
    readonly entityRef: string;
    readonly severity: Severity;
    readonly urgency: Urgency;
  }): Promise<Responsibility>;
}

/**
 * What escalation does within the incident's own transaction, because a page must not depend on a
 * second hop (architecture.md, "Reacting").
 */
export interface EscalationReaction {
  /**
   * A new incident: keep the policy with it and page the first step.
   *
   * @param paging - false for severities that are recorded only; nothing is sent until it rises
   */
  opened(
    tx: Tx,
    incident: IncidentRecord,
    found: Responsibility,
    paging: boolean,
  ): Promise<void>;
  /** Somebody has it: stop, and cancel what has not begun to be sent. */
  acknowledged(tx: Tx, incident: IncidentRecord, by: Actor): Promise<void>;
  /** It is over: stop and cancel. */
  resolved(tx: Tx, incident: IncidentRecord): Promise<void>;
  /** Given to these people: stop the policy and page them directly. */
  reassigned(
    tx: Tx,
    incident: IncidentRecord,
    people: readonly NamedRef[],
    by: Actor,
  ): Promise<void>;
  /** Run the next step at once. Returns what it did, in words. */
  escalateNow(tx: Tx, incident: IncidentRecord, by: Actor): Promise<string>;
  /** Louder than before (low became high, or recorded became paging): page the current step again. */
  urgencyRaised(tx: Tx, incident: IncidentRecord): Promise<void>;
}

/** A room that follows incidents: one durable job per subscriber, in order per incident, retried alone. */
export interface IncidentSubscriber {
  /** Stable name, kept in the database. */
  readonly name: string;
  /** Handles the entries since the last that it handled. May see an entry twice. */
  changed(change: {
    readonly incidentId: number;
    readonly fromSeq: number;
    readonly toSeq: number;
  }): Promise<void>;
}
