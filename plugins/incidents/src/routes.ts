import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** `/incidents`. @public */
export const rootRouteRef = createRouteRef({ id: 'incidents' });

/** `/incidents/INC-128`. @public */
export const incidentRouteRef = createSubRouteRef({
  id: 'incidents/incident',
  parent: rootRouteRef,
  path: '/:name',
});

/** `/incidents/on-call/:id`, a schedule. @public */
export const scheduleRouteRef = createSubRouteRef({
  id: 'incidents/schedule',
  parent: rootRouteRef,
  path: '/on-call/:id',
});
