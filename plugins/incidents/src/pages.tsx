import { ComponentType } from 'react';

/** A tab of `/incidents`. */
export interface TabPage {
  readonly path: string;
  readonly title: string;
  readonly load: () => Promise<ComponentType>;
}

/** The tabs, in their order; the legacy and the new frontend system show the same. */
export const tabPages: readonly TabPage[] = [
  {
    path: 'now',
    title: 'Now',
    load: () => import('./incidents/NowPage').then(m => m.NowPage),
  },
  {
    path: 'all',
    title: 'Incidents',
    load: () => import('./incidents/IncidentsPage').then(m => m.IncidentsPage),
  },
];

/** The page of one incident, which has no tab. */
export const loadIncidentPage = () =>
  import('./incident/IncidentPage').then(m => m.IncidentPage);
