/**
 * Incident response in the portal, for the legacy frontend system; `./alpha` is for the new one.
 *
 * @packageDocumentation
 */
export { incidentsApiRef } from './api';
export {
  EntityEscalationContent,
  EntityGroupOnCallCard,
  EntityIncidentsCard,
  EntityIncidentsContent,
  EntityOnCallCard,
  EntityPostmortemsCard,
  EntityPostmortemsContent,
  IncidentsPage,
  incidentsPlugin,
  TechDocsPostmortems,
} from './plugin';
