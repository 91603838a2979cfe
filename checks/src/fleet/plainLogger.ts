import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { transports } from 'winston';

/**
 * The log without looking for secrets in it: nothing here is secret, and what the default one does for
 * that (it compiles every package's config schema) is a third of a start.
 */
export const plainLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: {},
  factory: () =>
    WinstonLogger.create({
      level: 'info',
      format: WinstonLogger.colorFormat(),
      transports: [new transports.Console()],
    }),
});
