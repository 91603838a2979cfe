import { Directory } from '../directory/service';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { insertChange } from './changeStore';
import { NewChange } from './eventsV2';
import { IngestLog, LogBase } from './IngestLog';
import { IntegrationRecord } from './integrationStore';
import { FollowChanges } from './ports';

/** Records change events, in one transaction with the log's entry. */
export class ChangeWriter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #directory: Directory;
  readonly #log: IngestLog;
  #follower: FollowChanges | undefined;

  constructor(options: {
    database: Database;
    clock: Clock;
    newId: () => string;
    directory: Directory;
    log: IngestLog;
  }) {
    this.#database = options.database;
    this.#clock = options.clock;
    this.#newId = options.newId;
    this.#directory = options.directory;
    this.#log = options.log;
  }

  /** Tells it of each change from now on. */
  follow(follower: FollowChanges): void {
    this.#follower = follower;
  }

  /** A change event. */
  async write(
    integration: IntegrationRecord,
    change: NewChange,
    base: LogBase,
  ): Promise<void> {
    const [entity] = await this.#directory.named([integration.entityRef]);
    await this.#database.transaction(async tx => {
      const id = this.#newId();
      await insertChange(tx, {
        ...change,
        id,
        integrationId: integration.id,
        entity,
        at: change.occurredAt ?? this.#clock.now(),
      });
      await this.#follower?.changed(tx, id);
      await this.#log.writeOutcome(tx, integration.id, base, {
        outcome: 'change',
        dedupKey: null,
      });
    });
  }
}
