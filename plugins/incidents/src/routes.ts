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

/** `/incidents/postmortems`, the browser; follow-ups, templates and the import stand below it. */
export const postmortemsRouteRef = createSubRouteRef({
  id: 'incidents/postmortems',
  parent: rootRouteRef,
  path: '/postmortems',
});

/** `/incidents/postmortems/PM-12`; its editor stands below it. */
export const postmortemRouteRef = createSubRouteRef({
  id: 'incidents/postmortem',
  parent: rootRouteRef,
  path: '/postmortems/:name',
});

/** `/incidents/postmortems/factors/:id`, where a contributing factor was seen. */
export const factorRouteRef = createSubRouteRef({
  id: 'incidents/factor',
  parent: rootRouteRef,
  path: '/postmortems/factors/:id',
});
