// The schedules of examples/schedules, so that a new demo shows who is on call. No policy uses them: whom the demo pages is
// still the newcomer's to set.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../children.mjs';
import { eventually } from '../outage/eventually.mjs';
import { PortalClient } from '../outage/PortalClient.mjs';

const folder = join(root, 'examples', 'schedules');
/** An administrator of the demo. */
const sana = 'user:default/sana.iqbal';
const path = '/v1/schedules/yaml';
/** The catalog may know its last people a moment after its first. */
const patience = 15;

/**
 * Makes the schedules that the demo has not yet; one that is there, changed or put away, is left alone.
 *
 * @param {string} url - of the portal
 * @returns {Promise<number>} how many were made
 * @throws {Refusal} when the portal does not take one
 */
export async function makeDemoSchedules(url) {
  const portal = new PortalClient(url);
  const { items: archived } = await portal.call(
    sana,
    'GET',
    '/v1/schedules?archived=true',
  );
  let made = 0;
  for (const file of (await readdir(folder)).sort()) {
    const yaml = await readFile(join(folder, file), 'utf8');
    if (archived.some(({ name }) => yaml.includes(`name: ${name}\n`))) continue;
    const { scheduleId } = await eventually(
      `the portal to take examples/schedules/${file}`,
      async () => {
        const answer = await portal.call(sana, 'POST', path, { yaml });
        return answer.errors.length === 0 ? answer : undefined;
      },
      patience,
    );
    if (scheduleId !== null) continue;
    await portal.call(sana, 'POST', path, {
      yaml,
      apply: true,
      seenVersion: null,
    });
    made += 1;
  }
  return made;
}
