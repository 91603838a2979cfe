import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { incidentsPlugin } from './plugin';

/** The incidents backend; and, where there is a catalog beside it, what checks annotations there. */
export default createBackendFeatureLoader({
  loader: () => [
    incidentsPlugin,
    import('@muster/backstage-plugin-catalog-backend-module-incidents'),
  ],
});
