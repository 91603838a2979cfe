import { alertsApi } from './alerts';
import { contactsApi } from './contacts';
import { directoryApi } from './directory';
import { escalationApi } from './escalation';
import { escalationProofApi } from './escalationProof';
import { incidentsApi } from './incidents';
import { ledgerApi } from './ledger';
import { onCallApi } from './oncall';
import { pagingApi } from './paging';
import { playsApi } from './plays';
import { playRunsApi } from './playRuns';
import { playTrialsApi } from './playTrials';
import { followUpsApi } from './followUps';
import { portalApi } from './portal';
import { postmortemDraftApi } from './postmortemDraft';
import { postmortemFactorsApi } from './postmortemFactors';
import { postmortemFeedbackApi } from './postmortemFeedback';
import { postmortemsApi } from './postmortems';
import { postmortemSharingApi } from './postmortemSharing';
import { upkeepApi } from './upkeep';
import { watchdogApi } from './watchdog';

export * from './alerts';
export * from './contacts';
export * from './directory';
export * from './endpoint';
export * from './escalation';
export * from './escalationProof';
export * from './incidents';
export * from './ledger';
export * from './oncall';
export * from './paging';
export * from './plays';
export * from './playRuns';
export * from './playTrials';
export * from './followUps';
export * from './portal';
export * from './postmortemDraft';
export * from './postmortemFactors';
export * from './postmortemFeedback';
export * from './postmortems';
export * from './postmortemShapes';
export * from './postmortemSteps';
export * from './postmortemSharing';
export * from './upkeep';
export * from './watchdog';

/**
 * Every endpoint, once. From this table come the mounted routes, the typed client, the
 * OpenAPI document, the authorization matrix and the fuzzer's targets.
 *
 * @public
 */
export const contract = {
  incidents: incidentsApi,
  alerts: { ...alertsApi, ...upkeepApi },
  directory: directoryApi,
  oncall: onCallApi,
  escalation: { ...escalationApi, ...escalationProofApi },
  paging: { ...pagingApi, ...contactsApi, ...ledgerApi },
  // Fixed paths before those with parameters.
  plays: { ...playTrialsApi, ...playRunsApi, ...playsApi },
  postmortems: {
    ...postmortemsApi,
    ...postmortemDraftApi,
    ...postmortemFactorsApi,
    ...postmortemFeedbackApi,
    ...followUpsApi,
    ...postmortemSharingApi,
  },
  portal: portalApi,
  watchdog: watchdogApi,
};
