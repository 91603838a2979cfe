// The outage, beat by beat.
import { keyOf, people, services } from './cast.mjs';
import { eventually } from './eventually.mjs';

/**
 * Plays it and returns the numbers of the incidents that it opened.
 *
 * @param {object} stage
 * @param {import('./PortalClient.mjs').PortalClient} stage.portal
 * @param {(line: string) => void} stage.tell
 * @param {(seconds: number) => Promise<void>} stage.pause - a moment for whoever watches
 * @param {string} stage.run - makes the dedup keys of this run its own
 * @returns {Promise<number[]>}
 */
export async function playOutage({ portal, tell, pause, run }) {
  const opened = [];
  const event = (entityRef, action, key, payload) =>
    portal.send('/v2/enqueue', {
      routing_key: keyOf(entityRef),
      event_action: action,
      dedup_key: `${key}-${run}`,
      client: 'Prometheus',
      client_url: 'https://prometheus.example.test/alerts',
      ...(payload && { payload: { source: 'prometheus', ...payload } }),
    });
  const command = (person, id, verb, body = {}) =>
    portal.call(person, 'POST', `/v1/incidents/${id}/${verb}`, body);
  const newest = entityRef =>
    eventually(`an incident on ${entityRef}`, async () => {
      const { items } = await portal.call(
        people.ana,
        'GET',
        `/v1/incidents?status=triggered,acknowledged&limit=1&entityRef=${entityRef}`,
      );
      return items.find(({ id }) => !opened.includes(id));
    });
  const note = async incident => {
    opened.push(incident.id);
    tell(
      `${incident.name} is open: ${incident.severity}, ${incident.assigned.map(({ name }) => name).join(', ')} is paged`,
    );
    return incident;
  };

  tell('Jonas deploys checkout v341');
  await portal.send('/v2/change/enqueue', {
    routing_key: keyOf(services.checkout),
    payload: {
      summary: 'checkout v341 deployed by Jonas Lind',
      source: 'ci.example.test',
      custom_details: { commit: '9f2c1ab', pool_size: 20 },
    },
    links: [{ href: 'https://ci.example.test/builds/341', text: 'Build 341' }],
  });
  await pause(8);

  tell('Payments becomes slow');
  await event(services.payments, 'trigger', 'slow', {
    summary: 'Payments p99 above 4 s for 5 minutes',
    severity: 'warning',
    component: 'payments-api',
    custom_details: { p99_ms: 4210, window: '5m' },
  });
  const slow = await note(await newest(services.payments));
  await pause(10);

  tell('Checkout begins to fail');
  const errors = ratio => ({
    summary: `Checkout errors at ${ratio} %`,
    severity: 'critical',
    component: 'checkout-api',
    custom_details: { ratio, pool: { size: 20, waiting: 183 } },
  });
  await event(services.checkout, 'trigger', 'errors', errors(5));
  const down = await note(await newest(services.checkout));
  await event(services.checkout, 'trigger', 'errors', errors(23));
  await event(services.checkout, 'trigger', 'errors', errors(61));
  await pause(8);

  tell('Ana is woken and acknowledges from the mail on her phone');
  const link = await eventually('the mail to Ana', async () => {
    const { items } = await portal.call(people.ana, 'GET', '/v1/mailbox');
    return items
      .find(
        ({ to, subject }) =>
          to.ref === people.ana && subject.includes(down.name),
      )
      ?.text.match(/\bhttps?:\/\/\S+\/public\/acknowledge\/\S+/)?.[0];
  });
  await portal.pressAcknowledge(link);
  await pause(10);

  tell(
    'Mia hears from customers that the shop takes no orders, and pages its owner',
  );
  const shop = await note(
    await portal.call(people.mia, 'POST', '/v1/incidents', {
      entityRef: services.shop,
      title: 'Customers cannot place orders',
      description:
        'Forty calls in ten minutes. The page after "Buy now" stays white, in every country.',
      severity: 'SEV2',
      customerImpact: 'yes',
    }),
  );
  await pause(8);

  tell('Leila has the shop, Ben joins Ana, and they compare notes');
  await command(people.leila, shop.id, 'acknowledge');
  await command(people.ben, down.id, 'join');
  await command(people.ana, down.id, 'notes', {
    text: 'Connection pool is at 100 %. It began four minutes after v341.',
  });
  const { version } = await portal.call(
    people.ana,
    'GET',
    `/v1/incidents/${down.id}`,
  );
  await portal.call(people.ana, 'PATCH', `/v1/incidents/${down.id}`, {
    version,
    severity: 'SEV1',
    customerImpact: 'yes',
  });
  await pause(12);

  tell('Ana rolls v341 back, and errors fall');
  await portal.send('/v2/change/enqueue', {
    routing_key: keyOf(services.checkout),
    payload: {
      summary: 'checkout rolled back to v340 by Ana Ruiz',
      source: 'ci.example.test',
    },
  });
  await command(people.ana, down.id, 'notes', {
    text: 'Rolled back to v340. Errors are falling.',
  });
  await pause(10);

  tell('The monitors recover');
  await event(services.payments, 'resolve', 'slow');
  await event(services.checkout, 'resolve', 'errors');
  await pause(6);

  tell('Checkout was major: people say when it is over');
  await command(people.ana, down.id, 'resolve', {
    note: 'v341 asked for five times the connections. v340 is stable for ten minutes.',
  });
  await command(people.leila, shop.id, 'resolve', {
    note: 'Orders come in again.',
  });
  return [slow.id, down.id, shop.id];
}
