import {
  ApiBlueprint,
  coreExtensionData,
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { IncidentsClient } from '@muster/backstage-plugin-incidents-common';
import { AddonBlueprint } from '@backstage/plugin-techdocs-react/alpha';
import { RiAlarmWarningLine } from '@remixicon/react';
import { incidentsApiRef } from './api';
import { tabPages } from './pages';
import { docsAddonOptions } from './postmortems/entity/docsAddonOptions';
import {
  incidentRouteRef,
  playRouteRef,
  playRunRouteRef,
  postmortemRouteRef,
  postmortemsRouteRef,
  rootRouteRef,
  scheduleRouteRef,
} from './routes';

const api = ApiBlueprint.make({
  params: define =>
    define({
      api: incidentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new IncidentsClient(deps),
    }),
});

const page = PageBlueprint.makeWithOverrides({
  factory: (original, { inputs }) =>
    original({
      path: '/incidents',
      title: 'Incidents',
      icon: <RiAlarmWarningLine />,
      routeRef: rootRouteRef,
      // The router draws the framework's header with the sub-pages as tabs.
      noHeader: true,
      loader: async () => {
        const { IncidentsRouter } = await import('./IncidentsRouter');
        const tabs = inputs.pages.map(tab => ({
          path: tab.get(coreExtensionData.routePath),
          title:
            tab.get(coreExtensionData.title) ??
            tab.get(coreExtensionData.routePath),
          element: tab.get(coreExtensionData.reactElement),
        }));
        return <IncidentsRouter tabs={tabs} />;
      },
    }),
});

/** `sub-page:incidents/now` and so on: a portal can switch each off, or add its own. */
const subPages = tabPages.map(({ path, title, load }) =>
  SubPageBlueprint.make({
    name: path,
    params: {
      path,
      title,
      loader: async () => {
        const Content = await load();
        return <Content />;
      },
    },
  }),
);

/** A service, a website, an API, a database … whatever can break. */
const canBreak = {
  kind: { $in: ['component', 'system', 'api', 'resource', 'domain'] },
};

const incidentsCard = EntityCardBlueprint.make({
  name: 'incidents',
  params: {
    type: 'content',
    filter: canBreak,
    loader: () => import('./entity/cards').then(m => <m.EntityIncidentsCard />),
  },
});

const onCallCard = EntityCardBlueprint.make({
  name: 'on-call',
  params: {
    type: 'info',
    filter: canBreak,
    loader: () => import('./entity/cards').then(m => <m.EntityOnCallCard />),
  },
});

const groupOnCallCard = EntityCardBlueprint.make({
  name: 'group-on-call',
  params: {
    type: 'info',
    filter: { kind: 'group' },
    loader: () =>
      import('./entity/cards').then(m => <m.EntityGroupOnCallCard />),
  },
});

const incidentsTab = EntityContentBlueprint.make({
  name: 'incidents',
  params: {
    path: 'incidents',
    title: 'Incidents',
    group: 'operation',
    filter: canBreak,
    loader: () =>
      import('./entity/EntityIncidentsContent').then(m => (
        <m.EntityIncidentsContent />
      )),
  },
});

const escalationTab = EntityContentBlueprint.make({
  name: 'escalation',
  params: {
    path: 'escalation',
    title: 'Escalation',
    group: 'development',
    filter: canBreak,
    loader: () =>
      import('./escalation/EntityEscalationContent').then(m => (
        <m.EntityEscalationContent />
      )),
  },
});

const postmortemsCard = EntityCardBlueprint.make({
  name: 'postmortems',
  params: {
    type: 'content',
    filter: canBreak,
    loader: () =>
      import('./entity/cards').then(m => <m.EntityPostmortemsCard />),
  },
});

const postmortemsTab = EntityContentBlueprint.make({
  name: 'postmortems',
  params: {
    path: 'postmortems',
    title: 'Postmortems',
    group: 'documentation',
    filter: canBreak,
    loader: () =>
      import('./postmortems/entity/EntityPostmortemsContent').then(m => (
        <m.EntityPostmortemsContent />
      )),
  },
});

/** Above the docs of an entity that postmortems tell of. */
const docsAddon = AddonBlueprint.make({
  name: 'postmortems',
  params: docsAddonOptions,
});

export {
  incidentsEscalationTranslationRef,
  incidentsLearnedTranslationRef,
  incidentsOnCallTranslationRef,
  incidentsPlaysTranslationRef,
  incidentsPostmortemsTranslationRef,
  incidentsSettingsTranslationRef,
  incidentsTranslationRef,
} from './translation';

/** Incidents in the new frontend system. @alpha */
export default createFrontendPlugin({
  pluginId: 'incidents',
  title: 'Incidents',
  icon: <RiAlarmWarningLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    incident: incidentRouteRef,
    schedule: scheduleRouteRef,
    play: playRouteRef,
    playRun: playRunRouteRef,
    postmortems: postmortemsRouteRef,
    postmortem: postmortemRouteRef,
  },
  extensions: [
    api,
    page,
    ...subPages,
    incidentsCard,
    onCallCard,
    groupOnCallCard,
    incidentsTab,
    escalationTab,
    postmortemsCard,
    postmortemsTab,
    docsAddon,
  ],
});
