import { contract } from '@muster/backstage-plugin-incidents-common';
import { HostilePortal } from './HostilePortal';
import { Known } from './Known';

const entityRef = 'component:default/checkout';
const ownerRef = 'group:default/payments';
let count = 0;

/**
 * Makes one more of everything that a request can name, since requests also remove things: an
 * incident with a page and its link, an integration, a schedule, a policy.
 */
export async function makeMore(
  portal: HostilePortal,
  known: Known,
): Promise<void> {
  count += 1;
  const name = `given ${count}`;
  const member = portal.as('member');
  const { incidents, alerts, oncall, escalation, paging } = contract;
  const incident = await member.call(incidents.create, {
    body: { entityRef, title: name },
  });
  await portal.as('responder').call(incidents.join, {
    params: { id: incident.name },
  });
  known.add('incident', incident.name);
  for (const part of ['to send', 'to revoke']) {
    const { id, key } = await member.call(alerts.createIntegration, {
      body: { name: `${name}, ${part}`, entityRef },
    });
    known.add('key', key);
    if (part === 'to revoke') known.add('integration', id);
  }
  const schedule = await member.call(oncall.createSchedule, {
    body: {
      name,
      ownerRef,
      timezone: 'Europe/Zurich',
      layers: [
        {
          name: 'Weekly',
          rotation: {
            unit: 'week',
            every: 1,
            startDate: '2026-01-05',
            handoffTime: '09:00',
            participants: ['user:default/ana', 'user:default/ben'],
          },
        },
      ],
    },
  });
  known.add('schedule', schedule.id);
  const policy = await member.call(escalation.createPolicy, {
    body: {
      name,
      ownerRef,
      steps: [{ targets: [{ type: 'schedule', id: schedule.id }] }],
    },
  });
  known.add('policy', policy.id);
  const { items: mails } = await member.call(paging.mailbox, {
    query: { limit: 20 },
  });
  known.add(
    'token',
    ...mails.flatMap(
      ({ text }) => /\/public\/acknowledge\/(\S+)/.exec(text)?.[1] ?? [],
    ),
  );
}
