import { Postgres, startPostgres } from '../../../bin/lib/postgres.mjs';
import { Replica, ReplicaOptions } from './Replica';

/** What a fleet is made of. */
export interface FleetOptions extends ReplicaOptions {
  /** How many backend processes. */
  readonly replicas: number;
  /** True: PostgreSQL writes through to the disk, as in production. Default false. */
  readonly fsync?: boolean;
}

/** A PostgreSQL of its own and some backend processes on it, without a leader, as in production. */
export class Fleet {
  readonly postgres: Postgres;
  readonly replicas: readonly Replica[];

  private constructor(postgres: Postgres, replicas: readonly Replica[]) {
    this.postgres = postgres;
    this.replicas = replicas;
  }

  /** Starts everything; the first replica makes the tables, the others follow. */
  static async start(options: FleetOptions): Promise<Fleet> {
    const { replicas: count, fsync, ...shared } = options;
    const postgres = await startPostgres({ fsync });
    const replicas: Replica[] = [];
    const fleet = new Fleet(postgres, replicas);
    try {
      for (let number = 0; number < count; number++) {
        replicas.push(await Replica.create(postgres.url, shared));
      }
      const [first, ...others] = replicas;
      await first.start();
      await Promise.all(others.map(replica => replica.start()));
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  /** Ends everything and removes its data. */
  async stop(): Promise<void> {
    await Promise.all(this.replicas.map(replica => replica.remove()));
    await this.postgres.stop();
  }
}
