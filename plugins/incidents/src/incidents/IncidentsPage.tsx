import { IncidentsRoot } from '../data';
import { Panel, useLayout } from '../kit';
import { useText } from '../translation';
import { IncidentList } from './IncidentList';

/** Every incident, with filters. */
export const IncidentsPage = () => {
  const t = useText();
  return (
    <IncidentsRoot name="list">
      <div className={useLayout().page}>
        <Panel title={t('list.title')}>
          <IncidentList />
        </Panel>
      </div>
    </IncidentsRoot>
  );
};
