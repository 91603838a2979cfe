import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  endpoints,
  incidentNamePattern,
} from '@muster/backstage-plugin-incidents-common';
import { WhatChanged } from '../changes/WhatChanged';
import { IncidentsRoot, liveSeconds, useEndpoint } from '../data';
import { Answer, EmptyState, Panel, useLayout } from '../kit';
import { AskingPlays } from '../plays/incident/AskingPlays';
import { PlaysPanel } from '../plays/incident/PlaysPanel';
import { PostmortemOfIncident } from '../postmortems/incident/PostmortemOfIncident';
import { SimilarIncidents } from '../postmortems/incident/SimilarIncidents';
import { rootRouteRef } from '../routes';
import { useText } from '../translation';
import { AlertsPanel } from './AlertsPanel';
import { IncidentHead } from './IncidentHead';
import { PagesPanel } from './PagesPanel';
import { Timeline } from './Timeline';

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1.7fr) minmax(0, 1fr)',
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
}));

/** One incident: what is wrong, who has it, what happened, what happens next. */
export const IncidentPage = ({ name }: { name: string }) => (
  <IncidentsRoot name="incident">
    <div className={useLayout().page}>
      {isName(name) ? <Content name={name} /> : <NoSuchPage />}
    </div>
  </IncidentsRoot>
);

/** Whatever stands behind `/incidents/` and is no tab comes here; what cannot be an incident is not asked for. */
const isName = (name: string): boolean => incidentNamePattern.test(name);

const NoSuchPage = () => {
  const t = useText();
  const root = useRouteRef(rootRouteRef)();
  return (
    <Panel title={t('incident.noPage')}>
      <EmptyState title={t('incident.noPageWhy')}>
        <Link to={`${root}/all`}>{t('incident.allIncidents')}</Link>
      </EmptyState>
    </Panel>
  );
};

const Content = ({ name }: { name: string }) => {
  const { columns } = useStyles();
  const { stack } = useLayout();
  const state = useEndpoint(
    endpoints.incidents.get,
    { params: { id: name } },
    { every: liveSeconds },
  );
  const answer = (
    <Answer state={state} lines={6}>
      {incident => (
        <div className={stack}>
          <IncidentHead incident={incident} />
          <AskingPlays incident={incident} />
          <div className={columns}>
            <Timeline incident={incident} />
            <div className={stack}>
              <PostmortemOfIncident incident={incident} />
              <PlaysPanel incident={incident} />
              <PagesPanel incident={incident} />
              <SimilarIncidents name={incident.name} />
              <AlertsPanel incident={incident} />
              <WhatChanged
                entityRef={incident.entity.ref}
                before={incident.openedAt}
              />
            </div>
          </div>
        </div>
      )}
    </Answer>
  );
  return state.value ? answer : <Panel title={name}>{answer}</Panel>;
};
