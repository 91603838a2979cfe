// The backend of a replica: what pages need, and nothing else, so that it starts in seconds.
import { createBackend } from '@backstage/backend-defaults';
import demoAuth from 'backend/src/demoAuth';
import { plainLogger } from './plainLogger';

const backend = createBackend();
backend.add(plainLogger);

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoAuth);

// A catalog that is down answers nothing.
if (process.env.MUSTER_CHECK_CATALOG !== 'down') {
  backend.add(import('@backstage/plugin-catalog-backend'));
}

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

backend.add(import('@muster/backstage-plugin-incidents-backend'));
backend.add(import('@muster/backstage-plugin-incidents-backend-module-email'));
// The version before, which this file also runs, has no such module.
if (process.env.MUSTER_CHECK_TWILIO === 'on') {
  backend.add(
    import('@muster/backstage-plugin-incidents-backend-module-twilio'),
  );
}

backend.start();
