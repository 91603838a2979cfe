// Not from `./alpha`, which declares the locations and does not have them at run time.
import { TechDocsAddonLocations } from '@backstage/plugin-techdocs-react';
import { lazy, Suspense } from 'react';

const DocsPostmortems = lazy(() =>
  import('./DocsPostmortems').then(m => ({ default: m.DocsPostmortems })),
);

/** The addon of TechDocs, the same in both frontend systems; what it shows is fetched with the first docs. */
export const docsAddonOptions = {
  name: 'Postmortems',
  location: TechDocsAddonLocations.Subheader,
  component: () => (
    // All the width that the settings of the docs beside it leave.
    <div style={{ flex: 1, minWidth: 0 }}>
      <Suspense fallback={null}>
        <DocsPostmortems />
      </Suspense>
    </div>
  ),
};
