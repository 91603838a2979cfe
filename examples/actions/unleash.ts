// An action of one's own for plays in forty lines: turns a feature off in Unleash (https://www.getunleash.io).
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  incidentsPlayActionsExtensionPoint,
  PermanentActionError,
} from '@muster/backstage-plugin-incidents-node';
import { z } from 'zod';

export default createBackendModule({
  pluginId: 'incidents',
  moduleId: 'unleash',
  register(env) {
    env.registerInit({
      deps: {
        plays: incidentsPlayActionsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ plays, config }) {
        const server = config.getString('unleash.server');
        const token = config.getString('unleash.token');
        plays.addAction({
          id: 'unleash.turn-off@1',
          title: 'Turn a feature off (Unleash)',
          description:
            'Turns a feature off in one environment. Nothing happens when it is off already.',
          input: z.strictObject({
            project: z.string().default('default'),
            feature: z.string().min(1).describe('As Unleash names it'),
            environment: z.string().default('production'),
          }),
          output: z.object({ answered: z.number() }),
          idempotent: true,
          reversible: true,
          simulate: async ({ feature, environment }) => [
            `Turns ${feature} off in ${environment}`,
          ],
          async run({ project, feature, environment }, { signal }) {
            const path = `${project}/features/${feature}/environments/${environment}/off`;
            const { status, ok } = await fetch(
              `${server}/api/admin/projects/${path}`,
              { method: 'POST', headers: { authorization: token }, signal },
            );
            if (ok) return { answered: status };
            const said = `Unleash answered ${status} for ${feature}`;
            if (status < 429) throw new PermanentActionError(said);
            // What is thrown otherwise is tried again, as the step says.
            throw new Error(said);
          },
        });
      },
    });
  },
});
