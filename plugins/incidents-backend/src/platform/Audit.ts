import { AuditorService } from '@backstage/backend-plugin-api';
import {
  Actor,
  AuditEntry,
  Caller,
  Endpoint,
  nameOf,
} from '@muster/backstage-plugin-incidents-common';
import { addMinutes, Clock } from './clock';
import { Database, instant, iso } from './database';

/** So long it is kept, in days. */
const keptDays = 400;
/** Of a request, so many characters. */
const longestRequest = 4000;
const longestReason = 500;

interface AuditRow {
  id: string;
  at: Date | number;
  actor: string;
  action: string;
  summary: string;
  request: string;
  outcome: AuditEntry['outcome'];
  reason: string | null;
}

/** What the door tells of a call. */
export interface AuditedCall {
  readonly caller: Caller;
  readonly params: unknown;
  readonly body: unknown;
}

/** A call that is under way. */
export interface AuditedChange {
  done(): Promise<void>;
  /** It was not allowed, or could not be done. */
  refused(error: Error): Promise<void>;
}

/** Writes down who changes what. */
export interface Audit {
  begin(
    endpoint: Pick<Endpoint, 'id' | 'summary' | 'secrets'>,
    call: AuditedCall,
  ): Promise<AuditedChange>;
}

/**
 * Tells Backstage's auditor of each change and keeps it in a table of our own, which the portal shows. It is
 * written before the change is tried, so that none is made without a line.
 */
export class AuditBook implements Audit {
  readonly #options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly newId: () => string;
    readonly auditor: AuditorService;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly newId: () => string;
    readonly auditor: AuditorService;
  }) {
    this.#options = options;
  }

  async begin(
    { id: action, summary, secrets = [] }: Parameters<Audit['begin']>[0],
    { caller, params, body }: AuditedCall,
  ): Promise<AuditedChange> {
    const { clock, newId, auditor } = this.#options;
    const request = { params, body: without(body, secrets) };
    const id = newId();
    await this.#rows().insert({
      id,
      at: clock.now(),
      actor: JSON.stringify(actorOf(caller)),
      action,
      summary,
      request: JSON.stringify(request).slice(0, longestRequest),
      outcome: 'begun',
      reason: null,
    });
    const event = await auditor.createEvent({
      eventId: action.replace('.', '-'),
      severityLevel: 'medium',
      meta: { by: actorOf(caller).ref, params: JSON.stringify(params) },
    });
    const end = (outcome: AuditRow['outcome'], reason: string | null) =>
      this.#rows().where({ id }).update({ outcome, reason });
    return {
      done: async () => {
        await end('done', null);
        await event.success();
      },
      refused: async error => {
        await end('refused', error.message.slice(0, longestReason));
        await event.fail({ error });
      },
    };
  }

  /** Entries, newest first. @param before - the id of the last entry that was seen */
  async list(
    limit: number,
    before: string | undefined,
  ): Promise<readonly AuditEntry[]> {
    const query = this.#rows()
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    const last =
      before === undefined
        ? undefined
        : await this.#rows().where({ id: before }).first();
    if (last) {
      query.where(older =>
        older
          .where('at', '<', last.at)
          .orWhere(same =>
            same.where({ at: last.at }).where('id', '<', last.id),
          ),
      );
    }
    return (await query).map(toEntry);
  }

  /** All that a person has changed, newest first. */
  async by(personRef: string): Promise<readonly AuditEntry[]> {
    // As `actorOf` writes a person down.
    const begin = JSON.stringify({ kind: 'person', ref: personRef }).replace(
      /\}$/,
      ',',
    );
    const rows = await this.#rows()
      .whereRaw('substr(actor, 1, ?) = ?', [begin.length, begin])
      .orderBy([
        { column: 'at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(toEntry);
  }

  /** Deletes what is older than is kept. */
  async purge(): Promise<void> {
    const before = addMinutes(this.#options.clock.now(), -keptDays * 24 * 60);
    await this.#rows().where('at', '<', before).delete();
  }

  #rows() {
    return this.#options.database.knex<AuditRow>('audit_entries');
  }
}

const toEntry = ({ at, actor, ...row }: AuditRow): AuditEntry => ({
  ...row,
  at: iso(instant(at)),
  actor: JSON.parse(actor),
});

function actorOf(caller: Caller): Actor {
  return caller.kind === 'person'
    ? { kind: 'person', ref: caller.ref, name: nameOf(caller.ref) }
    : { kind: 'system', ref: null, name: caller.subject };
}

function without(body: unknown, secrets: readonly string[]): unknown {
  return body !== null && typeof body === 'object' && !Array.isArray(body)
    ? Object.fromEntries(
        Object.entries(body).map(([name, value]) => [
          name,
          secrets.includes(name) ? '…' : value,
        ]),
      )
    : body;
}
