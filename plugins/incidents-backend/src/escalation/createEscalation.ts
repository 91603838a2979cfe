import { Directory } from '../directory/service';
import { Incidents } from '../incidents/service';
import { OnCallAnswers, ScheduleBook } from '../oncall/service';
import { PageForesight, Paging } from '../paging/service';
import { Clock } from '../platform/clock';
import { MusterConfig } from '../platform/config';
import { Database } from '../platform/database';
import { EndpointServer } from '../platform/http';
import { WorkQueue } from '../work/service';
import { EscalationEngine } from './EscalationEngine';
import { Focus } from './Focus';
import { Policies } from './policies';
import { PolicyFinder } from './PolicyFinder';
import { mountPolicies } from './policyRoutes';
import { CoverageProofs } from './proof/CoverageProofs';
import { mountProof } from './proof/routes';
import { WhatIf } from './proof/WhatIf';
import { ResponsibilityFinder } from './ResponsibilityFinder';
import { mountEscalation } from './routes';
import { ServicesOnCall } from './ServicesOnCall';
import { stepTurnsTaken, turnsTaken } from './turnStore';

/** The escalation room, as the inventory wires it. */
export interface EscalationRoom {
  readonly finder: ResponsibilityFinder;
  readonly engine: EscalationEngine;
  readonly policies: Policies;
  mount(server: EndpointServer): void;
  /** Answers for the whole company once, so that whoever asks first waits no longer than the next. */
  warmUp(): Promise<void>;
}

/** Builds the escalation room. */
export function createEscalation(options: {
  database: Database;
  clock: Clock;
  newId: () => string;
  work: WorkQueue;
  directory: Directory;
  incidents: Incidents;
  onCall: OnCallAnswers;
  book: Pick<ScheduleBook, 'allRuled'>;
  paging: Paging;
  foresight: PageForesight;
  config: Pick<
    MusterConfig,
    'catchAll' | 'admins' | 'defaultPolicy' | 'pageFrom'
  >;
}): EscalationRoom {
  const { database, config } = options;
  const policies = new Policies(options);
  const policyFinder = new PolicyFinder({
    ...options,
    policies,
    defaultPolicy: config.defaultPolicy,
    turnsTaken: ownerRef => turnsTaken(database.knex, ownerRef),
  });
  const focus = new Focus(options);
  const finder = new ResponsibilityFinder({
    ...options,
    focus,
    policies: policyFinder,
    stepTurnsTaken: (policyId, step) =>
      stepTurnsTaken(database.knex, policyId, step),
    catchAll: config.catchAll,
    admins: config.admins,
  });
  const services = new ServicesOnCall({
    ...options,
    policies,
    defaultPolicy: config.defaultPolicy,
    catchAll: config.catchAll,
    admins: config.admins,
  });
  return {
    finder,
    policies,
    engine: new EscalationEngine({ ...options, finder, focus }),
    warmUp: async () => {
      await services.list({ limit: 1, search: '' });
    },
    mount: server => {
      mountPolicies(server, { ...options, policies });
      mountProof(server, {
        ...options,
        whatIf: new WhatIf({
          ...options,
          finder,
          policyFinder,
          pageFrom: config.pageFrom,
        }),
        proofs: new CoverageProofs({
          ...options,
          policies,
          finder,
          catchAll: config.catchAll,
          defaultPolicy: config.defaultPolicy,
        }),
      });
      mountEscalation(server, {
        ...options,
        finder,
        policyFinder,
        services,
        bind: (entityRef, policyId, by) =>
          policies.bind(entityRef, policyId, by),
      });
    },
  };
}
