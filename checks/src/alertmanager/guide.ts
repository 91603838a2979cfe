import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../../../bin/lib/children.mjs';

/** As far as it is changed here; the rest is Alertmanager's business. */
const configSchema = z.looseObject({
  global: z.looseObject({ pagerduty_url: z.string() }),
  route: z.looseObject({
    group_wait: z.string(),
    group_interval: z.string(),
  }),
  receivers: z.array(
    z.looseObject({
      name: z.string(),
      pagerduty_configs: z.array(
        z.looseObject({ routing_key: z.string().startsWith('<key') }),
      ),
    }),
  ),
});

/**
 * The configuration that docs/alertmanager.md gives an adopter, with what an adopter fills in, and in a hurry.
 *
 * @param url - where events go
 * @param keys - by the name of the receiver
 */
export async function readGuide(
  url: string,
  keys: Readonly<Record<string, string>>,
): Promise<object> {
  const guide = await readFile(join(root, 'docs/alertmanager.md'), 'utf8');
  const block = guide.match(/^```yaml\n([\s\S]*?)^```$/m)?.[1];
  const config = configSchema.parse(parse(block ?? ''));
  config.global.pagerduty_url = url;
  config.route.group_wait = '0s';
  config.route.group_interval = '1s';
  for (const { name, pagerduty_configs } of config.receivers) {
    for (const receiver of pagerduty_configs) receiver.routing_key = keys[name];
  }
  return config;
}
