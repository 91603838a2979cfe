import { ConflictError } from '@backstage/errors';
import { Environment } from '@muster/backstage-plugin-incidents-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { Settings } from '../../platform/settings';
import { cancelAllQueued } from '../cancelStore';
import { countQueued } from '../waitingStore';

const nameSetting = 'environment';
const hostSetting = 'environment-host';
/** Stored in the place of a name where the configuration gives none: a setting cannot be taken away. */
const unnamed = '';
/** What an admin decides elsewhere is seen here within this many seconds. */
const lookSeconds = { holding: 2, free: 60 };

/** Why pages are held. */
interface Held {
  readonly reason: string;
  /** What an admin does about it, a sentence. */
  readonly remedy: string;
}

/** What the guard needs. */
export interface EnvironmentGuardOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly logger: LoggerService;
  /** `incidents.environment`; null when the configuration names none. */
  readonly configured: string | null;
  /** Where people open this portal; its host tells environments without a name apart. */
  readonly portalUrl: string;
}

/**
 * Holds all deliveries while the database belongs to another environment than the configuration names: a
 * copy of production must not page anybody (domain.md, “Environment”). Nothing is lost meanwhile.
 *
 * A database of an environment without a name belongs to the host of its portal. Not to the database server: its
 * identifier changes when PostgreSQL is upgraded, and stays when a disk is copied.
 */
export class EnvironmentGuard {
  readonly #options: EnvironmentGuardOptions;
  readonly #host: string;
  #claimed: string | null = null;
  /** Whose database it is while it has no name; null before anybody has claimed it. */
  #claimedHost: string | null = null;
  #lookAgainAt = 0;

  constructor(options: EnvironmentGuardOptions) {
    this.#options = options;
    this.#host = new URL(options.portalUrl).hostname;
  }

  /** Claims a database that nobody has claimed, and says loudly when somebody else has. Before the queue starts. */
  async claim(): Promise<void> {
    const { settings, configured, logger } = this.#options;
    // Of several that start together on a database that is nobody's, one has it.
    await settings.getOrSet(nameSetting, configured ?? unnamed);
    await settings.getOrSet(hostSetting, this.#host);
    await this.#look();
    const held = this.#held();
    if (held) {
      logger.warn(`All pages are held: ${held.reason}. ${held.remedy}`);
    } else {
      await this.#take();
    }
  }

  /** Whether nothing may be sent now. */
  async isHolding(): Promise<boolean> {
    if (this.#options.clock.now().getTime() >= this.#lookAgainAt) {
      await this.#look();
    }
    return this.#held() !== null;
  }

  /** How it stands, for admins. */
  async view(): Promise<Environment> {
    const { database, configured } = this.#options;
    await this.#look();
    const held = this.#held();
    return {
      configured,
      claimed: this.#claimed,
      holding: held !== null,
      reason: held?.reason ?? null,
      remedy: held?.remedy ?? null,
      heldDeliveries: held ? await countQueued(database.knex) : 0,
    };
  }

  /**
   * Claims the database for the configured environment. What is held is then sent (`release`), or cancelled
   * before (`discard`).
   *
   * @throws ConflictError when nothing is held
   */
  async decide(
    decision: 'release' | 'discard',
    by: string,
  ): Promise<Environment> {
    const { database, configured, logger } = this.#options;
    await this.#look();
    if (this.#held() === null) {
      throw new ConflictError(
        'Nothing is held: the database belongs to this environment',
      );
    }
    const discarded =
      decision === 'discard'
        ? await cancelAllQueued(
            database.knex,
            `${by} has discarded what was held for another environment`,
          )
        : 0;
    await this.#take();
    logger.info(
      `${by} has decided: ${decision}; the database belongs to ${configured ?? `the portal at ${this.#host}`} now${decision === 'discard' ? `, ${discarded} deliveries were cancelled` : ''}`,
    );
    return this.view();
  }

  /** Why everything is held; null when nothing is. */
  #held(): Held | null {
    const { configured } = this.#options;
    if (this.#claimed === null) {
      return this.#claimedHost === null || this.#claimedHost === this.#host
        ? null
        : {
            reason: `this database was used by the portal at ‘${this.#claimedHost}’, whose environment has no name, and this portal is at ‘${this.#host}’`,
            // A name alone does not help: that of a copy would be a name, too.
            remedy:
              'If this is that portal at another address, release them in Settings, and set incidents.environment in the configuration, so that the address counts no more; or set app.baseUrl back. If it is a copy, discard them',
          };
    }
    if (this.#claimed === configured) return null;
    return {
      reason: `this database belongs to the environment ‘${this.#claimed}’, and the configuration names ${configured === null ? 'none' : `‘${configured}’`}`,
      remedy:
        'Release them in Settings if this portal is to page people, else discard them; or mend incidents.environment in the configuration',
    };
  }

  /** The database belongs to this environment from now on. The name first: where there is one, the host counts no more. */
  async #take(): Promise<void> {
    const { settings, configured } = this.#options;
    await settings.replace(nameSetting, configured ?? unnamed);
    await settings.replace(hostSetting, this.#host);
    await this.#look();
  }

  async #look(): Promise<void> {
    const { clock, settings } = this.#options;
    this.#claimed = (await settings.get(nameSetting)) || null;
    this.#claimedHost = (await settings.get(hostSetting)) ?? null;
    const seconds = this.#held() ? lookSeconds.holding : lookSeconds.free;
    this.#lookAgainAt = clock.now().getTime() + seconds * 1000;
  }
}
