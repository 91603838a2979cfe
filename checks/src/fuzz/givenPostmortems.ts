import { contract } from '@muster/backstage-plugin-incidents-common';
import { HostilePortal } from './HostilePortal';
import { Known } from './Known';

/** Enough of a PNG to be taken for one. */
const image = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');

/** Makes a postmortem, with one of everything that a request can name of it. */
export async function makePostmortem(
  portal: HostilePortal,
  known: Known,
  name: string,
): Promise<void> {
  const member = portal.as('member');
  const { incidents, postmortems } = contract;
  const incident = await member.call(incidents.create, {
    body: { entityRef: 'component:default/checkout', title: `${name}, over` },
  });
  await member.call(incidents.resolve, { params: { id: incident.name } });
  const postmortem = await member.call(postmortems.open, {
    body: { incidentId: incident.name },
  });
  known.add('postmortem', postmortem.name);
  const params = { id: postmortem.name };
  const entry = await member.call(postmortems.addEntry, {
    params,
    body: { at: incident.openedAt, text: name },
  });
  known.add('entry', entry.id);
  const { items } = await member.call(postmortems.timeline, { params });
  known.add('entry', ...items.slice(0, 5).map(({ id }) => id));
  const comment = await member.call(postmortems.comment, {
    params,
    body: { text: name },
  });
  known.add('comment', comment.id);
  const kept = await member.call(postmortems.addImage, {
    params,
    body: { name, data: image },
  });
  known.add('image', kept.id);
  const { tree } = await member.call(postmortems.addFactor, {
    params,
    body: { text: name, factor: name },
  });
  known.add('answer', ...tree.map(({ id }) => id));
  const followUp = await member.call(postmortems.addFollowUp, {
    params,
    body: { title: name },
  });
  known.add('follow-up', followUp.name);
  const template = await member.call(postmortems.addTemplate, {
    body: {
      name,
      ownerRef: 'group:default/payments',
      sections: [
        { key: 'summary', title: 'Summary', body: '{{ incident.title }}' },
      ],
    },
  });
  known.add('template', template.id);
}
