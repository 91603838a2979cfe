import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import { createTechDocsAddonExtension } from '@backstage/plugin-techdocs-react';
import { incidentsApiRef } from './api';
import { docsAddonOptions } from './postmortems/entity/docsAddonOptions';
import { rootRouteRef } from './routes';

/** Incidents in the legacy frontend system. @public */
export const incidentsPlugin = createPlugin({
  id: 'incidents',
  apis: [
    createApiFactory({
      api: incidentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new IncidentsClient(deps),
    }),
  ],
  routes: { root: rootRouteRef },
});

/** The page at `/incidents`. @public */
export const IncidentsPage = incidentsPlugin.provide(
  createRoutableExtension({
    name: 'IncidentsPage',
    mountPoint: rootRouteRef,
    component: () => import('./LegacyPage').then(m => m.LegacyPage),
  }),
);

/** Is anything wrong with this service, who has it. @public */
export const EntityIncidentsCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityIncidentsCard',
    component: {
      lazy: () => import('./entity/cards').then(m => m.EntityIncidentsCard),
    },
  }),
);

/** Who is on call for this service, and who comes after. @public */
export const EntityOnCallCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityOnCallCard',
    component: {
      lazy: () => import('./entity/cards').then(m => m.EntityOnCallCard),
    },
  }),
);

/** The schedules of this team, and who has each now; for the page of a group. @public */
export const EntityGroupOnCallCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityGroupOnCallCard',
    component: {
      lazy: () => import('./entity/cards').then(m => m.EntityGroupOnCallCard),
    },
  }),
);

/** What was learnt lately about this service. @public */
export const EntityPostmortemsCard = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityPostmortemsCard',
    component: {
      lazy: () => import('./entity/cards').then(m => m.EntityPostmortemsCard),
    },
  }),
);

/** The postmortems of this service, what comes again, and which follow-ups are not verified. @public */
export const EntityPostmortemsContent = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityPostmortemsContent',
    component: {
      lazy: () =>
        import('./postmortems/entity/EntityPostmortemsContent').then(
          m => m.EntityPostmortemsContent,
        ),
    },
  }),
);

/** Above the docs of a service: its newest postmortems and what comes again; among the addons of TechDocs. @public */
export const TechDocsPostmortems = incidentsPlugin.provide(
  createTechDocsAddonExtension(docsAddonOptions),
);

/** The incidents of this service, past and present. @public */
export const EntityIncidentsContent = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityIncidentsContent',
    component: {
      lazy: () =>
        import('./entity/EntityIncidentsContent').then(
          m => m.EntityIncidentsContent,
        ),
    },
  }),
);

/** Who is paged for this service, what would happen, and the proof that somebody wakes up. @public */
export const EntityEscalationContent = incidentsPlugin.provide(
  createComponentExtension({
    name: 'EntityEscalationContent',
    component: {
      lazy: () =>
        import('./escalation/EntityEscalationContent').then(
          m => m.EntityEscalationContent,
        ),
    },
  }),
);
