import {
  MetricsService,
  MetricsServiceCounter,
} from '@backstage/backend-plugin-api/alpha';

/**
 * Where rooms count and measure. A portal without an OpenTelemetry SDK counts into the void. Names
 * and units are listed in docs/operate.md; no person and no entity is ever an attribute.
 */
export type Metrics = Pick<
  MetricsService,
  'createCounter' | 'createHistogram' | 'createObservableGauge'
>;

/** A counter with these attributes. */
export type Counter<Attributes extends Record<string, string>> = Pick<
  MetricsServiceCounter<Attributes>,
  'add'
>;

/**
 * A figure that is read when somebody collects it. A reading that fails leaves a gap, which alert
 * rules can see, instead of a figure that is no longer true.
 *
 * @param read - answers undefined when there is nothing to tell
 */
export function observe(
  metrics: Metrics,
  name: string,
  about: { readonly description: string; readonly unit: string },
  read: () => Promise<number | undefined>,
): void {
  metrics.createObservableGauge(name, about).addCallback(async result => {
    const value = await read().catch(() => undefined);
    if (value !== undefined) result.observe(value);
  });
}
