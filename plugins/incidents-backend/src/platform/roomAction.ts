import { Permission } from '@backstage/plugin-permission-common';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Tx } from './database';

/** For whom, where and when an action is done. */
export interface ActionContext {
  /** Who the timeline names: `{ kind: 'play', ref: play id, name }`, or the person who calls it through the registry. */
  readonly actor: Actor;
  /** Who does it, at the beginning of a sentence: `Play SEV1 response v3 (approved by Ana Ruiz)`. */
  readonly who: string;
  /** Kept with what it writes on a timeline: `{ runId, path, play, version }`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The incident that it is about; null outside of one. */
  readonly incidentId: number | null;
  /** A trial for an incident that is made up: what is planned is read, and never applied. */
  readonly isSample?: boolean;
  /** The entity that it is about; null without one. */
  readonly entityRef: string | null;
  /** In a dry run the instant at which it would be done; else now. */
  readonly at: Date;
  /** The same for each attempt at the same effect. */
  readonly idempotencyKey: string;
}

/** What an action would do, decided and not done. */
export interface ActionPlan<Output> {
  /** Who, and what text, in sentences; a dry run shows them. */
  readonly lines: readonly string[];
  /** More of it, that only a dry run asks for: when and how each person would be reached. */
  detail?(): Promise<readonly string[]>;
  /** Does it, with `tx`, which also records that it was done: so it happens exactly once. */
  apply(tx: Tx): Promise<Output>;
}

/**
 * An operation of a room that plays and the portal's actions registry may use. `plan` looks up what it needs, outside of any
 * transaction, and changes nothing; a dry run stops there, so that it is told by what would do it.
 */
export interface RoomAction<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** With its version: `page.people@1`. A change of meaning is a new version. */
  readonly id: string;
  readonly title: string;
  /** What it does, in a sentence; what it does when it was so already. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** Another action, or a person, can take it back. */
  readonly reversible: boolean;
  /** Changes nothing, so that it needs nobody's leave. */
  readonly readOnly?: boolean;
  /** Who may do it to an incident: whoever is `signed-in`; left out: its team, its responders and admins. */
  readonly access?: 'signed-in' | 'responder';
  /** What the portal's policy is asked for; left out: to respond for who is `signed-in`, else to manage. */
  readonly permission?: Permission;
  /** The entity that it is done to when it is not that of the run: then the play must be of its team. */
  entityOf?(input: z.output<Input>): string | null;
  /** @throws InputError for what cannot be done with this input; ConflictError when it cannot be done now */
  plan(
    input: z.output<Input>,
    context: ActionContext,
  ): Promise<ActionPlan<z.input<Output>>>;
}

/** Declares an action of a room; the types of its schemas are kept. */
export const roomAction = <Input extends z.ZodType, Output extends z.ZodType>(
  action: RoomAction<Input, Output>,
): RoomAction<Input, Output> => action;
