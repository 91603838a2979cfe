import { Actor, kindOf } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { NoteBox } from '../../oncall/ports';
import { Tx } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { PostmortemGate } from '../ports';
import { readersOf } from '../readers';
import { mentionsOf } from './mentioned';

/** Of one text, so that nobody tells the whole company by pasting its directory. */
const mostNamed = 50;
const mostTold = 200;

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

  /**
   * Writes a note to whoever is named now and was not before, with `tx`; of the first 50 that it names, to at most 200 people.
   *
   * @returns who was told
   */
  async tellOfNew(
    tx: Tx,
    record: PostmortemRecord,
    { text, before, by, where, earlier }: NewText,
  ): Promise<ReadonlySet<string>> {
    const { directory, notes, urlOf } = this.#options;
    const known = new Set(mentionsOf(before));
    const isNew = (ref: string) =>
      !known.has(ref) && ['user', 'group'].includes(kindOf(ref));
    const named: string[] = [];
    for (const ref of mentionsOf(text).filter(isNew).slice(0, mostNamed)) {
      const texts = await earlier(`@${ref}`);
      if (!texts.some(each => mentionsOf(each).includes(ref))) named.push(ref);
    }
    if (named.length === 0) return new Set();
    const behind = await directory.peopleBehind(named, tx);
    const readers = await readersOf(tx, record, this.#options);
    const people = new Set(named.flatMap(ref => behind.get(ref) ?? []));
    people.delete(by.ref ?? '');
    const name = postmortemName(record.id);
    const told = [...people]
      .filter(ref => !readers || readers.has(ref))
      .slice(0, mostTold);
    for (const recipientRef of told) {
      await notes.post(tx, {
        recipientRef,
        about: `postmortem ${record.id}`,
        subject: `${by.name} names you in ${name}`,
        text: `${by.name} names you ${where}: ${record.title}`,
        url: urlOf(name),
      });
    }
    return new Set(told);
  }
}
