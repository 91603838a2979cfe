import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import { FirstRunAgain } from '../firstRun/FirstRunAgain';
import { Answer, EmptyState, Panel, useLayout } from '../kit';
import { DeadLetters, UnknownKeys } from './AdminPanels';
import { Integrations } from './Integrations';

/** What is connected, what is missing, what went wrong. */
export const SettingsPage = () => (
  <IncidentsRoot name="settings">
    <Content />
  </IncidentsRoot>
);

const Content = () => {
  const { page, stack } = useLayout();
  const me = useEndpoint(endpoints.portal.me, {});
  return (
    <div className={`${page} ${stack}`}>
      <ToMend />
      <Integrations />
      <Channels />
      {me.value?.isAdmin && (
        <>
          <DeadLetters />
          <UnknownKeys />
        </>
      )}
      <FirstRunAgain />
    </div>
  );
};

const ToMend = () => {
  const { stack, ok, bad, warn, mute } = useLayout();
  const state = useEndpoint(endpoints.portal.status, {}, { every: 10 });
  return (
    <Panel title="What to mend">
      <Answer state={state}>
        {({ problems }) => (
          <div className={stack}>
            {problems.length === 0 && (
              <span className={ok}>✔ Nothing: everything is set up.</span>
            )}
            {problems.map(({ id, severity, text, remedy }) => (
              <div key={id}>
                <b className={severity === 'error' ? bad : warn}>
                  {severity === 'error' ? '✘ ' : '! '}
                  {text}
                </b>
                <div className={mute}>{remedy}</div>
              </div>
            ))}
          </div>
        )}
      </Answer>
    </Panel>
  );
};

const Channels = () => {
  const { tight, mute, strong } = useLayout();
  const state = useEndpoint(endpoints.portal.status, {}, { every: 10 });
  return (
    <Panel title="Channels">
      <Answer state={state}>
        {({ channels }) => (
          <div className={tight}>
            {channels.length === 0 && (
              <EmptyState title="Nobody can be reached">
                An administrator installs a channel, such as email, in the
                backend.
              </EmptyState>
            )}
            {channels.map(({ id, title, detail }) => (
              <span key={id}>
                <span className={strong}>{title}</span>{' '}
                <span className={mute}>{detail}</span>
              </span>
            ))}
          </div>
        )}
      </Answer>
    </Panel>
  );
};
