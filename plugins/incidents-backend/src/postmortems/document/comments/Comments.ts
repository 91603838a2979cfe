import { InputError, NotFoundError } from '@backstage/errors';
import {
  NamedRef,
  PostmortemComment,
} from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../../platform/clock';
import { Database } from '../../../platform/database';
import { postmortemName } from '../../model';
import { lockPostmortem } from '../../store';
import { Mentions } from '../Mentions';
import { readSections } from '../sections/sectionStore';
import { CommentNews } from './CommentNews';
import {
  findComment,
  insertComment,
  readComments,
  resolveComment,
} from './commentStore';

/** So many are answered: the newest. */
const mostComments = 500;

/** What comments need. */
export interface CommentsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly mentions: Mentions;
  readonly news: CommentNews;
}

/** What people say about a postmortem, in whatever state it is. */
export class Comments {
  readonly #options: CommentsOptions;

  constructor(options: CommentsOptions) {
    this.#options = options;
  }

  /** Comments, oldest first; the newest 500 of them. */
  list(id: number): Promise<PostmortemComment[]> {
    return readComments(this.#options.database.knex, id, mostComments);
  }

  /** Adds one, and tells whoever is named in it, its writer, and who has commented there before. @throws InputError for a section that there is not */
  async add(
    id: number,
    { section, text }: { section: string | null; text: string },
    by: NamedRef,
  ): Promise<PostmortemComment> {
    const { database, clock, newId, mentions, news } = this.#options;
    const commentId = newId();
    await database.transaction(async tx => {
      const record = await lockPostmortem(tx, id);
      const sections = await readSections(tx, id);
      const place = sections.find(({ key }) => key === section) ?? null;
      if (section !== null && !place) {
        const keys = sections.map(({ key }) => key);
        throw new InputError(
          `body.section is ${section}; ${postmortemName(id)} has ${keys.join(', ')}`,
        );
      }
      const actor = { kind: 'person' as const, ...by };
      await insertComment(tx, id, {
        id: commentId,
        section,
        text,
        by: actor,
        at: clock.now(),
      });
      const told = await mentions.tellOfNew(tx, record, {
        text,
        before: '',
        by: actor,
        where: 'in a comment',
        // Whoever is spoken to in a comment should answer it, also the second time.
        earlier: async () => [],
      });
      await news.tell(tx, record, place, actor, told);
    });
    return this.#get(id, commentId);
  }

  /** It is dealt with. */
  async resolve(
    id: number,
    commentId: string,
    by: NamedRef,
  ): Promise<PostmortemComment> {
    const { database, clock } = this.#options;
    await resolveComment(database.knex, id, commentId, clock.now(), by);
    return this.#get(id, commentId);
  }

  async #get(id: number, commentId: string): Promise<PostmortemComment> {
    const { knex } = this.#options.database;
    const comment = await findComment(knex, id, commentId);
    if (comment) return comment;
    throw new NotFoundError(
      `${postmortemName(id)} has no comment ${commentId}`,
    );
  }
}
