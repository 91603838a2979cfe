import { makeStyles } from '@material-ui/core/styles';
import { WhatChanged } from '../changes/WhatChanged';
import { IncidentsRoot } from '../data';
import { IncidentList } from '../incidents/IncidentList';
import { Panel } from '../kit';
import { useText } from '../translation';
import { DaysStrip } from './DaysStrip';
import { EntityUpkeep } from '../upkeep/EntityUpkeep';
import { useEntityRef } from './useEntityRef';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1.6fr) minmax(0, 1fr)',
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
}));

/** The incidents of one entity, past and present, beside what changed. @public */
export const EntityIncidentsContent = () => {
  const t = useText();
  const entityRef = useEntityRef();
  return (
    <IncidentsRoot name="entity-history">
      <div className={useStyles().columns}>
        <div style={{ gridColumn: '1 / -1', minWidth: 0 }}>
          <DaysStrip entityRef={entityRef} />
        </div>
        <Panel title={t('entityIncidents.title')}>
          <IncidentList entityRef={entityRef} />
        </Panel>
        <WhatChanged entityRef={entityRef} />
        <div style={{ gridColumn: '1 / -1', minWidth: 0 }}>
          <EntityUpkeep entityRef={entityRef} />
        </div>
      </div>
    </IncidentsRoot>
  );
};
