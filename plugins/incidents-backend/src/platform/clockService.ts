import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { Clock, DatabaseClock } from './clock';

/**
 * The clock as a service, so that a test can put its own in place. The one that ships follows the
 * database's; the plugin synchronizes it.
 */
export const clockServiceRef = createServiceRef<Clock>({
  id: 'incidents.clock',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new DatabaseClock(),
    }),
});
