import { Incidents } from '../incidents/service';

/** What alerts ask of incidents. The incidents room itself satisfies it. */
export type IncidentsForAlerts = Pick<
  Incidents,
  | 'prepare'
  | 'open'
  | 'lock'
  | 'append'
  | 'get'
  | 'find'
  | 'nameOf'
  | 'alertsArrived'
> & {
  readonly commands: Pick<
    Incidents['commands'],
    'acknowledgeByMonitor' | 'lastAlertResolved' | 'resolveIf'
  >;
  readonly holds: Pick<Incidents['holds'], 'settle'>;
  readonly edits: Pick<Incidents['edits'], 'raiseSeverity'>;
};
