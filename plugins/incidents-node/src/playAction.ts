import {
  createExtensionPoint,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { StandardSchemaV1 } from '@standard-schema/spec';

/** For whom an action of a play is done. @public */
export interface PlayActionSituation {
  /** The incident that the run is about; null outside of one. */
  readonly incident: {
    readonly id: number;
    /** `INC-7` */
    readonly name: string;
  } | null;
  /** The entity that the run is about; null without one. */
  readonly entityRef: string | null;
  readonly play: {
    readonly id: string;
    readonly name: string;
    readonly version: number;
  };
  readonly runId: string;
}

/** What comes with one attempt. @public */
export interface PlayActionAttempt extends PlayActionSituation {
  /**
   * The same for each attempt at the same effect, also after a restart. Hand it to the other side where that takes one,
   * and the action may call itself idempotent.
   */
  readonly idempotencyKey: string;
  /** Aborted when the time of the step is over or the run is cancelled; what comes later is not waited for. */
  readonly signal: AbortSignal;
  readonly logger: LoggerService;
}

/**
 * Something that plays can do. Added with {@link incidentsPlayActionsExtensionPoint}; then it stands beside the built-in
 * ones in the editor, and a play that uses it must be approved as with these.
 *
 * @public
 */
export interface PlayActionDefinition<Input = unknown, Output = unknown> {
  /**
   * Whose it is, what it does, and its version: `deploys.roll-back@1`. Plays name it, so it stays for good; a change of
   * meaning is a new version beside the old one.
   */
  readonly id: string;
  /** `Roll back a deployment` */
  readonly title: string;
  /** What it does, in a sentence or two; also what it does when it was so already. */
  readonly description: string;
  /** Of any library that implements Standard Schema. What does not fit it is told to whoever writes the play. */
  readonly input: StandardSchemaV1<unknown, Input>;
  /** Of what `run` answers, which later steps use: `steps.roll_back.output`. At most 1 MB as JSON. */
  readonly output: StandardSchemaV1<Output, unknown>;
  /**
   * What `input` takes, as JSON schema, for the editor and the check of plays. Needed when its library does not tell by
   * itself (`~standard.jsonSchema`, as zod does from 4.2 on).
   */
  readonly inputJsonSchema?: Readonly<Record<string, unknown>>;
  /** As `inputJsonSchema`, of `output`. */
  readonly outputJsonSchema?: Readonly<Record<string, unknown>>;
  /**
   * Doing it twice with the same idempotency key is doing it once. If not, a step that was cut off by a restart asks people
   * whether it had its effect, and a failure is not tried again by itself.
   */
  readonly idempotent: boolean;
  /** Another action, or a person, can take it back. Default false. */
  readonly reversible?: boolean;

  /**
   * What it would do, in sentences, for dry runs. Changes nothing. Left out: a dry run marks the step as one that cannot
   * be told.
   */
  simulate?(
    input: Input,
    situation: PlayActionSituation,
  ): Promise<readonly string[]>;

  /**
   * Does it. Called outside of any transaction, with the rights of the backend: a play acts by the leave of whoever approved
   * it, not with a person's credentials. Throwing {@link PermanentActionError} gives the step up; after
   * {@link RetryLaterError} it is tried again, but not sooner; whatever else is thrown is tried again as the step says, if
   * the action is idempotent.
   */
  run(input: Input, attempt: PlayActionAttempt): Promise<Output>;
}

/** Trying again is of no use: it cannot be done like this. The message is shown to people. @public */
export class PermanentActionError extends Error {
  readonly name = 'PermanentActionError';
}

/** True for a {@link PermanentActionError}, also one of another copy of this package. @public */
export const isPermanentActionError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'PermanentActionError';

/** Where modules add what plays can do. @public */
export interface IncidentsPlayActionsExtensionPoint {
  /**
   * Adds an action. Called while modules start, before the plugin does.
   *
   * Throws when the id is malformed or was added before, and when a JSON schema is lacking.
   */
  addAction<Input, Output>(action: PlayActionDefinition<Input, Output>): void;
}

/** @public */
export const incidentsPlayActionsExtensionPoint =
  createExtensionPoint<IncidentsPlayActionsExtensionPoint>({
    id: 'incidents.play-actions',
  });
