import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** `incidents.webhook` of the configuration, checked. */
export interface WebhookConfig {
  readonly secret: string;
  readonly allow: readonly string[];
}

const shortestSecret = 16;

/**
 * Reads `incidents.webhook`; undefined when it is not there at all.
 *
 * @throws InputError naming the key and what it should be
 */
export function readWebhookConfig(root: Config): WebhookConfig | undefined {
  const config = root.getOptionalConfig('incidents.webhook');
  if (!config) return undefined;
  const secret = config.getOptionalString('secret') ?? '';
  if (secret.length < shortestSecret) {
    throw new InputError(
      `incidents.webhook.secret must have at least ${shortestSecret} characters; it signs every page`,
    );
  }
  return { secret, allow: config.getOptionalStringArray('allow') ?? [] };
}
