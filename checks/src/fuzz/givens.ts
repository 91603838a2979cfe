import { contract } from '@muster/backstage-plugin-incidents-common';
import { HostilePortal } from './HostilePortal';
import { Known } from './Known';
import { makePostmortem } from './givenPostmortems';

const entityRef = 'component:default/checkout';
const ownerRef = 'group:default/payments';
let count = 0;

/**
 * Makes one more of everything that a request can name, since requests also remove things: an
 * incident with a page and its link, an integration, a schedule with what people say about it, a policy, a postmortem.
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
  await makeDuty(portal, known, schedule.id);
  await makePostmortem(portal, known, name);
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

/** Far enough ahead for any run. */
const nextYear = new Date().getUTCFullYear() + 1;
const span = (month: number) => ({
  start: new Date(Date.UTC(nextYear, month, 1)).toISOString(),
  end: new Date(Date.UTC(nextYear, month, 2)).toISOString(),
});

async function makeDuty(
  portal: HostilePortal,
  known: Known,
  scheduleId: string,
): Promise<void> {
  const member = portal.as('member');
  const { oncall } = contract;
  const override = await member.call(oncall.addOverride, {
    params: { id: scheduleId },
    body: { kind: 'add', personRef: 'user:default/carla', ...span(1) },
  });
  known.add('override', override.id);
  // The member is on call every other week.
  const { shifts } = await member.call(oncall.myOnCall, {});
  const last = shifts.findLast(({ schedule }) => schedule.id === scheduleId);
  if (last) {
    const request = await member.call(oncall.requestCover, {
      params: { id: scheduleId },
      body: { askedRef: 'user:default/ben', start: last.start, end: last.end },
    });
    known.add('request', request.id);
  }
  const leave = await member.call(oncall.addLeave, { body: span(2) });
  known.add('leave', leave.id);
  const feed = await member.call(oncall.addFeed, { body: { scheduleId } });
  known.add('feed', feed.id);
  known.add('calendar', feed.url.replace(/^.*\//, ''));
}
