import { playDocumentSchema } from '@muster/backstage-plugin-incidents-common';
import { looksOf } from './looks';

const note = { id: 'note', action: 'incident.note', with: { text: 'So' } };
const nothing = { entity: false, alert: false, change: false };

it.each([
  ['nothing', {}, nothing],
  ['a name in another', { when: 'incident.entityName == "changed"' }, nothing],
  [
    'a condition of several lines',
    { when: 'incident.severity == "SEV1" &&\nentity.tier <= 2' },
    { ...nothing, entity: true },
  ],
  [
    'a step’s condition, behind a tab',
    { steps: [{ ...note, when: '!(\n\towner.name == "")' }] },
    { ...nothing, entity: true },
  ],
  [
    'a branch',
    {
      steps: [
        { id: 'c', choose: [{ when: '\nalert.source == "x"', steps: [note] }] },
      ],
    },
    { ...nothing, alert: true },
  ],
  [
    'a template',
    { steps: [{ ...note, with: { text: 'After {{\nchange.summary }}' } }] },
    { ...nothing, change: true },
  ],
  [
    'what follows from a failure',
    { onFailure: [{ ...note, with: { text: '{{ onCall[0].name }}' } }] },
    { ...nothing, entity: true },
  ],
])('what a play looks at: %s', (_, written, looks) => {
  const document = playDocumentSchema.parse({
    name: 'Look',
    ownerRef: 'group:default/payments',
    steps: [note],
    ...written,
  });
  expect(looksOf(document)).toEqual(looks);
});
