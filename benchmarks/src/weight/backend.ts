// A small backend, with the incidents plugin and without. It is started with asPublished.cjs.
import { createRequire } from 'node:module';
import { createBackend } from '@backstage/backend-defaults';

// An `import()` would find sources.
const published = createRequire(__filename);

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
if (process.env.BENCH_WITH_INCIDENTS) {
  backend.add(published('@muster/backstage-plugin-incidents-backend'));
  backend.add(
    published('@muster/backstage-plugin-incidents-backend-module-email'),
  );
}
backend.start();
