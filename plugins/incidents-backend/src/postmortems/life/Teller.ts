import { Actor, NamedRef } from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { NoteBox } from '../../oncall/ports';
import { Tx } from '../../platform/database';
import { postmortemName, PostmortemRecord } from '../model';
import { readPeople } from './peopleStore';

/** What is told of a postmortem; its name and title are added to `what`. */
export interface News {
  /** What goes after its name in the subject: `is overdue`. */
  readonly what: string;
  readonly text: string;
  /** Where there is more: reading it, when left out. */
  readonly toEdit?: true;
  /** Of what in it, so that news of something else do not take its place; of the whole, when left out. */
  readonly about?: 'steps';
}

/** Tells people of postmortems, with the transaction in which it happens. */
export class Teller {
  readonly #options: {
    readonly notes: NoteBox;
    readonly directory: Pick<Directory, 'peopleBehind' | 'named'>;
    readonly portalUrl: string;
    readonly admins: readonly string[];
  };

  constructor(options: {
    notes: NoteBox;
    directory: Pick<Directory, 'peopleBehind' | 'named'>;
    /** Of the portal's pages about incidents. */
    portalUrl: string;
    /** Told when there is nobody else. */
    admins: readonly string[];
  }) {
    this.#options = options;
  }

  /** Tells people and groups, each once. */
  async tell(
    tx: Tx,
    { id, title }: PostmortemRecord,
    recipientRefs: readonly string[],
    { what, text, toEdit, about }: News,
  ): Promise<void> {
    const name = postmortemName(id);
    const { notes, portalUrl } = this.#options;
    for (const recipientRef of new Set(recipientRefs)) {
      await notes.post(tx, {
        recipientRef,
        about: `postmortem ${id}${about ? ` ${about}` : ''}`,
        subject: `${name} ${what}: ${title}`,
        text,
        url: `${portalUrl}/postmortems/${name}${toEdit ? '/edit' : ''}`,
      });
    }
  }

  /** Tells who sees to a postmortem, but for who has done it. */
  async tellWriter(
    tx: Tx,
    record: PostmortemRecord,
    by: Actor,
    news: News,
  ): Promise<void> {
    const refs = await this.writerOf(tx, record);
    await this.tell(
      tx,
      record,
      refs.filter(ref => ref !== by.ref),
      news,
    );
  }

  /** Who sees to it: its writer while they are in the catalog, else its team. */
  async writerOf(tx: Tx, record: PostmortemRecord): Promise<string[]> {
    const writer = record.writer?.ref;
    if (writer !== undefined && (await this.#isAnyone(tx, writer))) {
      return [writer];
    }
    return this.teamOf(tx, record);
  }

  /** The owner group while anybody is in it, and it may read the postmortem; else the admins. */
  async teamOf(tx: Tx, record: PostmortemRecord): Promise<string[]> {
    const { owner } = record;
    const mayRead = async (ref: string) =>
      !record.restricted ||
      (await readPeople(tx, record.id)).readers.some(one => one.ref === ref);
    return owner &&
      (await mayRead(owner.ref)) &&
      (await this.#isAnyone(tx, owner.ref))
      ? [owner.ref]
      : [...this.#options.admins];
  }

  /** By name. */
  async named(tx: Tx, refs: readonly string[]): Promise<readonly NamedRef[]> {
    return this.#options.directory.named(refs, tx);
  }

  async #isAnyone(tx: Tx, ref: string): Promise<boolean> {
    const behind = await this.#options.directory.peopleBehind([ref], tx);
    return (behind.get(ref) ?? []).length > 0;
  }
}
