import { Header, HeaderTabs, Page } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { lazy } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { IncidentsRoutes } from './IncidentsRoutes';
import { tabPages, useShownTabs } from './pages';
import { rootRouteRef } from './routes';

const tabs = tabPages.map(({ path, title, load }) => {
  const Content = lazy(async () => ({ default: await load() }));
  return { path, title, element: <Content /> };
});

/** The page at `/incidents` in the legacy frontend system: its page and header around our routes. */
export const LegacyPage = () => {
  const root = useRouteRef(rootRouteRef)();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const shown = useShownTabs(tabs);
  const selected = shown.findIndex(({ path }) =>
    pathname.startsWith(`${root}/${path}`),
  );
  return (
    <Page themeId="tool">
      <Header title="Incidents" />
      <HeaderTabs
        selectedIndex={Math.max(0, selected)}
        onChange={index => navigate(`${root}/${shown[index].path}`)}
        tabs={shown.map(({ path, title }) => ({ id: path, label: title }))}
      />
      <div style={{ gridArea: 'pageContent', overflow: 'auto' }}>
        <IncidentsRoutes tabs={tabs} />
      </div>
    </Page>
  );
};
