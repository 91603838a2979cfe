/**
 * Incident response in the portal, for the legacy frontend system; `./alpha` is for the new one.
 *
 * @packageDocumentation
 */
export { incidentsApiRef } from './api';
export {
  EntityGroupOnCallCard,
  EntityIncidentsCard,
  EntityIncidentsContent,
  EntityOnCallCard,
  IncidentsPage,
  incidentsPlugin,
} from './plugin';
