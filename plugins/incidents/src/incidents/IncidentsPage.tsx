import { IncidentsRoot } from '../data';
import { Panel, useLayout } from '../kit';
import { IncidentList } from './IncidentList';

/** Every incident, with filters. */
export const IncidentsPage = () => (
  <IncidentsRoot name="list">
    <div className={useLayout().page}>
      <Panel title="All incidents">
        <IncidentList />
      </Panel>
    </div>
  </IncidentsRoot>
);
