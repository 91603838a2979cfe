import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  createBackendPlugin,
  coreServices,
} from '@backstage/backend-plugin-api';
import { RegisterCollatorParameters } from '@backstage/plugin-search-backend-node';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { TestPipeline } from '@backstage/plugin-search-backend-node';
import searchModuleIncidents from './index';

const postmortem = (id: number) => ({
  id,
  name: `PM-${id}`,
  title: 'Checkout stood still',
  text: 'The pool was exhausted',
  severity: 'SEV1',
  entity: { ref: 'component:default/checkout', name: 'checkout' },
  owner: id === 1 ? null : { ref: 'group:default/payments', name: 'Payments' },
  occurredAt: '2026-03-02T09:00:00.000Z',
});

it('gives search every page of published postmortems, by a service’s own right', async () => {
  const asked: unknown[] = [];
  const incidents = createBackendPlugin({
    pluginId: 'incidents',
    register(env) {
      env.registerInit({
        deps: {
          httpRouter: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        async init({ httpRouter, httpAuth }) {
          httpRouter.use(async (req, res) => {
            const { principal } = await httpAuth.credentials(req, {
              allow: ['service'],
            });
            asked.push([req.path, req.query.cursor, principal.subject]);
            const isFirst = req.query.cursor === '0';
            res.json({
              items: [postmortem(isFirst ? 1 : 2)],
              nextCursor: isFirst ? '1' : null,
            });
          });
        },
      });
    },
  });
  const collators: RegisterCollatorParameters[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [
        searchIndexRegistryExtensionPoint,
        {
          addCollator: collator => collators.push(collator),
          addDecorator: () => {},
        },
      ],
    ],
    features: [
      searchModuleIncidents,
      incidents,
      mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
    ],
  });
  const [{ factory }] = collators;
  expect([factory.type, factory.visibilityPermission?.name]).toEqual([
    'postmortem',
    'incidents.incident.read',
  ]);
  const { documents } = await TestPipeline.fromCollator(
    await factory.getCollator(),
  ).execute();
  expect(documents).toEqual([
    {
      title: 'PM-1 Checkout stood still',
      text: 'The pool was exhausted',
      location: '/incidents/postmortems/PM-1',
      severity: 'SEV1',
      entityRef: 'component:default/checkout',
      ownerRef: '',
      occurredAt: '2026-03-02T09:00:00.000Z',
      authorization: { resourceRef: 'postmortem:1' },
    },
    expect.objectContaining({
      location: '/incidents/postmortems/PM-2',
      ownerRef: 'group:default/payments',
    }),
  ]);
  const { subject } = mockCredentials.service('plugin:search').principal;
  expect(asked).toEqual([
    ['/v1/postmortem-texts', '0', subject],
    ['/v1/postmortem-texts', '1', subject],
  ]);
  await backend.stop();
});
