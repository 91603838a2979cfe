import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Incidents } from '../incidents/service';
import { IncidentSubscriber } from '../incidents/ports';

/** The channel of Backstage's signals that browsers listen on. */
const channel = 'incidents';

/** Tells browsers that something changed; they fetch it themselves, as whom they are. */
export class LiveUpdates implements IncidentSubscriber {
  readonly name = 'live';
  readonly #signals: SignalsService;
  readonly #incidents: Incidents;
  readonly #logger: LoggerService;

  constructor(options: {
    signals: SignalsService;
    incidents: Incidents;
    logger: LoggerService;
  }) {
    this.#signals = options.signals;
    this.#incidents = options.incidents;
    this.#logger = options.logger;
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

  async changed({ incidentId }: { incidentId: number }): Promise<void> {
    const { entity } = await this.#incidents.get(incidentId);
    await this.#signals.publish({
      channel,
      recipients: { type: 'broadcast' },
      // Ids only: what they stand for is fetched with the viewer's own permissions.
      message: { incidentId, entityRef: entity.ref },
    });
  }
}
