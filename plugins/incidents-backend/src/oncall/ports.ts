import { Tx } from '../platform/database';

/** Something that people should know and are not woken for. */
export interface NoteRequest {
  /** A person, or a group: then everybody behind it. */
  readonly recipientRef: string;
  /** What it is about: `cover 7f…`. A channel may let it take the place of an older note about the same. */
  readonly about: string;
  /** One line. */
  readonly subject: string;
  /** Lines separated by `\n`. */
  readonly text: string;
  /** The page of the portal where there is more. */
  readonly url: string;
}

/** What on call asks of whoever reaches people. */
export interface NoteBox {
  /** Writes a note for each person and channel that takes notes, and wakes their sending; all with `tx`. */
  post(tx: Tx, request: NoteRequest): Promise<void>;
}
