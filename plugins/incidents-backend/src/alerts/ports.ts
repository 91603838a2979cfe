import { Incidents } from '../incidents/service';

/** What alerts ask of incidents. The incidents room itself satisfies it. */
export type IncidentsForAlerts = Pick<
  Incidents,
  'prepare' | 'open' | 'lock' | 'append' | 'get'
> & {
  readonly commands: Pick<
    Incidents['commands'],
    'acknowledgeByMonitor' | 'lastAlertResolved'
  >;
  readonly edits: Pick<Incidents['edits'], 'raiseSeverity'>;
};
