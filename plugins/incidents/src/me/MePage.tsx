import { contract } from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import { Answer, EmptyState, IncidentLine, Panel, useLayout } from '../kit';
import { TestPage } from './TestPage';

/** What is mine: incidents, and how I am reached. */
export const MePage = () => (
  <IncidentsRoot name="me">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const { page, stack, tight, mute, warn, ok, strong, breakable } = useLayout();
  const state = useEndpoint(contract.portal.me, {}, { every: 5 });
  return (
    <div className={page}>
      <Answer state={state}>
        {({ assigned, channels, reachable }) => (
          <div className={stack}>
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
    </div>
  );
};
