import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import {
  TicketContext,
  TicketSystem,
} from '@muster/backstage-plugin-incidents-node';
import { addMinutes, addSeconds, Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { Waking, WorkQueue } from '../../work/service';
import { postmortemName } from '../model';
import { FollowUpBook } from './FollowUpBook';
import {
  claimTicket,
  followUps,
  followUpsDue,
  getFollowUp,
  releaseTicket,
  toFollowUp,
} from './followUpStore';
import { followUpName, FollowUpRecord } from './model';
import { TicketPoint } from './TicketPoint';

const kind = 'postmortems.ticket';
const lateSeconds = 2;
const sweepLimit = 100;
/** A ticket is looked at so often. */
const lookMinutes = 10;
/** No call to a ticket system takes longer. */
const mostMs = 10_000;
/** So long one call keeps others from making a ticket of the same follow-up; longer than any takes. */
const claimSeconds = 30;

/** Makes tickets of follow-ups, and follows them until their work is done. */
export class Tickets {
  readonly #options: TicketsOptions;

  constructor(options: TicketsOptions) {
    this.#options = options;
  }

  /** Registers the handler and the sweep; before the queue starts. */
  registerWork(): void {
    const { work } = this.#options;
    work.handle(kind, data => this.#look(Number(data.id)));
    work.sweep('tickets', waking => this.#sweep(waking));
  }

  /**
   * Makes a ticket, or answers the follow-up with the ticket that there is. Of several who ask at once, one calls the system.
   *
   * @throws InputError for a system that is not connected; ConflictError while somebody else makes it;
   *   ServiceUnavailableError with what the system said when it fails
   */
  async make(id: number, systemId: string, by: Actor): Promise<FollowUpRecord> {
    const { book, database, point } = this.#options;
    const record = await getFollowUp(database.knex, id);
    if (record.ticket) return record;
    const system = point.get(systemId);
    if (!system) {
      const there = point.all.map(one => one.id).join(', ');
      throw new InputError(
        `body.system is '${systemId}', which is not connected here; ${there ? `there is ${there}` : 'no ticket system is'}`,
      );
    }
    const { clock, newId } = this.#options;
    const at = clock.now();
    const claim = { by: newId(), at, until: addSeconds(at, claimSeconds) };
    if (!(await claimTicket(database.knex, id, claim))) {
      const now = await getFollowUp(database.knex, id);
      if (now.ticket) return now;
      throw new ConflictError(
        `Somebody is making a ticket of ${followUpName(id)} just now; look again in a moment`,
      );
    }
    try {
      const { key, url } = await this.#create(system, record);
      const ticket = { system: system.id, key, url };
      const lookAt = system.isDone ? this.#nextLook() : null;
      return await book.ticketed(id, ticket, lookAt, by);
    } finally {
      await releaseTicket(database.knex, id, claim.by);
    }
  }

  async #create(system: TicketSystem, record: FollowUpRecord) {
    const { appBaseUrl } = this.#options;
    const { title, description, entity, team, owner } = record;
    try {
      const { key, url } = await this.#inTime(context =>
        system.create(
          {
            name: followUpName(record.id),
            title,
            description,
            url: `${appBaseUrl}/incidents/postmortems/${postmortemName(record.postmortemId)}`,
            entityRef: entity.ref,
            teamRef: team?.ref ?? null,
            ownerRef: owner?.ref ?? null,
            dueOn: record.dueOn,
            priority: record.priority,
            kind: record.kind,
          },
          { ...context, idempotencyKey: `follow-up-${record.id}` },
        ),
      );
      if (!/^https?:$/.test(new URL(url).protocol)) {
        throw new Error(`it answered ${url}, which is no http address`);
      }
      return { key, url };
    } catch (error) {
      const said = isError(error) ? error.message : String(error);
      throw new ServiceUnavailableError(
        `${system.title} made no ticket of ${followUpName(record.id)}: ${said}. Try again; if there is one by now, it is found.`,
      );
    }
  }

  async #look(id: number): Promise<void> {
    const { book, clock, database, point } = this.#options;
    const row = await followUps(database.knex).where({ id }).first();
    const record = row && toFollowUp(row);
    if (!record?.ticketLookAt || record.ticketLookAt > clock.now()) return;
    // Before it is asked, so that the tickets of a system that is down do not keep those of others from their turn.
    await this.#lookAgain(id, this.#nextLook());
    const done = record.state === 'open' && (await this.#isDone(record));
    if (done === true) {
      const { system = '', key = '' } = record.ticket ?? {};
      const name = point.get(system)?.title ?? system;
      const by: Actor = { kind: 'integration', ref: system, name };
      await book.finish(id, by, `closed ${key} and so finished`);
    }
    // A ticket tells once that it is closed: whoever opens the follow-up again means it.
    if (done !== false || record.state === 'verified') {
      await this.#lookAgain(id, null);
    }
  }

  async #lookAgain(id: number, at: Date | null): Promise<void> {
    await followUps(this.#options.database.knex)
      .where({ id })
      .update({ ticket_look_at: at });
  }

  /** Undefined when its ticket is gone. A system that is not connected any more may be again. */
  async #isDone({ ticket }: FollowUpRecord): Promise<boolean | undefined> {
    if (!ticket) return undefined;
    const system = this.#options.point.get(ticket.system);
    if (!system?.isDone) return false;
    return this.#inTime(async context => system.isDone?.(ticket.key, context));
  }

  #nextLook(): Date {
    return addMinutes(this.#options.clock.now(), lookMinutes);
  }

  async #sweep(waking: Waking): Promise<number> {
    const { clock, database } = this.#options;
    const late = await followUpsDue(
      database.knex,
      'ticket_look_at',
      addSeconds(clock.now(), -lateSeconds),
      sweepLimit,
    );
    if (late.length > 0) {
      await database.transaction(async tx => {
        for (const id of late) {
          const key = `postmortems:ticket:${id}`;
          await waking.enqueue(tx, { kind, key, data: { id } });
        }
      });
    }
    // Nothing was lost: what is looked at every ten minutes needs no wake-up but this one.
    return 0;
  }

  async #inTime<T>(call: (context: TicketContext) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(mostMs);
    const tooLate = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () =>
        reject(new Error(`it did not answer within ${mostMs / 1000} s`)),
      );
    });
    return Promise.race([
      call({ signal, logger: this.#options.logger }),
      tooLate,
    ]);
  }
}

/** What making tickets needs. */
export interface TicketsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly work: WorkQueue;
  readonly logger: LoggerService;
  readonly point: TicketPoint;
  readonly book: Pick<FollowUpBook, 'finish' | 'ticketed'>;
  readonly appBaseUrl: string;
}
