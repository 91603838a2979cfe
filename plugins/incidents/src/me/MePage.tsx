import { makeStyles } from '@material-ui/core/styles';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { ContactsPanel } from '../contacts/ContactsPanel';
import { RulesPanel } from '../contacts/RulesPanel';
import { IncidentsRoot, useEndpoint } from '../data';
import { Answer, EmptyState, IncidentLine, Panel, useLayout } from '../kit';
import { MyPages } from '../ledger/MyPages';
import { useEscalationText } from '../translation';
import { MyDuty } from './MyDuty';
import { MyFeeds } from './MyFeeds';
import { MyLeave } from './MyLeave';
import { MyLoad } from './MyLoad';
import { MyPostmortems } from './MyPostmortems';
import { MyRequests } from './MyRequests';

/** What is mine: incidents, my duty, and how I am reached. */
export const MePage = () => (
  <IncidentsRoot name="me">
    <Content />
  </IncidentsRoot>
);

const useStyles = makeStyles(theme => ({
  columns: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('md')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
}));

const Content = () => {
  const { columns } = useStyles();
  const { page, stack } = useLayout();
  const duty = useEndpoint(endpoints.oncall.myOnCall, {});
  return (
    <div className={`${page} ${stack}`}>
      <div className={columns}>
        <div className={stack}>
          <Assigned />
          <MyPostmortems />
          <ContactsPanel />
        </div>
        <div className={stack}>
          <RulesPanel />
          <MyPages />
        </div>
      </div>
      <Answer state={duty}>
        {mine => (
          <div className={columns}>
            <MyDuty mine={mine} />
            <MyRequests mine={mine} />
            <MyLeave leave={mine.leave} />
            <MyLoad mine={mine} />
            <MyFeeds />
          </div>
        )}
      </Answer>
    </div>
  );
};

const Assigned = () => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const state = useEndpoint(endpoints.portal.me, {}, { every: 5 });
  return (
    <Panel title={t('assigned.title')}>
      <Answer state={state}>
        {({ assigned }) =>
          assigned.length === 0 ? (
            <EmptyState title={t('assigned.none')}>
              {t('assigned.sleep')}
            </EmptyState>
          ) : (
            <div className={stack}>
              {assigned.map(incident => (
                <IncidentLine key={incident.id} incident={incident} />
              ))}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
};
