import { NamedRef, Severity } from '@muster/backstage-plugin-incidents-common';
import { Alerts } from '../../alerts/service';
import { Directory } from '../../directory/service';
import { FindResponsible } from '../../incidents/ports';
import { IncidentRecord, Incidents } from '../../incidents/service';
import { addMinutes, Clock } from '../../platform/clock';
import { Recent } from '../../platform/Recent';
import { ContextReader, PlayContext, PlaySubject } from '../ports';
import {
  buildContext,
  nobody,
  nothing,
  SeenAlert,
  SeenChange,
  SeenIncident,
} from './buildContext';
import { changeOfTrigger, seenChange } from './changes';
import { Looks } from './looks';
import { Surroundings } from './Surroundings';

/** Changes are looked for this far back. */
const changesWithinMinutes = 24 * 60;

const everything: Looks = { entity: true, alert: true, change: true };

/** Reads what plays see from the rooms that know it. */
export class RoomContextReader implements ContextReader {
  readonly #options: {
    alerts: Pick<Alerts, 'newestOf' | 'changesOf'>;
    incidents: Pick<Incidents, 'find' | 'nameOf'>;
    portalUrl: string;
  };
  readonly #surroundings: Surroundings;
  readonly #changes: Recent<SeenChange>;

  constructor(options: {
    clock: Clock;
    alerts: Pick<Alerts, 'newestOf' | 'changesOf'>;
    directory: Directory;
    finder: FindResponsible;
    incidents: Pick<Incidents, 'find' | 'nameOf'>;
    /** Of the incidents in the portal, without a slash at the end. */
    portalUrl: string;
  }) {
    this.#options = options;
    this.#surroundings = new Surroundings(options);
    this.#changes = new Recent(options.clock, 2);
  }

  async read(
    subject: PlaySubject,
    at: Date,
    run?: { readonly id: string; readonly startedBy: string },
    looks: Looks = everything,
  ): Promise<PlayContext> {
    const { incidents, alerts, portalUrl } = this.#options;
    const { incidentId, trigger } = subject;
    const [incident, newest] =
      incidentId === null
        ? []
        : await Promise.all([
            incidents.find(incidentId),
            looks.alert ? alerts.newestOf(incidentId) : undefined,
          ]);
    const entityRef = incident?.entity.ref ?? subject.entityRef;
    const surroundings =
      entityRef === null || !looks.entity
        ? nothing.surroundings
        : await this.#surroundings.of(entityRef, incident?.severity);
    return buildContext(
      {
        incident: incident
          ? this.incidentOf(incident, newest?.count ?? 0)
          : nothing.incident,
        surroundings,
        alert: newest ? this.alertOf(newest.alert) : nothing.alert,
        change:
          changeOfTrigger(trigger) ??
          (entityRef === null || !looks.change
            ? nothing.change
            : await this.#newestChange(entityRef, at)),
        run: run
          ? { ...run, url: `${portalUrl}/plays/runs/${run.id}` }
          : nothing.run,
      },
      subject,
      at,
    );
  }

  /** An incident as plays see it. */
  incidentOf(incident: IncidentRecord, alertCount: number): SeenIncident {
    const { incidents, portalUrl } = this.#options;
    const name = incidents.nameOf(incident.id);
    const { acknowledgedBy } = incident;
    return {
      id: incident.id,
      name,
      title: incident.title,
      description: incident.description,
      severity: incident.severity,
      status: incident.status,
      phase: incident.phase,
      urgency: incident.urgency,
      customerImpact: incident.customerImpact,
      url: `${portalUrl}/${name}`,
      openedAt: incident.openedAt,
      assigned: incident.assigned.map(refAndName),
      responders: incident.responders.map(refAndName),
      unanswered: incident.unanswered,
      acknowledgedBy: acknowledgedBy
        ? { ref: acknowledgedBy.ref ?? '', name: acknowledgedBy.name }
        : nobody,
      alertCount,
      held: incident.held !== null,
    };
  }

  /** An alert as plays see it. */
  alertOf(alert: StoredAlert): SeenAlert {
    return {
      summary: alert.summary,
      severity: alert.severity,
      source: alert.source,
      component: alert.component ?? '',
      group: alert.group ?? '',
      class: alert.class ?? '',
      dedupKey: alert.dedupKey,
      status: alert.status,
      count: alert.count,
      details: alert.details,
    };
  }

  /** An entity with its surroundings, as they are now. */
  surroundingsOf(entityRef: string, severity?: Severity) {
    return this.#surroundings.of(entityRef, severity);
  }

  async #newestChange(entityRef: string, at: Date): Promise<SeenChange> {
    const known = await this.#changes.get([entityRef], async () => {
      const since = addMinutes(at, -changesWithinMinutes);
      const [change] = await this.#options.alerts.changesOf(entityRef, since);
      return new Map([
        [entityRef, change ? seenChange(change) : nothing.change],
      ]);
    });
    return known.get(entityRef) ?? nothing.change;
  }
}

const refAndName = ({ ref, name }: NamedRef): NamedRef => ({ ref, name });

type StoredAlert = NonNullable<
  Awaited<ReturnType<Alerts['newestOf']>>
>['alert'];
