import {
  ChannelAddress,
  NoteContext,
  PagePerson,
  PagingChannel,
  SendContext,
  SendReceipt,
} from './channel';
import { PageMessage } from './message';
import { Note } from './note';

const succeed = async (): Promise<SendReceipt> => ({ detail: 'kept' });

/** A channel that keeps what it was asked to send; for tests. @public */
export class InMemoryChannel implements PagingChannel {
  readonly id: string;
  readonly title: string;
  readonly phrase: string;
  /** Every call of `send`, oldest first, failed ones included. */
  readonly calls: { message: PageMessage; context: SendContext }[] = [];
  /** As `calls`, of `notify`. */
  readonly notes: { note: Note; context: NoteContext }[] = [];
  #answer: () => Promise<SendReceipt>;

  /** @param id - `memory` when left out */
  constructor(id: string = 'memory') {
    this.id = id;
    this.title = `Memory (${id})`;
    this.phrase = `through ${id}`;
    this.#answer = succeed;
  }

  /** From now on, `send` and `notify` do this; nothing given means that it succeeds again. */
  answerWith(answer?: () => Promise<SendReceipt>): void {
    this.#answer = answer ?? succeed;
  }

  addressOf(person: PagePerson): ChannelAddress {
    return person.email
      ? { address: person.email }
      : { missing: 'the catalog has no email address' };
  }

  async send(message: PageMessage, context: SendContext): Promise<SendReceipt> {
    this.calls.push({ message, context });
    return this.#answer();
  }

  async notify(note: Note, context: NoteContext): Promise<SendReceipt> {
    this.notes.push({ note, context });
    return this.#answer();
  }
}
