import { playDocumentSchema } from '@muster/backstage-plugin-incidents-common';
import { secretsOf } from './secretOwners';

const sends = (secret: unknown) => ({
  url: 'https://a.example/',
  headers: [{ name: 'Authorization', secret }],
});

it('finds the secrets that a play names, at every depth, in requests only', () => {
  const document = playDocumentSchema.parse({
    name: 'Deep',
    ownerRef: 'group:default/payments',
    steps: [
      { id: 'a', action: 'http.request@1', with: sends('FIRST') },
      {
        id: 'b',
        choose: [
          {
            when: 'true',
            steps: [{ id: 'c', action: 'http.request@1', with: sends('DEEP') }],
          },
        ],
      },
      { id: 'd', action: 'incident.note@1', with: sends('NONE') },
      {
        id: 'e',
        action: 'http.request@1',
        with: { ...sends({ cel: 'inputs.name' }), json: { secret: 'DATA' } },
      },
    ],
    onFailure: [{ id: 'f', action: 'http.request@1', with: sends('LAST') }],
  });
  expect(secretsOf(document)).toEqual(['FIRST', 'DEEP', 'LAST']);
});
