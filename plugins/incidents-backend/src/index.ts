import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { incidentsPlugin } from './plugin';

/** The incidents backend; and, where the catalog and search are beside it, what checks annotations and finds postmortems there. */
export default createBackendFeatureLoader({
  loader: () => [
    incidentsPlugin,
    import('@muster/backstage-plugin-catalog-backend-module-incidents'),
    import('@muster/backstage-plugin-search-backend-module-incidents'),
  ],
});
