import { configApiRef, useApi } from '@backstage/core-plugin-api';
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
  {
    path: 'on-call',
    title: 'On call',
    load: () => import('./oncall/OnCallPage').then(m => m.OnCallPage),
  },
  {
    path: 'policies',
    title: 'Policies',
    load: () => import('./policies/PoliciesPage').then(m => m.PoliciesPage),
  },
  {
    path: 'plays',
    title: 'Plays',
    load: () => import('./plays/PlaysPage').then(m => m.PlaysPage),
  },
  {
    path: 'postmortems',
    title: 'Postmortems',
    load: () =>
      import('./postmortems/PostmortemsPage').then(m => m.PostmortemsPage),
  },
  {
    path: 'me',
    title: 'Me',
    load: () => import('./me/MePage').then(m => m.MePage),
  },
  {
    path: 'mailbox',
    title: 'Mailbox',
    load: () => import('./mailbox/MailboxPage').then(m => m.MailboxPage),
  },
  {
    path: 'settings',
    title: 'Settings',
    load: () => import('./settings/SettingsPage').then(m => m.SettingsPage),
  },
];

/** Those of some tabs that this portal shows: only the demo keeps mails in a mailbox. */
export function useShownTabs<T extends { readonly path: string }>(
  tabs: readonly T[],
): readonly T[] {
  const isDemo = useApi(configApiRef).getOptionalBoolean('incidents.demo');
  return isDemo ? tabs : tabs.filter(({ path }) => path !== 'mailbox');
}

/** The page of one incident, which has no tab. */
export const loadIncidentPage = () =>
  import('./incident/IncidentPage').then(m => m.IncidentPage);
