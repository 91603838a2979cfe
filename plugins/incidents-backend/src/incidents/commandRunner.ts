import { NotFoundError } from '@backstage/errors';
import { Database, Tx } from '../platform/database';
import { IncidentRecord } from './model';
import { IncidentRow, lockIncident } from './store';

/** What a command answers: whether this call changed it, and what is true now, in words. */
export interface CommandAnswer {
  readonly outcome: 'done' | 'unchanged';
  readonly message: string;
}

export const done = (message: string): CommandAnswer => ({
  outcome: 'done',
  message,
});
export const unchanged = ({ because }: { because: string }): CommandAnswer => ({
  outcome: 'unchanged',
  message: because,
});

/** What makes an acknowledged incident triggered again. */
export const triggeredAgain: Partial<IncidentRow> = {
  status: 'triggered',
  acknowledged_at: null,
  acknowledged_by: null,
  snoozed_until: null,
};

/** What a command does within the transaction that holds its incident. */
export type CommandWork<T> = (
  tx: Tx,
  incident: IncidentRecord,
  name: string,
) => Promise<T>;

/** Runs commands: each in one transaction that holds the incident. */
export class CommandRunner {
  readonly #database: Database;
  readonly #tx: Tx | undefined;
  readonly nameOf: (id: number) => string;

  constructor(options: {
    database: Database;
    nameOf: (id: number) => string;
    /** Commands are part of this transaction, instead of each having its own. */
    tx?: Tx;
  }) {
    this.#database = options.database;
    this.#tx = options.tx;
    this.nameOf = options.nameOf;
  }

  /** Runs commands as part of the caller's transaction. */
  within(tx: Tx): CommandRunner {
    return new CommandRunner({
      database: this.#database,
      nameOf: this.nameOf,
      tx,
    });
  }

  /** @throws NotFoundError when there is no such incident */
  run<T>(id: number, work: CommandWork<T>): Promise<T> {
    const run = async (tx: Tx) =>
      work(tx, await this.locked(tx, id), this.nameOf(id));
    return this.#tx ? run(this.#tx) : this.#database.transaction(run);
  }

  /** The incident, locked until the transaction ends. @throws NotFoundError */
  async locked(tx: Tx, id: number): Promise<IncidentRecord> {
    const incident = await lockIncident(this.#database, tx, id);
    if (!incident) throw new NotFoundError(`There is no ${this.nameOf(id)}`);
    return incident;
  }
}
