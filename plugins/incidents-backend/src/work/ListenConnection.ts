import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { causeOf } from './model';

/** What is used of a connection of the `pg` driver. */
interface RawConnection {
  query(text: string): Promise<unknown>;
  end(): Promise<void>;
  on(event: 'notification', listener: (n: { payload?: string }) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'end', listener: () => void): void;
  removeAllListeners(): void;
}

/** Makes a connection with everything that the adopter configured for the pool: TLS, tokens, search path. */
const connectRaw = (knex: Knex): Promise<RawConnection> =>
  knex.client.acquireRawConnection();

const reconnectMs = 1000;
const checkMs = 10_000;
const answerWithinMs = 5000;

/**
 * One connection of its own that listens on a channel of PostgreSQL, and is made again whenever it
 * breaks. A notification is only a hint, so what is missed meanwhile costs time, nothing else.
 */
export class ListenConnection {
  readonly #knex: Knex;
  readonly #channel: string;
  readonly #onNotification: (payload: string) => void;
  readonly #onConnect: () => void;
  readonly #logger: LoggerService;
  #connection: RawConnection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBroken = false;
  #closed = false;

  constructor(options: {
    knex: Knex;
    channel: string;
    onNotification: (payload: string) => void;
    /** It listens (again): what was notified before this may have been missed. */
    onConnect: () => void;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#channel = options.channel;
    this.#onNotification = options.onNotification;
    this.#onConnect = options.onConnect;
    this.#logger = options.logger;
  }

  /** Never throws: it keeps trying. */
  async open(): Promise<void> {
    let connection: RawConnection | undefined;
    try {
      connection = await connectRaw(this.#knex);
      const broken = connection;
      connection.on('error', error => this.#lose(broken, error));
      connection.on('end', () => this.#lose(broken, 'it was ended'));
      connection.on('notification', ({ payload }) => {
        if (payload !== undefined) this.#onNotification(payload);
      });
      this.#connection = connection;
      await connection.query(`LISTEN "${this.#channel}"`);
      if (this.#closed) {
        await this.close();
        return;
      }
      this.#checkLater(connection);
      if (this.#isBroken) this.#logger.info('Work is notified again');
      this.#isBroken = false;
      this.#onConnect();
    } catch (error) {
      this.#lose(connection, error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.removeAllListeners();
    await connection?.end();
  }

  #lose(connection: RawConnection | undefined, cause: unknown): void {
    if (this.#closed || connection !== this.#connection) return;
    this.#connection = undefined;
    connection?.removeAllListeners();
    // A late error of a connection that is given up anyway must not end the process.
    connection?.on('error', () => {});
    connection?.end().catch(() => {});
    if (!this.#isBroken) {
      this.#logger.warn(
        `The connection that is notified of work broke; until it is back, work is found by polling: ${causeOf(cause)}`,
      );
    }
    this.#isBroken = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), reconnectMs).unref();
  }

  /** A network can drop a connection without telling either end. */
  #checkLater(connection: RawConnection): void {
    this.#timer = setTimeout(async () => {
      const silence = setTimeout(
        () => this.#lose(connection, 'it does not answer'),
        answerWithinMs,
      ).unref();
      try {
        await connection.query('SELECT 1');
        if (connection === this.#connection) this.#checkLater(connection);
      } catch (error) {
        this.#lose(connection, error);
      } finally {
        clearTimeout(silence);
      }
    }, checkMs).unref();
  }
}
