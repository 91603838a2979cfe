import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  BasicPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  Caller,
  Severity,
  Subject,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

/** A request as it came, before it is parsed. */
export interface RawRequest {
  readonly params: object;
  readonly query: object;
  readonly body: unknown;
}

/** A parsed request of an endpoint. */
export interface Call<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
> {
  readonly params: z.output<Params>;
  readonly query: z.output<Query>;
  readonly body: z.output<Body>;
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** A subject that Backstage's rules can look at, besides the floor. */
export interface GuardedSubject extends Subject {
  /** The incident in question, for permissions of that resource type. */
  readonly incidentId?: number;
  /** For what is no incident and is read by whoever may read an incident like it. */
  readonly like?: IncidentLike;
}

/** What permission policies look at in an incident; what outlives one has it too. */
export interface IncidentLike {
  readonly severity: Severity;
  readonly owner: { readonly ref: string } | null;
  readonly system: { readonly ref: string } | null;
}

/**
 * Checks a resource permission on one incident, by its id or by what it is like; or, without either, whether it may be
 * granted for any at all; the incidents room implements it.
 */
export type CheckIncident = (
  permission: Permission,
  incident: number | IncidentLike | undefined,
  credentials: BackstageCredentials,
) => Promise<boolean>;

/** How an endpoint of the contract is served. */
export interface Serving<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> {
  /**
   * Everything that the call touches, for the floor and for Backstage's rules. Without it the
   * endpoint must be open to every signed-in person (or be for admins), and a list filters by itself.
   */
  subjects?(call: Call<P, Q, B>): Promise<readonly GuardedSubject[]>;
  /** Permissions that this very call needs besides that of the endpoint. */
  needs?(call: Call<P, Q, B>): readonly BasicPermission[];
  /** Whether this very call changes something; what the endpoint says when left out. */
  changes?(call: Call<P, Q, B>): boolean;
  /** The handler itself leaves out what Backstage's policy hides from the caller. */
  readonly filters?: true;
  handle(call: Call<P, Q, B>): Promise<z.input<R>>;
}
