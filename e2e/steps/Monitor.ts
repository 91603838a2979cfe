import {
  AlertSeverity,
  contract,
} from '@muster/backstage-plugin-incidents-common';
import { DemoPortal } from '../src/DemoPortal';
import { as } from './api';
import { checkout } from './cast';

/** A monitor that watches checkout and speaks the Events API v2, as any other would. */
export class Monitor {
  readonly #eventsUrl: string;
  readonly #changesUrl: string;
  readonly #key: string;

  private constructor(made: {
    readonly url: string;
    readonly changeUrl: string;
    readonly key: string;
  }) {
    this.#eventsUrl = made.url;
    this.#changesUrl = made.changeUrl;
    this.#key = made.key;
  }

  /** Ana connects it to her team's service. */
  static async connect(portal: DemoPortal): Promise<Monitor> {
    const ana = await as(portal, 'Ana Ruiz');
    return new Monitor(
      await ana.call(contract.alerts.createIntegration, {
        body: { name: 'Prometheus', entityRef: checkout },
      }),
    );
  }

  /** Says that something is wrong. */
  async alert(
    summary: string,
    dedupKey: string,
    severity: AlertSeverity = 'critical',
  ): Promise<void> {
    await this.#send(this.#eventsUrl, {
      event_action: 'trigger',
      dedup_key: dedupKey,
      payload: {
        summary,
        source: 'prometheus',
        severity,
        custom_details: { ratio: 0.073 },
      },
    });
  }

  /** Says that it is well again. */
  async recover(dedupKey: string): Promise<void> {
    await this.#send(this.#eventsUrl, {
      event_action: 'resolve',
      dedup_key: dedupKey,
    });
  }

  /** Says that something was deployed. */
  async change(summary: string): Promise<void> {
    await this.#send(this.#changesUrl, {
      payload: { summary, source: 'ci' },
      links: [{ href: 'https://ci.example.test/341', text: 'Build 341' }],
    });
  }

  async #send(url: string, event: object): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ routing_key: this.#key, ...event }),
    });
    if (response.status !== 202) {
      throw new Error(
        `the portal answers the monitor ${response.status}: ${await response.text()}`,
      );
    }
  }
}
