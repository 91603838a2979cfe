import { createApiRef } from '@backstage/core-plugin-api';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';

/** The typed client of the incidents backend. @public */
export const incidentsApiRef = createApiRef<IncidentsClient>({
  id: 'plugin.incidents.client',
});
