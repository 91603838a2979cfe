import { makeStyles } from '@material-ui/core/styles';
import { IncidentsRoot } from '../data';
import { useEntityRef } from '../entity/useEntityRef';
import { CoveragePanel } from './CoveragePanel';
import { PolicyPanel } from './PolicyPanel';
import { WhatIfPanel } from './WhatIfPanel';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('md')]: {
      gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.2fr)',
    },
  },
}));

/** Who is paged for one entity, what would happen, and the proof that somebody wakes up. @public */
export const EntityEscalationContent = () => {
  const entityRef = useEntityRef();
  return (
    <IncidentsRoot name="entity-escalation">
      <div className={useStyles().columns}>
        <div style={{ gridColumn: '1 / -1', minWidth: 0 }}>
          <CoveragePanel entityRef={entityRef} />
        </div>
        <PolicyPanel entityRef={entityRef} />
        <WhatIfPanel entityRef={entityRef} />
      </div>
    </IncidentsRoot>
  );
};
