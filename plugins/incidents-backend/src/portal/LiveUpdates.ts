import { SignalsService } from '@backstage/plugin-signals-node';
import { Incidents } from '../incidents/service';
import { IncidentSubscriber } from '../incidents/ports';

/** The channel of Backstage's signals that browsers listen on. */
const channel = 'incidents';

/** Tells browsers which incident changed; they fetch it themselves, as whom they are. */
export class LiveUpdates implements IncidentSubscriber {
  readonly name = 'live';
  readonly #signals: SignalsService;
  readonly #incidents: Incidents;

  constructor(signals: SignalsService, incidents: Incidents) {
    this.#signals = signals;
    this.#incidents = incidents;
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
