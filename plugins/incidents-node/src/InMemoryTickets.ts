import {
  Ticket,
  TicketContext,
  TicketRequest,
  TicketSystem,
} from './ticketSystem';

/** A ticket system that keeps its tickets in memory; for tests, and to read before writing one. @public */
export class InMemoryTickets implements TicketSystem {
  readonly id: string;
  readonly title: string;
  /** Every ticket that was made, oldest first. */
  readonly made: { ticket: Ticket; request: TicketRequest }[] = [];
  readonly #byIdempotencyKey = new Map<string, Ticket>();
  readonly #closed = new Set<string>();

  /** @param id - `memory` when left out */
  constructor(id: string = 'memory') {
    this.id = id;
    this.title = `Memory (${id})`;
  }

  async create(
    request: TicketRequest,
    { idempotencyKey }: TicketContext & { readonly idempotencyKey: string },
  ): Promise<Ticket> {
    const before = this.#byIdempotencyKey.get(idempotencyKey);
    if (before) return before;
    const key = `MEM-${this.made.length + 1}`;
    const ticket = { key, url: `https://tickets.example.test/${key}` };
    this.#byIdempotencyKey.set(idempotencyKey, ticket);
    this.made.push({ ticket, request });
    return ticket;
  }

  async isDone(key: string): Promise<boolean | undefined> {
    return this.made.some(({ ticket }) => ticket.key === key)
      ? this.#closed.has(key)
      : undefined;
  }

  /** Somebody has done the work of a ticket. */
  close(key: string): void {
    this.#closed.add(key);
  }
}
