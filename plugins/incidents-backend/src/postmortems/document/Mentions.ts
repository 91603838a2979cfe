import { Actor, kindOf } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { NoteBox } from '../../oncall/ports';
import { Tx } from '../../platform/database';
import { isPublished, postmortemName, PostmortemRecord } from '../model';
import { PostmortemGate } from '../ports';
import { mentionsOf } from './mentioned';

/** A text in which people may be named for the first time. */
export interface NewText {
  readonly text: string;
  /** What stood there before. */
  readonly before: string;
  readonly by: Actor;
  /** `in a comment` */
  readonly where: string;
  /** Texts with some words in them that have stood in the postmortem: whom they name has been told. */
  earlier(words: string): Promise<readonly string[]>;
}

/** What telling people needs. */
export interface MentionsOptions {
  readonly directory: Pick<Directory, 'peopleBehind'>;
  readonly notes: NoteBox;
  readonly gate: Pick<PostmortemGate, 'people'>;
  /** Where a postmortem is read. */
  readonly urlOf: (name: string) => string;
}

/** Tells people that they are named, once; of those who may read where. */
export class Mentions {
  readonly #options: MentionsOptions;

  constructor(options: MentionsOptions) {
    this.#options = options;
  }

  /** Writes a note to whoever is named now and was not before, with `tx`. */
  async tellOfNew(
    tx: Tx,
    record: PostmortemRecord,
    { text, before, by, where, earlier }: NewText,
  ): Promise<void> {
    const { directory, notes, urlOf } = this.#options;
    const known = mentionsOf(before);
    const named: string[] = [];
    for (const ref of mentionsOf(text)) {
      if (known.includes(ref) || !['user', 'group'].includes(kindOf(ref))) {
        continue;
      }
      const texts = await earlier(`@${ref}`);
      if (!texts.some(each => mentionsOf(each).includes(ref))) named.push(ref);
    }
    if (named.length === 0) return;
    const behind = await directory.peopleBehind(named, tx);
    const readers = await this.#readers(tx, record);
    const people = new Set(named.flatMap(ref => behind.get(ref) ?? []));
    people.delete(by.ref ?? '');
    const name = postmortemName(record.id);
    for (const recipientRef of people) {
      if (readers && !readers.has(recipientRef)) continue;
      await notes.post(tx, {
        recipientRef,
        about: `postmortem ${record.id}`,
        subject: `${by.name} names you in ${name}`,
        text: `${by.name} names you ${where}: ${record.title}`,
        url: urlOf(name),
      });
    }
  }

  /** The people of one that not everybody may read; undefined for one that everybody may. */
  async #readers(
    tx: Tx,
    record: PostmortemRecord,
  ): Promise<ReadonlySet<string> | undefined> {
    if (isPublished(record) && !record.restricted) return undefined;
    const { writer, owner, restricted } = record;
    const people = await this.#options.gate.people(tx, record.id);
    const refs = [
      ...(writer ? [writer] : []),
      ...(owner && !restricted ? [owner] : []),
      ...people.participants,
      ...people.reviewers,
      ...people.readers,
    ].map(({ ref }) => ref);
    const behind = await this.#options.directory.peopleBehind(refs, tx);
    return new Set([...behind.values()].flat());
  }
}
