import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../../platform/clock';
import { Tx } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { PostmortemIndex, PostmortemOpening, PostmortemPeople } from '../ports';
import { appendEvent, insertPostmortem } from '../store';
import { replacePart } from './peopleStore';
import { Reminders } from './Reminders';

/** Adds postmortems to the books: those of incidents, and imported ones. */
export class Books implements PostmortemOpening {
  readonly #options: {
    clock: Clock;
    index: PostmortemIndex;
    reminders: Reminders;
  };

  constructor(options: {
    clock: Clock;
    index: PostmortemIndex;
    reminders: Reminders;
  }) {
    this.#options = options;
  }

  async insert(
    tx: Tx,
    fields: Omit<PostmortemRecord, 'id'>,
    people: PostmortemPeople,
    by: Actor,
    text: string,
  ): Promise<PostmortemRecord> {
    const { clock, index, reminders } = this.#options;
    const at = clock.now();
    const record = await insertPostmortem(tx, fields);
    await replacePart(tx, record.id, 'participant', people.participants);
    await replacePart(tx, record.id, 'reviewer', people.reviewers, at);
    await replacePart(tx, record.id, 'reader', people.readers);
    await appendEvent(tx, record.id, { at, actor: by, text });
    await index.changed(tx, record.id);
    await reminders.follow(tx, record);
    return record;
  }
}
