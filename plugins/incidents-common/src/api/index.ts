import { alertsApi } from './alerts';
import { directoryApi } from './directory';
import { escalationApi } from './escalation';
import { incidentsApi } from './incidents';
import { onCallApi } from './oncall';
import { pagingApi } from './paging';
import { portalApi } from './portal';

export * from './alerts';
export * from './directory';
export * from './endpoint';
export * from './escalation';
export * from './incidents';
export * from './oncall';
export * from './paging';
export * from './portal';

/**
 * Every endpoint, once. From this table come the mounted routes, the typed client, the
 * OpenAPI document, the authorization matrix and the fuzzer's targets.
 *
 * @public
 */
export const contract = {
  incidents: incidentsApi,
  alerts: alertsApi,
  directory: directoryApi,
  oncall: onCallApi,
  escalation: escalationApi,
  paging: pagingApi,
  portal: portalApi,
};
