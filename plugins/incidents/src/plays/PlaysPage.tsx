import { lazy, Suspense } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { IncidentsRoot } from '../data';
import { LoadingState, useLayout } from '../kit';
import { PlayList } from './list/PlayList';

// The list is what most people come for; the rest, and the editor above all, is fetched by who opens it.
const PlayPage = lazy(() =>
  import('./play/PlayPage').then(m => ({ default: m.PlayPage })),
);
const RunPage = lazy(() =>
  import('./run/RunPage').then(m => ({ default: m.RunPage })),
);
const NewPlayPage = lazy(() =>
  import('./editor/NewPlayPage').then(m => ({ default: m.NewPlayPage })),
);
const EditPlayPage = lazy(() =>
  import('./editor/EditPlayPage').then(m => ({ default: m.EditPlayPage })),
);

/** Everything below `/incidents/plays`. */
export const PlaysPage = () => (
  <IncidentsRoot name="plays">
    <div className={useLayout().page}>
      <Suspense fallback={<LoadingState />}>
        <Routes>
          <Route path="/" element={<PlayList />} />
          <Route path="new" element={<NewPlayPage />} />
          <Route path="runs/:runId" element={<OneRun />} />
          <Route path=":id" element={<OnePlay />} />
          <Route path=":id/edit" element={<OneEdited />} />
        </Routes>
      </Suspense>
    </div>
  </IncidentsRoot>
);

// What was typed about one is not taken along to the next: each has a key.

const OnePlay = () => {
  const { id = '' } = useParams();
  return <PlayPage key={id} id={id} />;
};

const OneEdited = () => {
  const { id = '' } = useParams();
  return <EditPlayPage key={id} id={id} />;
};

const OneRun = () => {
  const { runId = '' } = useParams();
  return <RunPage key={runId} id={runId} />;
};
