import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AlphaEntity } from '@backstage/catalog-model/alpha';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import request from 'supertest';
import catalogModuleIncidents from './index';

jest.setTimeout(60_000);

const entity = (name: string, annotation: string) => `---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  annotations: { ${annotation} }
spec: { type: service, lifecycle: production, owner: team }
`;

it('reports faulty annotations on the entity, which stays in the real catalog', async () => {
  const target = join(
    await mkdtemp(join(tmpdir(), 'annotations-')),
    'catalog-info.yaml',
  );
  await writeFile(
    target,
    entity('well', "incidents/tier: '1'") +
      entity('ill', "incidents/severity-flor: 'SEV2', incidents/tier: '7'"),
  );
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleIncidents,
      mockServices.rootConfig.factory({
        data: {
          backend: { baseUrl: 'http://localhost:7007' },
          catalog: {
            processingInterval: { seconds: 1 },
            locations: [{ type: 'file', target }],
          },
        },
      }),
    ],
  });
  const get = async (name: string): Promise<AlphaEntity> => {
    for (;;) {
      const { status, body } = await request(backend.server)
        .get(`/api/catalog/entities/by-name/component/default/${name}`)
        .set('authorization', mockCredentials.service.header());
      if (status === 200) return body;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };
  expect((await get('well')).status).toBeUndefined();
  const ill = await get('ill');
  expect(ill.relations).toContainEqual({
    type: 'ownedBy',
    targetRef: 'group:default/team',
  });
  const [unknown, malformed] = ill.status?.items ?? [];
  expect(unknown).toMatchObject({
    type: 'backstage.io/catalog-processing',
    level: 'error',
    message: expect.stringContaining('did you mean incidents/severity-floor?'),
  });
  expect(malformed.error?.message).toBe(
    "incidents/tier is '7', expected 1, 2, 3 or 4",
  );
  await backend.stop();
});
