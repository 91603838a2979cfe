import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../../directory/service';
import { NoteBox } from '../../../oncall/ports';
import { Tx } from '../../../platform/database';
import { postmortemName, PostmortemRecord } from '../../model';
import { PostmortemGate } from '../../ports';
import { readingOf } from '../../readers';
import { commentersOf } from './commentStore';

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
      ...(await commentersOf(tx, record.id, place?.key ?? null)),
    ];
    const { people } = await readingOf(tx, record, refs, this.#options);
    const name = postmortemName(record.id);
    for (const recipientRef of people) {
      if (recipientRef === by.ref || told.has(recipientRef)) continue;
      await notes.post(tx, {
        recipientRef,
        about: `postmortem ${record.id}`,
        subject: `${by.name} commented on ${name}`,
        text: `${by.name} commented on ${place ? `its section “${place.title}”` : 'it'}: ${record.title}`,
        url: urlOf(name),
      });
    }
  }
}
