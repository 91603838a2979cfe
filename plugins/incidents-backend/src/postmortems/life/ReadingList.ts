import { ConflictError } from '@backstage/errors';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import { isPublished, postmortemName } from '../model';
import { appendEvent, updatePostmortem } from '../store';
import { Holder } from './Holder';

/** The reading list: published postmortems that newcomers should read, each with a sentence why. */
export class ReadingList {
  readonly #holder: Holder;

  constructor(options: { holder: Holder }) {
    this.#holder = options.holder;
  }

  /** Puts one on the list; of one that is there already the sentence is another. @throws ConflictError unless it is published */
  async mark(id: number, why: string, by: Actor): Promise<void> {
    await this.#holder.hold(id, async ({ tx, record, now }) => {
      if (!isPublished(record)) {
        throw new ConflictError(
          `${postmortemName(id)} is not published; only what is can be worth reading. Publish it first`,
        );
      }
      if (record.worthReading?.why === why) return;
      const worthReading = { why, by, at: now.toISOString() };
      await updatePostmortem(tx, record, { worthReading }, asItWasWritten);
      const text = `${by.name} marked it as worth reading: ${why}`;
      await appendEvent(tx, id, { at: now, actor: by, text });
    });
  }

  /** Takes it off again; what is not there stays so. */
  async unmark(id: number, by: Actor): Promise<void> {
    await this.#holder.hold(id, async ({ tx, record, now }) => {
      if (!record.worthReading) return;
      await updatePostmortem(
        tx,
        record,
        { worthReading: null },
        asItWasWritten,
      );
      const text = `${by.name} took it off the reading list`;
      await appendEvent(tx, id, { at: now, actor: by, text });
    });
  }
}

/** Nothing of the text is another for it: whoever amends it just now goes on. */
const asItWasWritten = false;
