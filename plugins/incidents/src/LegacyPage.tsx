import { Header, HeaderTabs, Page, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { lazy, Suspense } from 'react';
import {
  Navigate,
  Route,
  Routes,
  useLocation,
  useNavigate,
} from 'react-router-dom';
import { loadIncidentPage, tabPages } from './pages';
import { rootRouteRef } from './routes';

const tabs = tabPages.map(({ path, title, load }) => ({
  path,
  title,
  Content: lazy(async () => ({ default: await load() })),
}));
const Incident = lazy(async () => ({ default: await loadIncidentPage() }));

/** Everything below `/incidents` in the legacy frontend system, with its page and header. */
export const LegacyPage = () => {
  const root = useRouteRef(rootRouteRef)();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const selected = tabs.findIndex(({ path }) =>
    pathname.startsWith(`${root}/${path}`),
  );
  return (
    <Page themeId="tool">
      <Header title="Incidents" />
      <HeaderTabs
        selectedIndex={Math.max(0, selected)}
        onChange={index => navigate(`${root}/${tabs[index].path}`)}
        tabs={tabs.map(({ path, title }) => ({ id: path, label: title }))}
      />
      <div style={{ gridArea: 'pageContent', overflow: 'auto' }}>
        <Suspense fallback={<Progress />}>
          <Routes>
            <Route path="/" element={<Navigate to={tabs[0].path} replace />} />
            {tabs.map(({ path, Content }) => (
              <Route key={path} path={`${path}/*`} element={<Content />} />
            ))}
            <Route path=":name" element={<Incident />} />
          </Routes>
        </Suspense>
      </div>
    </Page>
  );
};
