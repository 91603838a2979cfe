import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../../directory/service';
import { NoteBox } from '../../../oncall/ports';
import { Tx } from '../../../platform/database';
import { postmortemName, PostmortemRecord } from '../../model';
import { PostmortemGate } from '../../ports';
import { readingOf } from '../../readers';
import { newestCommenters } from './commentStore';

/** Of those who have commented on a place, so many are told: the newest. */
const mostCommenters = 50;

/** What telling of comments needs. */
export interface CommentNewsOptions {
  readonly directory: Pick<Directory, 'peopleBehind'>;
  readonly notes: NoteBox;
  readonly gate: Pick<PostmortemGate, 'people'>;
  /** Groups and people; they may read all of them. */
  readonly admins: readonly string[];
  /** Where a postmortem is read. */
  readonly urlOf: (name: string) => string;
}

/** Tells of comments whoever should answer them: the writer, and those who have commented on the same place. */
export class CommentNews {
  readonly #options: CommentNewsOptions;

  constructor(options: CommentNewsOptions) {
    this.#options = options;
  }

  /**
   * Tells of a comment with the `tx` that adds it: each once, who is still there and may read it.
   *
   * @param place - the section that it is about; null: the whole
   * @param told - who has been told already, because the comment names them
   */
  async tell(
    tx: Tx,
    record: PostmortemRecord,
    place: { readonly key: string; readonly title: string } | null,
    by: Actor,
    told: ReadonlySet<string>,
  ): Promise<void> {
    const { notes, urlOf } = this.#options;
    const refs = [
      ...(record.writer ? [record.writer.ref] : []),
      ...(await newestCommenters(
        tx,
        record.id,
        place?.key ?? null,
        mostCommenters,
      )),
    ];
    const { people } = await readingOf(tx, record, refs, this.#options);
    const name = postmortemName(record.id);
    for (const recipientRef of people) {
      if (recipientRef === by.ref || told.has(recipientRef)) continue;
      await notes.post(tx, {
        recipientRef,
        // By itself: it must not take the place of what asks for something.
        about: `postmortem ${record.id} comments`,
        subject: `${by.name} commented on ${name}`,
        text: `${by.name} commented on ${place ? `its section “${place.title}”` : 'it'}: ${record.title}`,
        url: urlOf(name),
      });
    }
  }
}
