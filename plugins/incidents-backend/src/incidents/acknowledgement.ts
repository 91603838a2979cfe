import { Actor } from '@muster/backstage-plugin-incidents-common';
import { Clock } from '../platform/clock';
import { IncidentRow } from './store';

/** The columns by which somebody has an incident from now on. */
export const acknowledgedNow = (
  clock: Clock,
  by: Actor,
): Partial<IncidentRow> => ({
  status: 'acknowledged',
  acknowledged_at: clock.now(),
  acknowledged_by: JSON.stringify(by),
  unanswered: false,
});
