import {
  createExtensionPoint,
  LoggerService,
} from '@backstage/backend-plugin-api';

/** A follow-up of a postmortem, as a ticket system is told of it. @public */
export interface TicketRequest {
  /** `FU-31` */
  readonly name: string;
  /** One line. People wrote it, so never trust it as markup. */
  readonly title: string;
  /** Markdown, perhaps empty; no more to be trusted. */
  readonly description: string;
  /** Where people see it in the portal. */
  readonly url: string;
  /** What broke: `component:default/checkout`. */
  readonly entityRef: string;
  /** The group that answers for it; null when nobody does. */
  readonly teamRef: string | null;
  /** The person who has it; null while nobody has. */
  readonly ownerRef: string | null;
  /** The last day, in UTC: `2026-03-02`. */
  readonly dueOn: string;
  readonly priority: 'high' | 'medium' | 'low';
  readonly kind: 'prevent' | 'detect' | 'mitigate' | 'process';
}

/** What comes with each call. @public */
export interface TicketContext {
  /** Aborted after ten seconds; what comes later is not waited for. */
  readonly signal: AbortSignal;
  readonly logger: LoggerService;
}

/** A ticket that was made. @public */
export interface Ticket {
  /** As people call it, and as it is found again: `SHOP-123`. */
  readonly key: string;
  /** Where people see it; http or https. */
  readonly url: string;
}

/**
 * Where tickets of follow-ups are made. Only `id`, `title` and `create` are needed; a system that can be asked for the
 * state of its tickets implements `isDone` as well.
 *
 * @public
 */
export interface TicketSystem {
  /** Stays for good, since follow-ups keep it: `jira`. */
  readonly id: string;
  /** As people call it: `Jira`. */
  readonly title: string;

  /**
   * Makes a ticket. Called outside of any transaction when somebody asks for it, with the rights of the backend. May be
   * called again for the same follow-up after a failure or a restart: with the same `idempotencyKey` it must answer the
   * ticket that there is, or people find two. What it throws is shown to whoever asked.
   */
  create(
    request: TicketRequest,
    context: TicketContext & { readonly idempotencyKey: string },
  ): Promise<Ticket>;

  /**
   * Whether the work of a ticket is done; undefined when the ticket is gone, which ends the asking. Called about every ten
   * minutes while its follow-up is open; once it is, the follow-up is done. What it throws is tried again.
   */
  isDone?(key: string, context: TicketContext): Promise<boolean | undefined>;
}

/** Where modules connect ticket systems. @public */
export interface IncidentsTicketsExtensionPoint {
  /**
   * Connects a system. Called while modules start, before the plugin does.
   *
   * Throws when the id is malformed or was added before.
   */
  addSystem(system: TicketSystem): void;
}

/** @public */
export const incidentsTicketsExtensionPoint =
  createExtensionPoint<IncidentsTicketsExtensionPoint>({
    id: 'incidents.tickets',
  });
