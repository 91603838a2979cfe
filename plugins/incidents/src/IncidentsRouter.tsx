import { Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PageLayout } from '@backstage/frontend-plugin-api';
import { RiAlarmWarningLine } from '@remixicon/react';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { loadIncidentPage, tabPages } from './pages';
import { rootRouteRef } from './routes';

const tabs = tabPages.map(({ path, title, load }) => ({
  path,
  title,
  Content: lazy(async () => ({ default: await load() })),
}));
const Incident = lazy(async () => ({ default: await loadIncidentPage() }));

/**
 * Everything below `/incidents` in the new frontend system. A page of sub-pages could not have a place
 * for `/incidents/INC-7` without giving it a tab.
 */
export const IncidentsRouter = () => {
  const root = useRouteRef(rootRouteRef)();
  return (
    <PageLayout
      title="Incidents"
      icon={<RiAlarmWarningLine />}
      titleLink={root}
      tabs={tabs.map(({ path, title }) => ({
        id: path,
        label: title,
        href: `${root}/${path}`,
      }))}
    >
      <Suspense fallback={<Progress />}>
        <Routes>
          <Route path="/" element={<Navigate to={tabs[0].path} replace />} />
          {tabs.map(({ path, Content }) => (
            <Route key={path} path={`${path}/*`} element={<Content />} />
          ))}
          <Route path=":name" element={<Incident />} />
        </Routes>
      </Suspense>
    </PageLayout>
  );
};
