import { Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { lazy, ReactElement, Suspense } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router-dom';
import { loadIncidentPage } from './pages';
import { incidentRouteRef } from './routes';

/** A tab, ready to be shown. */
export interface Tab {
  /** Below `/incidents`. */
  readonly path: string;
  readonly title: string;
  readonly element: ReactElement;
}

const Incident = lazy(async () => ({ default: await loadIncidentPage() }));

/** Everything below `/incidents`, without a header: the tabs, and one incident, which has no tab. */
export const IncidentsRoutes = ({ tabs }: { tabs: readonly Tab[] }) => (
  <Suspense fallback={<Progress />}>
    <Routes>
      {tabs.length > 0 && (
        <Route path="/" element={<Navigate to={tabs[0].path} replace />} />
      )}
      {tabs.map(({ path, element }) => (
        <Route key={path} path={`${path}/*`} element={element} />
      ))}
      <Route path=":name" element={<OneIncident />} />
    </Routes>
  </Suspense>
);

const OneIncident = () => {
  const { name = '' } = useParams();
  const toIncident = useRouteRef(incidentRouteRef);
  return (
    <BreadcrumbEntry entry={{ label: name, href: toIncident({ name }) }}>
      {/* What was typed about one incident is not taken along to the next. */}
      <Incident key={name} name={name} />
    </BreadcrumbEntry>
  );
};
