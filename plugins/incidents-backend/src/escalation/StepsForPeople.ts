import { Incidents } from '../incidents/service';
import { AskSteps, StepsForPerson } from '../paging/ports';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { ResponsibilityFinder } from './ResponsibilityFinder';
import { findEscalation } from './store';

/** Tells the page ledger which steps of an incident's own policy reach somebody. */
export class StepsForPeople implements AskSteps {
  readonly #options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly incidents: Pick<Incidents, 'find'>;
    readonly finder: Pick<ResponsibilityFinder, 'peopleOf'>;
  };

  constructor(options: {
    readonly database: Database;
    readonly clock: Clock;
    readonly incidents: Pick<Incidents, 'find'>;
    readonly finder: Pick<ResponsibilityFinder, 'peopleOf'>;
  }) {
    this.#options = options;
  }

  async stepsFor(
    incidentId: number,
    personRef: string,
  ): Promise<StepsForPerson | undefined> {
    const { database, clock, incidents, finder } = this.#options;
    const escalation = await findEscalation(database.knex, incidentId);
    if (!escalation) return undefined;
    const { policy, state, dueAt } = escalation;
    const incident = await incidents.find(incidentId);
    // Whoever was on call when somebody took it is who would have been paged next.
    const at = incident?.acknowledgedAt ?? incident?.resolvedAt ?? clock.now();
    const naming: number[] = [];
    for (const [index, step] of policy.steps.entries()) {
      const people = await finder.peopleOf(step, at);
      if (people.some(({ ref }) => ref === personRef)) naming.push(index + 1);
    }
    return {
      policyName: policy.name,
      ran: escalation.step + 1,
      nextAt: state === 'running' ? dueAt : null,
      naming,
      recordedOnly: state === 'held',
    };
  }
}
