import {
  Actor,
  NamedRef,
  PolicySnapshot,
  Severity,
  TraceHop,
  Urgency,
} from '@muster/backstage-plugin-incidents-common';
import { Queryable, Tx } from '../platform/database';
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
  /** That step runs although it reaches nobody; then who is assigned is not paged by it. */
  readonly reachesNobody?: boolean;
  /** Set when that step does not page at once: it waits for its hours, or for alerts (`until` is null). */
  readonly waits?: {
    readonly for: 'hours' | 'alerts';
    readonly until: Date | null;
  };
  /** Whom the next step pages as well, since somebody assigned is deep in another incident. */
  readonly backup?: {
    readonly busy: NamedRef;
    readonly incidentId: number;
    readonly minutes: number;
    readonly at: { readonly step: number; readonly loop: number };
    readonly people: readonly NamedRef[];
  };
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

/** A maintenance window that covers an entity now. */
export interface Maintenance {
  readonly reason: string;
  readonly until: Date;
}

/** The port through which incidents learn of maintenance. */
export interface FindMaintenance {
  /** The window that covers the entity, its system or its domain now; undefined when none does. */
  holding(db: Queryable, entityRef: string): Promise<Maintenance | undefined>;
}

/**
 * What escalation does within the incident's own transaction, because a page must not depend on a
 * second hop (architecture.md, "Reacting").
 */
export interface EscalationReaction {
  /**
   * A new incident: keep the policy with it and page the first step; when it is held, the first step
   * waits for its release.
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
  /** Why the next step cannot be run at once, as a whole sentence; undefined when it can. */
  whyNotEscalate(tx: Tx, incident: IncidentRecord): Promise<string | undefined>;
  /** Run the next step at once. Returns what it did, in words. */
  escalateNow(tx: Tx, incident: IncidentRecord, by: Actor): Promise<string>;
  /**
   * Somebody acknowledges what somebody has already. The current step asks it of each person, and of this
   * one still (`page`); it only stops what was on its way to them by name or by an earlier such step
   * (`own-pages`); it answers the question whether they are at it (`question`). Undefined when nothing is
   * asked of them.
   */
  acknowledgedToo(
    tx: Tx,
    incident: IncidentRecord,
    by: Actor,
  ): Promise<'page' | 'own-pages' | 'question' | undefined>;
  /** Acknowledged until an instant; then it is triggered again at step 1. */
  snoozed(
    tx: Tx,
    incident: IncidentRecord,
    until: Date,
    by: Actor,
  ): Promise<void>;
  /** Somebody is at it. False when nobody has asked. */
  confirmed(tx: Tx, incident: IncidentRecord, by: Actor): Promise<boolean>;
  /** Page these people besides whoever has it. */
  pagedDirectly(
    tx: Tx,
    incident: IncidentRecord,
    people: readonly NamedRef[],
    urgency: Urgency,
    by: Actor,
  ): Promise<void>;
  /**
   * Go on by this policy, from its first step if the incident is triggered. False when it is the one that
   * the incident has.
   */
  reattached(
    tx: Tx,
    incident: IncidentRecord,
    policy: PolicySnapshot,
  ): Promise<boolean>;
  /** Alerts or repeats have arrived, which a step may wait for. May be asked without holding the incidents. */
  alertsArrived(
    tx: Tx,
    alerts: readonly { readonly incidentId: number; readonly count: number }[],
  ): Promise<void>;
  /** Maintenance begins: stop running pages, and let due steps wait. */
  held(tx: Tx, incident: IncidentRecord): Promise<void>;
  /** Maintenance is over: what waited goes on. */
  released(tx: Tx, incident: IncidentRecord): Promise<void>;
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
