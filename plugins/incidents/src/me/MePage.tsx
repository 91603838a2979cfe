import { makeStyles } from '@material-ui/core/styles';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import { Answer, EmptyState, IncidentLine, Panel, useLayout } from '../kit';
import { MyDuty } from './MyDuty';
import { MyFeeds } from './MyFeeds';
import { MyLeave } from './MyLeave';
import { MyLoad } from './MyLoad';
import { MyRequests } from './MyRequests';
import { TestPage } from './TestPage';

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
  const { page, stack, tight, mute, warn, ok, strong, breakable } = useLayout();
  const state = useEndpoint(endpoints.portal.me, {}, { every: 5 });
  const duty = useEndpoint(endpoints.oncall.myOnCall, {});
  return (
    <div className={`${page} ${stack}`}>
      <Answer state={state}>
        {({ assigned, channels, reachable }) => (
          <div className={columns}>
            <Panel title="Assigned to me">
              {assigned.length === 0 ? (
                <EmptyState title="Nothing">You can sleep.</EmptyState>
              ) : (
                <div className={stack}>
                  {assigned.map(incident => (
                    <IncidentLine key={incident.id} incident={incident} />
                  ))}
                </div>
              )}
            </Panel>
            <Panel title="How I am reached">
              <div className={stack}>
                <div className={tight}>
                  {channels.length === 0 && 'No channel reaches you.'}
                  {channels.map(({ channel, title, address, wakes }) => (
                    <span key={channel} className={breakable}>
                      <span className={strong}>{title}</span>{' '}
                      <span className={mute}>
                        {[address, wakes ? 'wakes you' : 'does not wake you']
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                    </span>
                  ))}
                </div>
                <span className={reachable ? ok : warn}>
                  {reachable
                    ? '✔ A page would reach you.'
                    : '! Nothing here would wake you: mail and the portal are copies.'}
                </span>
                <TestPage />
              </div>
            </Panel>
          </div>
        )}
      </Answer>
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
