import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  Caller,
  IncidentPostmortem,
  passesFloor,
} from '@muster/backstage-plugin-incidents-common';
import { IncidentRecord, subjectOf } from '../../incidents/service';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database';
import { isOverdue } from '../model';
import { PostmortemGate, PostmortemViews } from '../ports';
import { findOfIncident } from '../store';
import { mayWriteAny } from './mayWriteAny';
import { Rulings } from './Rulings';
import { standingOf, standingWithout } from './standing';

/** How an incident stands to its postmortem. */
export class OfIncident {
  readonly #options: {
    database: Database;
    clock: Clock;
    permissions: PermissionsService;
    gate: PostmortemGate;
    rulings: Rulings;
    views: PostmortemViews;
  };

  constructor(options: {
    database: Database;
    clock: Clock;
    permissions: PermissionsService;
    gate: PostmortemGate;
    rulings: Rulings;
    views: PostmortemViews;
  }) {
    this.#options = options;
  }

  /** Whether the caller may read the incident was asked before. */
  async of(
    incident: IncidentRecord,
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<IncidentPostmortem> {
    const { database, clock, permissions, gate, rulings, views } =
      this.#options;
    const ruling = (await rulings.about(incident.entity.ref))(
      incident.severity,
    );
    const record = await findOfIncident(database.knex, incident.id);
    if (!record) {
      const isOver = incident.status === 'resolved';
      return {
        postmortem: null,
        rule: ruling.rule,
        text: standingWithout(ruling, isOver),
        mayOpen:
          isOver &&
          passesFloor('responder', false, caller, [subjectOf(incident)]) &&
          (await mayWriteAny(permissions, credentials)),
      };
    }
    const mayRead = await gate.mayRead(record, caller);
    const [postmortem] = mayRead ? await views.list([record]) : [];
    return {
      postmortem: postmortem ?? null,
      rule: ruling.rule,
      text: standingOf(record, mayRead, isOverdue(record, clock.now())),
      mayOpen: false,
    };
  }
}
