import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  Caller,
  NamedRef,
  PostmortemFeedback,
} from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../platform/clock';
import { Database, iso, Queryable } from '../../platform/database';
import { isPublished, postmortemName, PostmortemRecord } from '../model';
import { PostmortemGate } from '../ports';
import { lockPostmortem } from '../store';
import { FeedbackRecord, readFeedback, writeFeedback } from './feedbackStore';
import { mayWriteAny } from './mayWriteAny';

/** What a person answers. */
export interface Usefulness {
  readonly score: number;
  readonly text: string;
}

/**
 * How useful a published postmortem was to those who took part. The average is for everybody who may read it; what
 * somebody wrote is for those whose work it is about, so it stands in no history and leaves with no export.
 */
export class Feedback {
  readonly #options: {
    database: Database;
    clock: Clock;
    permissions: PermissionsService;
    gate: PostmortemGate;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    permissions: PermissionsService;
    gate: PostmortemGate;
  }) {
    this.#options = options;
  }

  /** What has been answered, as the caller may see it. */
  async of(
    record: PostmortemRecord,
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<PostmortemFeedback> {
    const { database, gate, permissions } = this.#options;
    const { knex } = database;
    const given = await readFeedback(knex, record.id);
    const ref = caller.kind === 'person' ? caller.ref : undefined;
    const mine = given.find(({ person }) => person.ref === ref);
    const tookPart = await this.#tookPart(knex, record.id, ref);
    const { ownerRef } = await gate.subject(record);
    const isTheirs =
      caller.kind === 'person' &&
      (tookPart ||
        caller.ref === record.writer?.ref ||
        (ownerRef !== null && caller.ownership.includes(ownerRef)));
    return {
      average: averageOf(given),
      count: given.length,
      mine: mine ? { score: mine.score, text: mine.text } : null,
      mayGive:
        tookPart &&
        isPublished(record) &&
        (await mayWriteAny(permissions, credentials)),
      sentences: given
        .filter(({ text }) => isTheirs && text !== '')
        .map(one => ({ ...one, at: iso(one.at) })),
    };
  }

  /**
   * Keeps what one who took part answers, in place of what they said before.
   *
   * @throws NotAllowedError for others; ConflictError before it is published
   */
  async give(
    id: number,
    { score, text }: Usefulness,
    person: NamedRef,
  ): Promise<void> {
    const { database, clock } = this.#options;
    await database.transaction(async tx => {
      const record = await lockPostmortem(tx, id);
      const name = postmortemName(id);
      if (!(await this.#tookPart(tx, id, person.ref))) {
        throw new NotAllowedError(
          `Only those who took part say how useful ${name} was; whoever writes it can name you as one of them`,
        );
      }
      if (!isPublished(record)) {
        throw new ConflictError(
          `${name} is not published; say how useful it was once it is`,
        );
      }
      await writeFeedback(tx, id, { person, score, text, at: clock.now() });
    });
  }

  async #tookPart(
    db: Queryable,
    id: number,
    personRef: string | undefined,
  ): Promise<boolean> {
    const { participants } = await this.#options.gate.people(db, id);
    return participants.some(({ ref }) => ref === personRef);
  }
}

const averageOf = (given: readonly FeedbackRecord[]): number | null => {
  if (given.length === 0) return null;
  const sum = given.reduce((total, { score }) => total + score, 0);
  return Math.round((10 * sum) / given.length) / 10;
};
