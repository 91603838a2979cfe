import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { AnnotationsProcessor } from './AnnotationsProcessor';

/**
 * Reports faulty `incidents/…` annotations on the entities that have them.
 *
 * @public
 */
export const catalogModuleIncidents = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'incidents',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.addProcessor(new AnnotationsProcessor());
      },
    });
  },
});
