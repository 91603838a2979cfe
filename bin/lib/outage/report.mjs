// What became of the incidents, and of every page.
import { people } from './cast.mjs';
import { eventually } from './eventually.mjs';

/**
 * Waits until everything has been sent and resolved, or gives up and reports it as it is.
 *
 * @param {import('./PortalClient.mjs').PortalClient} portal
 * @param {readonly number[]} ids
 */
export async function reportOn(portal, ids) {
  const read = () => Promise.all(ids.map(id => readIncident(portal, id)));
  const settled = incidents =>
    incidents.every(
      ({ status, pages }) =>
        status === 'resolved' &&
        pages.every(({ deliveries }) =>
          deliveries.every(
            ({ state }) => !['queued', 'sending'].includes(state),
          ),
        ),
    );
  const incidents = await eventually('the incidents to settle', async () => {
    const now = await read();
    return settled(now) ? now : undefined;
  }).catch(read);
  return {
    incidents,
    allResolved: incidents.every(({ status }) => status === 'resolved'),
  };
}

async function readIncident(portal, id) {
  const get = path => portal.call(people.sana, 'GET', path);
  const incident = await get(`/v1/incidents/${id}`);
  const { items } = await get(`/v1/incidents/${id}/pages`);
  return {
    name: incident.name,
    title: incident.title,
    entityRef: incident.entity.ref,
    severity: incident.severity,
    status: incident.status,
    openedAt: incident.openedAt,
    acknowledgedBy: incident.acknowledgedBy?.name ?? null,
    resolvedAt: incident.resolvedAt,
    resolvedBy: incident.resolvedBy?.name ?? null,
    pages: items.map(page => ({
      person: page.person.ref,
      step: page.step,
      why: page.why,
      deliveries: page.deliveries.map(({ channel, state, sentAt, reason }) => ({
        channel,
        state,
        sentAt,
        reason,
      })),
    })),
  };
}

/** The report for people. */
export const asText = ({ incidents }) =>
  incidents
    .map(({ name, severity, title, status, resolvedBy, pages }) =>
      [
        `${name}  ${severity}  ${status}${resolvedBy ? ` by ${resolvedBy}` : ''}  ${title}`,
        ...pages.map(
          ({ person, why, deliveries }) =>
            `    ${person}, ${why}: ${deliveries.map(({ channel, state }) => `${channel} ${state}`).join(', ')}`,
        ),
      ].join('\n'),
    )
    .join('\n');
