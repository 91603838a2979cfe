import { ConflictError } from '@backstage/errors';
import {
  Actor,
  NamedRef,
  openStates,
  PostmortemState,
  publishedStates,
  Severity,
  WorthReading,
} from '@muster/backstage-plugin-incidents-common';

/** A postmortem as it is stored, without what its parts keep. */
export interface PostmortemRecord {
  /** The number. */
  readonly id: number;
  readonly incidentId: number | null;
  readonly title: string;
  readonly state: PostmortemState;
  readonly required: boolean;
  readonly severity: Severity;
  readonly entity: NamedRef;
  readonly owner: NamedRef | null;
  readonly systemRef: string | null;
  readonly writer: NamedRef | null;
  readonly occurredAt: Date;
  readonly endedAt: Date | null;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly publishedAt: Date | null;
  readonly amendedAt: Date | null;
  readonly waived: {
    readonly reason: string;
    readonly by: Actor;
    readonly at: string;
  } | null;
  /** Null unless it stands on the reading list. */
  readonly worthReading: WorthReading | null;
  readonly template: { readonly id: string; readonly name: string } | null;
  readonly figures: readonly {
    readonly label: string;
    readonly value: string;
  }[];
  readonly dismissed: readonly {
    readonly quote: string;
    readonly rule: string;
  }[];
  readonly restricted: boolean;
  readonly summary: string;
  readonly importHash: string | null;
  readonly version: number;
  readonly updatedAt: Date;
  /** When somebody is reminded next, and how often somebody was. */
  readonly noticeAt: Date | null;
  readonly notices: number;
}

/** Who did something, where it was a person. */
export const personIn = (actor: Actor | null): NamedRef[] =>
  actor?.kind === 'person' && actor.ref !== null
    ? [{ ref: actor.ref, name: actor.name }]
    : [];

/** Everybody may read it, unless it is restricted. */
export const isPublished = ({ state }: Pick<PostmortemRecord, 'state'>) =>
  publishedStates.includes(state);

/** It is still to be written. */
export const isUnwritten = ({ state }: Pick<PostmortemRecord, 'state'>) =>
  openStates.includes(state);

/** It may be edited now: a published one must be opened for amendment first. */
export const isEditable = ({ state }: Pick<PostmortemRecord, 'state'>) =>
  isUnwritten({ state }) || state === 'amended';

/** `PM-12`. */
export const postmortemName = (id: number): string => `PM-${id}`;

/** Whether it should have been published by now. */
export const isOverdue = (
  { state, dueAt }: Pick<PostmortemRecord, 'state' | 'dueAt'>,
  now: Date,
): boolean => isUnwritten({ state }) && dueAt !== null && dueAt < now;

/** @throws ConflictError saying what to press first, unless it may be edited now */
export function mustBeEditable(
  record: Pick<PostmortemRecord, 'id' | 'state'>,
): void {
  if (isEditable(record)) return;
  const name = postmortemName(record.id);
  throw new ConflictError(
    record.state === 'waived'
      ? `${name} is waived; have it written after all (Require) before you change it`
      : `${name} is published; press Amend before you change it, so that its readers see what has changed`,
  );
}
