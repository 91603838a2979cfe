import { makeStyles } from '@material-ui/core/styles';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import { IncidentList } from '../incidents/IncidentList';
import { Answer, EmptyState, Panel } from '../kit';
import { ChangeLine } from './ChangeLine';
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
  const entityRef = useEntityRef();
  return (
    <IncidentsRoot name="entity-history">
      <div className={useStyles().columns}>
        <Panel title="Incidents">
          <IncidentList fixed={{ entityRef }} />
        </Panel>
        <WhatChanged entityRef={entityRef} />
      </div>
    </IncidentsRoot>
  );
};

/** Deploys and other changes of an entity, newest first. */
export const WhatChanged = (props: {
  entityRef: string;
  /** An incident's beginning, to say how long before it each change came. */
  before?: string;
}) => {
  const changes = useEndpoint(contract.alerts.changes, {
    query: { entityRef: props.entityRef, limit: 20 },
  });
  return (
    <Panel title="What changed">
      <Answer state={changes}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No changes yet">
              Let your pipeline send deploys to the change address of an
              integration; they appear here and in every page.
            </EmptyState>
          ) : (
            items.map(change => (
              <ChangeLine
                key={change.id}
                change={change}
                before={props.before}
              />
            ))
          )
        }
      </Answer>
    </Panel>
  );
};
