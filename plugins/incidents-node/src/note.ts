import { NamedRef } from '@muster/backstage-plugin-incidents-common';

/**
 * Something that a person should know and is not woken for: a duty that begins, a colleague who asks
 * for cover.
 *
 * @public
 */
export interface Note {
  /** The same for every attempt of a note through a channel, and for no other. */
  readonly idempotencyKey: string;
  readonly person: NamedRef;
  /** What it is about: a note may take the place of an older one about the same. */
  readonly about: string;
  /** One line. People wrote parts of it, so never trust it as markup. */
  readonly subject: string;
  /** Lines separated by `\n`, perhaps empty; no more to be trusted. */
  readonly text: string;
  /** The page of the portal where there is more. */
  readonly url: string;
}
