import { lazy, Suspense } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { IncidentsRoot } from '../data';
import { LoadingState, useLayout } from '../kit';
import { PostmortemList } from './browse/PostmortemList';

// The browser is what most people come for; the rest, and the editor above all, is fetched by who opens it.
const ReadPage = lazy(() =>
  import('./read/ReadPage').then(m => ({ default: m.ReadPage })),
);
const FollowUpBoard = lazy(() =>
  import('./board/FollowUpBoard').then(m => ({ default: m.FollowUpBoard })),
);
const FactorPage = lazy(() =>
  import('./browse/FactorPage').then(m => ({ default: m.FactorPage })),
);
const FactorsPage = lazy(() =>
  import('./browse/FactorsPage').then(m => ({ default: m.FactorsPage })),
);
const ImportPage = lazy(() =>
  import('./import/ImportPage').then(m => ({ default: m.ImportPage })),
);
const EditPostmortemPage = lazy(() =>
  import('./write/EditPostmortemPage').then(m => ({
    default: m.EditPostmortemPage,
  })),
);
const TemplatesPage = lazy(() =>
  import('./write/templates/TemplatesPage').then(m => ({
    default: m.TemplatesPage,
  })),
);

/** Everything below `/incidents/postmortems`. */
export const PostmortemsPage = () => (
  <IncidentsRoot name="postmortems">
    <div className={useLayout().page}>
      <Suspense fallback={<LoadingState />}>
        <Routes>
          <Route path="/" element={<PostmortemList />} />
          <Route path="follow-ups" element={<FollowUpBoard />} />
          <Route path="import" element={<ImportPage />} />
          <Route path="factors" element={<FactorsPage />} />
          <Route path="factors/:id" element={<OneFactor />} />
          <Route path="templates" element={<TemplatesPage />} />
          <Route path=":name" element={<OneRead />} />
          <Route path=":name/edit" element={<OneEdited />} />
        </Routes>
      </Suspense>
    </div>
  </IncidentsRoot>
);

// What was typed about one is not taken along to the next: each has a key.

const OneRead = () => {
  const { name = '' } = useParams();
  return <ReadPage key={name} name={name} />;
};

const OneEdited = () => {
  const { name = '' } = useParams();
  return <EditPostmortemPage key={name} name={name} />;
};

const OneFactor = () => {
  const { id = '' } = useParams();
  return <FactorPage key={id} id={id} />;
};
