import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { IncidentSubscriber } from '../incidents/ports';
import { Batcher } from '../platform/Batcher';
import { within } from '../platform/patience';
import { Load } from '../platform/ProcessLoad';

/** The channel of Backstage's signals that browsers listen on. */
const channel = 'incidents';
/** Ids in one signal. */
const mostIncidents = 100;
/** A bus of events that takes longer is given up for this signal. */
const patienceSeconds = 5;
/** Under load, one signal tells of what changed within so many milliseconds: each costs three requests of the portal to itself. */
const gatherMs = 1_000;

/** Tells browsers that something changed; they fetch it themselves, as whom they are. */
export class LiveUpdates implements IncidentSubscriber {
  readonly name = 'live';
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  // A signal goes through the portal's bus of events to every process: in a storm one tells of many incidents.
  readonly #told: Batcher<number, void>;
  /** Whose signal has not been begun. */
  readonly #waiting = new Set<number>();

  constructor(options: {
    signals: SignalsService;
    logger: LoggerService;
    load: Load;
  }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
    const forMs = () => (options.load.isHigh() ? gatherMs : 0);
    this.#told = new Batcher(ids => this.#tell(ids), {
      width: 1,
      most: mostIncidents,
      gather: { forMs, enough: mostIncidents },
    });
  }

  /**
   * Tells of a change by a call. That of an incident is told of by its timeline, whoever made it; of all
   * else it is enough to try, since browsers also look by themselves.
   */
  calledFor(endpointId: string): void {
    if (endpointId.startsWith('incidents.')) return;
    this.#signals
      .publish({
        channel,
        recipients: { type: 'broadcast' },
        message: { changedBy: endpointId },
      })
      .catch(error =>
        this.#logger.debug(`Browsers were not told of ${endpointId}: ${error}`),
      );
  }

  /** Not waited for: it is enough to try here, too, and a bus of events that hangs must hold up no other subscriber. */
  async changed({ incidentId }: { incidentId: number }): Promise<void> {
    if (this.#waiting.has(incidentId)) return;
    this.#waiting.add(incidentId);
    this.#told
      .run(incidentId)
      .catch(error =>
        this.#logger.debug(
          `Browsers were not told of incident ${incidentId}: ${error}`,
        ),
      );
  }

  async #tell(ids: readonly number[]): Promise<readonly void[]> {
    for (const id of ids) this.#waiting.delete(id);
    await within(
      patienceSeconds,
      'The portal’s bus of events',
      this.#signals.publish({
        channel,
        recipients: { type: 'broadcast' },
        // Ids only: what they stand for is fetched with the viewer's own permissions.
        message: { incidentIds: [...ids] },
      }),
    );
    return ids.map(() => {});
  }
}
