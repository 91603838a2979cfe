import { Incidents } from '../incidents/service';
import { Tx } from '../platform/database';

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

/** Whoever acts on changes: told within the transaction that records one. */
export interface FollowChanges {
  changed(tx: Tx, changeId: string): Promise<void>;
}
