// A small backend, with the incidents plugin and without, in the form that `backstage-cli package build` gives one: all of
// it built, every import a require. It is started with asPublished.cjs.
const { createBackend } = require('@backstage/backend-defaults');

const backend = createBackend();
backend.add(require('@backstage/plugin-auth-backend'));
backend.add(require('@backstage/plugin-catalog-backend'));
backend.add(require('@backstage/plugin-permission-backend'));
backend.add(
  require('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(require('@backstage/plugin-events-backend'));
backend.add(require('@backstage/plugin-signals-backend'));
backend.add(require('@backstage/plugin-notifications-backend'));
if (process.env.BENCH_WITH_INCIDENTS) {
  backend.add(require('@muster/backstage-plugin-incidents-backend'));
  backend.add(
    require('@muster/backstage-plugin-incidents-backend-module-email'),
  );
}
backend.start();
