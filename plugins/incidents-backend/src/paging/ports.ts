import {
  IncidentRecord,
  IncidentStanding,
  NewEntry,
} from '../incidents/service';
import { Tx } from '../platform/database';
import { GuardedSubject } from '../platform/serving';

/** What a page says of its incident, and what the acknowledge page shows. */
export type PageFacts = Pick<
  IncidentRecord,
  | 'id'
  | 'title'
  | 'description'
  | 'entity'
  | 'owner'
  | 'severity'
  | 'customerImpact'
  | 'status'
  | 'openedAt'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'resolvedAt'
  | 'resolvedBy'
  | 'assigned'
  | 'held'
> & {
  /** `INC-7`. */
  readonly name: string;
  /** What changed on the entity in the last hours, newest first. */
  readonly changes: readonly { readonly at: Date; readonly text: string }[];
  /** An address for people; null when none is linked. */
  readonly runbookUrl: string | null;
};

/** What paging asks of incidents. */
export interface PagedIncidents {
  /** Everything that a page says, as it is now; undefined when there is no such incident. Outside transactions. */
  describe(incidentId: number): Promise<PageFacts | undefined>;
  /**
   * How it stands as `tx` sees it, read without a lock: an acknowledgement locks the incident and then
   * its deliveries, and asking for the incident's lock while holding a delivery's would be a deadlock.
   */
  standingOf(tx: Tx, incidentId: number): Promise<IncidentStanding | undefined>;
  /** As `standingOf`, of each that there is. */
  standingsOf(
    tx: Tx,
    incidentIds: readonly number[],
  ): Promise<ReadonlyMap<number, IncidentStanding>>;
  /**
   * Whether this person has acknowledged since the incident was triggered last, as `tx` sees it: for steps
   * that take an acknowledgement from each.
   */
  acknowledgedBy(
    tx: Tx,
    incidentId: number,
    personRef: string,
  ): Promise<boolean>;
  /** `INC-7`. */
  nameOf(incidentId: number): string;
  /** Appends to the timeline with `tx`, which locks the incident until `tx` ends. */
  appendTimeline(
    tx: Tx,
    incidentId: number,
    ...entries: readonly NewEntry[]
  ): Promise<void>;
  /**
   * Acknowledges as this person; does nothing when somebody has it or it is over. Answers what is true now:
   * `You have INC-7`.
   */
  acknowledge(
    incidentId: number,
    personRef: string,
  ): Promise<{ readonly message: string }>;
  /** Escalates now as this person, who is assigned; answers what is true then. */
  escalate(
    incidentId: number,
    personRef: string,
  ): Promise<{ readonly message: string }>;
  /** The subject of the floor. @throws NotFoundError */
  subject(incidentId: number): Promise<GuardedSubject>;
}

/** Where the links of a page lead. */
export interface PageLinks {
  /** The incident in the portal: `https://portal/incidents/INC-7`. */
  incidentUrl(name: string): string;
  /** The confirm page of a token, reachable from a phone: `https://…/public/acknowledge/<token>`. */
  acknowledgeUrl(token: string): string;
  /** The portal's page of incidents. */
  portalUrl: string;
}

/** What the steps of an incident's policy mean for one person, by the policy that the incident keeps. */
export interface StepsForPerson {
  readonly policyName: string;
  /** The step that was dealt with last, 1 the first; 0 before the first. */
  readonly ran: number;
  /** When the next step is due; null when none is. */
  readonly nextAt: Date | null;
  /** Steps that reach the person, as things stand now or stood when somebody took the incident. */
  readonly naming: readonly number[];
  /** The severity is recorded only. */
  readonly recordedOnly: boolean;
}

/** The port through which the ledger asks escalation. */
export interface AskSteps {
  /** Undefined when the incident has no policy. */
  stepsFor(
    incidentId: number,
    personRef: string,
  ): Promise<StepsForPerson | undefined>;
}
