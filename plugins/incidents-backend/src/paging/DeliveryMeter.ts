import { Counter, Metrics } from '../platform/metrics';

/** Seconds; the bar for the first attempt is half a second at the 99th percentile (quality.md). */
const delayBuckets = [
  0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
];

/** Measures deliveries: how soon they begin, and what comes of each attempt. */
export class DeliveryMeter {
  readonly #attempts: Counter<{
    channel: string;
    provider: string;
    outcome: string;
  }>;
  readonly #delay: ReturnType<Metrics['createHistogram']>;

  constructor(metrics: Metrics) {
    this.#attempts = metrics.createCounter('incidents.deliveries', {
      description:
        'Attempts to deliver a page, by channel, provider and outcome',
    });
    this.#delay = metrics.createHistogram('incidents.page.delay', {
      description:
        'From the decision to page to the first attempt being handed to its channel',
      unit: 's',
      advice: { explicitBucketBoundaries: delayBuckets },
    });
  }

  /** A delivery is about to be handed to its channel for the first time, so long after it was decided. */
  begun(channel: string, seconds: number): void {
    this.#delay.record(Math.max(0, seconds), { channel });
  }

  /** An attempt has ended; the provider is who decided, the channel itself where nobody was asked. */
  ended(
    channel: string,
    outcome: 'sent' | 'retry' | 'failed',
    provider: string = channel,
  ): void {
    this.#attempts.add(1, { channel, outcome, provider });
  }
}
