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

/** `/incidents/plays`, the list of plays; the editor of a new one stands below it. */
export const playsRouteRef = createSubRouteRef({
  id: 'incidents/plays',
  parent: rootRouteRef,
  path: '/plays',
});

/** `/incidents/plays/:id`, a play; its editor stands below it. */
export const playRouteRef = createSubRouteRef({
  id: 'incidents/play',
  parent: rootRouteRef,
  path: '/plays/:id',
});

/** `/incidents/plays/runs/:runId`, one run of a play. */
export const playRunRouteRef = createSubRouteRef({
  id: 'incidents/play-run',
  parent: rootRouteRef,
  path: '/plays/runs/:runId',
});
