import { InputError, NotFoundError } from '@backstage/errors';
import {
  Actor,
  PostmortemSection,
  SectionChange,
  SectionSaved,
  SectionVersion,
} from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../../platform/clock';
import { Database, Tx } from '../../../platform/database';
import { mustBeEditable, postmortemName, PostmortemRecord } from '../../model';
import { PostmortemIndex } from '../../ports';
import { appendEvent, lockPostmortem, updatePostmortem } from '../../store';
import { Mentions } from '../Mentions';
import {
  deleteVersion,
  insertVersion,
  newestVersion,
  readChange,
  readSections,
  readVersions,
  textsWith,
  updateSection,
  Written,
} from './sectionStore';
import { goesOn } from './typedOn';

/** So many versions of a section are answered. */
const mostVersions = 200;

/** What writing sections needs. */
export interface SectionsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly index: PostmortemIndex;
  readonly mentions: Mentions;
}

/** The sections of postmortems, with every version of them. */
export class Sections {
  readonly #options: SectionsOptions;

  constructor(options: SectionsOptions) {
    this.#options = options;
  }

  /**
   * Saves a text that was written over a version, and keeps it as the next one. When somebody has saved another one since, theirs stays and this one is kept
   * beside it, as a version of its own.
   *
   * @throws ConflictError while the postmortem may not be edited; NotFoundError for a section that it has not
   */
  async save(
    id: number,
    key: string,
    seen: number,
    body: string,
    by: Actor,
  ): Promise<SectionSaved> {
    const { database, clock } = this.#options;
    return database.transaction(async tx => {
      const record = await lockPostmortem(tx, id);
      mustBeEditable(record);
      const section = await this.#section(tx, id, key);
      const newest = await newestVersion(tx, id, key);
      if (seen > newest.number) {
        throw new InputError(
          `body.version is ${seen}, and the newest version of this section is ${newest.number}`,
        );
      }
      if (body === section.body) return saved(section);
      const written = { body, at: clock.now(), by };
      if (seen !== section.version) {
        return this.#aside(tx, id, section, newest, written);
      }
      if (goesOn({ ...newest, at: new Date(newest.at) }, written)) {
        await deleteVersion(tx, id, key, newest.number);
      }
      return saved(
        await this.#write(tx, record, section, newest.number + 1, written),
      );
    });
  }

  /** Every version of a section, newest first, without its text; at most 200. */
  async versions(id: number, key: string): Promise<SectionVersion[]> {
    const { knex } = this.#options.database;
    await this.#section(knex, id, key);
    return readVersions(knex, id, key, mostVersions);
  }

  /** What a version changed. @throws NotFoundError for one that is not there, or is kept no longer */
  async change(
    id: number,
    key: string,
    number: number,
  ): Promise<SectionChange> {
    const { knex } = this.#options.database;
    const change = await readChange(knex, id, key, number);
    if (change) return change;
    const { title } = await this.#section(knex, id, key);
    throw new NotFoundError(
      `The section “${title}” of ${postmortemName(id)} has no version ${number}; one that was typed on is kept in the next one`,
    );
  }

  async #write(
    tx: Tx,
    record: PostmortemRecord,
    section: PostmortemSection,
    number: number,
    written: Written,
  ): Promise<PostmortemSection> {
    const { index, mentions } = this.#options;
    const { key } = section;
    await mentions.tellOfNew(tx, record, {
      text: written.body,
      before: section.body,
      by: written.by,
      where: `in its section “${section.title}”`,
      earlier: words => textsWith(tx, record.id, words),
    });
    await insertVersion(tx, record.id, key, number, written, false);
    const next = await updateSection(tx, record.id, section, number, written);
    if (section.version === 0) {
      await appendEvent(tx, record.id, {
        at: written.at,
        actor: written.by,
        text: `${written.by.name} began “${section.title}”`,
      });
    }
    await updatePostmortem(tx, record, { updatedAt: written.at }, false);
    await index.changed(tx, record.id);
    return next;
  }

  /** Keeps a text beside the one that came first. An answer that was lost and is asked for again makes no second one. */
  async #aside(
    tx: Tx,
    id: number,
    section: PostmortemSection,
    newest: Awaited<ReturnType<typeof newestVersion>>,
    written: Written,
  ): Promise<SectionSaved> {
    const isRepeat =
      newest.aside &&
      newest.body === written.body &&
      newest.by.ref === written.by.ref;
    const number = isRepeat ? newest.number : newest.number + 1;
    if (!isRepeat) {
      await insertVersion(tx, id, section.key, number, written, true);
    }
    return { outcome: 'conflict', section, aside: number };
  }

  async #section(
    db: Tx | Database['knex'],
    id: number,
    key: string,
  ): Promise<PostmortemSection> {
    const all = await readSections(db, id);
    const section = all.find(each => each.key === key);
    if (section) return section;
    throw new NotFoundError(
      `${postmortemName(id)} has no section ${key}; it has ${all.map(each => each.key).join(', ')}`,
    );
  }
}

const saved = (section: PostmortemSection): SectionSaved => ({
  outcome: 'saved',
  section,
  aside: null,
});
