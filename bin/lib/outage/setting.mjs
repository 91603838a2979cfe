// Before the outage: who is on call, by which policy, and a monitor for each service. Running it again changes nothing.
import { keyOf, people, services } from './cast.mjs';

const owner = 'group:default/team-payments';
const scheduleName = 'Payments primary';
const policyName = 'Payments';

/** @param {import('./PortalClient.mjs').PortalClient} portal */
export async function setTheScene(portal) {
  const schedule = await ensureSchedule(portal);
  const policy = await ensurePolicy(portal, schedule.id);
  for (const entityRef of [services.checkout, services.payments]) {
    await portal.call(people.ana, 'PUT', '/v1/bindings', {
      entityRef,
      policyId: policy.id,
    });
  }
  await ensureMonitor(portal, people.ana, services.checkout);
  await ensureMonitor(portal, people.ana, services.payments);
  await ensureMonitor(portal, people.leila, services.shop);
}

async function ensureSchedule(portal) {
  const { items } = await portal.call(people.ana, 'GET', '/v1/schedules');
  const found = items.find(({ name }) => name === scheduleName);
  if (found) return found;
  return portal.call(people.ana, 'POST', '/v1/schedules', {
    name: scheduleName,
    description: 'Weekly, handed over on Monday morning after stand-up',
    ownerRef: owner,
    timezone: 'Europe/Madrid',
    layers: [
      {
        name: 'Weekly',
        rotation: {
          unit: 'week',
          every: 1,
          startDate: lastMonday(),
          handoffTime: '09:00',
          participants: [people.ana, people.ben, people.mia],
        },
      },
    ],
  });
}

async function ensurePolicy(portal, scheduleId) {
  const { items } = await portal.call(people.ana, 'GET', '/v1/policies');
  const found = items.find(({ name }) => name === policyName);
  if (found) return found;
  return portal.call(people.ana, 'POST', '/v1/policies', {
    name: policyName,
    description: 'Whoever has the week, then Ben, then the whole team',
    ownerRef: owner,
    steps: [
      { targets: [{ type: 'schedule', id: scheduleId }], delayMinutes: 5 },
      { targets: [{ type: 'person', ref: people.ben }], delayMinutes: 10 },
      { targets: [{ type: 'group', ref: owner }], delayMinutes: 15 },
    ],
    repeat: 1,
  });
}

async function ensureMonitor(portal, person, entityRef) {
  try {
    await portal.call(person, 'POST', '/v1/integrations', {
      name: 'Prometheus of the demo',
      entityRef,
      key: keyOf(entityRef),
    });
  } catch (error) {
    // The key is there from an earlier run.
    if (error.status !== 409) throw error;
  }
}

/** The Monday on or before yesterday, so that the first week's person is on call whatever the time of day. */
function lastMonday() {
  const day = new Date(Date.now() - 24 * 3_600_000);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
