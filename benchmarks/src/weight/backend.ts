// A small backend, with the incidents plugin and without.
import { createBackend } from '@backstage/backend-defaults';

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
  backend.add(import('@muster/backstage-plugin-incidents-backend'));
  backend.add(
    import('@muster/backstage-plugin-incidents-backend-module-email'),
  );
}
backend.start();
