import { Incidents } from '../../incidents/service';

/** What upkeep asks of incidents. The incidents room itself satisfies it. */
export type IncidentsForUpkeep = Pick<Incidents, 'nameOf' | 'find'> & {
  readonly holds: Pick<Incidents['holds'], 'settle'>;
  readonly commands: Pick<Incidents['commands'], 'resolveIf'>;
};
