import { contract } from '@muster/backstage-plugin-incidents-common';
import { StartedIncidents } from './startIncidents';

/** A dot, as PNG. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Puts something into every table of postmortems, by writing one. */
export async function fillPostmortems(muster: StartedIncidents): Promise<void> {
  const api = contract.postmortems;
  const ana = muster.as('ana');
  const incident = await ana.call(contract.incidents.create, {
    body: { entityRef: 'component:default/checkout', title: 'Down' },
  });
  await ana.call(contract.incidents.resolve, {
    params: { id: incident.name },
    body: {},
  });
  const { id } = await ana.call(api.open, {
    body: { incidentId: incident.name },
  });
  const params = { id: String(id) };
  await ana.call(api.saveSection, {
    params: { ...params, key: 'summary' },
    body: { version: 0, body: 'Nobody could pay.' },
  });
  await ana.call(api.addEntry, {
    params,
    body: { at: '2026-03-02T07:00:00Z', text: 'Somebody noticed' },
  });
  await ana.call(api.addFactor, {
    params,
    body: { text: 'The pool was empty', factor: 'Connection pool' },
  });
  await ana.call(api.addFollowUp, { params, body: { title: 'Larger pool' } });
  await ana.call(api.comment, { params, body: { text: 'Well found' } });
  await ana.call(api.addImage, { params, body: { name: 'dot', data: dot } });
  await ana.call(api.addTemplate, {
    body: {
      name: 'Short',
      ownerRef: 'group:default/payments',
      sections: [{ key: 'summary', title: 'Summary' }],
    },
  });
  // Everybody may read it, and it is counted.
  const {
    items: [imported],
  } = await ana.call(api.import, {
    body: {
      files: [
        {
          name: '2026-03-02-disk.md',
          text: 'The disk was full.',
          entityRef: 'component:default/checkout',
        },
      ],
    },
  });
  const open = { params: { id: imported.name } };
  const { version } = await ana.call(api.amend, {
    ...open,
    body: { reason: 'Who took part' },
  });
  await ana.call(api.edit, {
    ...open,
    body: { version, participants: ['user:default/ana'] },
  });
  await ana.call(api.giveFeedback, { ...open, body: { score: 4 } });
  await ana.call(api.makeFeed, {});
}
