import { lazy, Suspense } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { IncidentsRoot } from '../data';
import { LoadingState } from '../kit';
import { SchedulesPage } from './list/SchedulesPage';

// The list is what most people come for; the calendar is fetched by who opens it.
const SchedulePage = lazy(() =>
  import('./schedule/SchedulePage').then(m => ({ default: m.SchedulePage })),
);

/** Who is on call: all schedules, and the page of each. */
export const OnCallPage = () => (
  <IncidentsRoot name="on-call">
    <Suspense fallback={<LoadingState />}>
      <Routes>
        <Route path="/" element={<SchedulesPage />} />
        <Route path=":id" element={<OneSchedule />} />
      </Routes>
    </Suspense>
  </IncidentsRoot>
);

const OneSchedule = () => {
  const { id = '' } = useParams();
  // What was typed about one schedule is not taken along to the next.
  return <SchedulePage key={id} id={id} />;
};
