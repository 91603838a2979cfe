import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { IncidentsRoot, useEndpoint } from '../data';
import { FirstRunAgain } from '../firstRun/FirstRunAgain';
import { Answer, Panel, useLayout } from '../kit';
import { useSettingsText } from '../translation';
import { HeartbeatsPanel } from '../upkeep/HeartbeatsPanel';
import { MaintenancePanel } from '../upkeep/MaintenancePanel';
import { DeadLetters, UnknownKeys } from './AdminPanels';
import { AuditPanel } from './AuditPanel';
import { Channels } from './Channels';
import { EnvironmentBanner } from './EnvironmentBanner';
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
      <EnvironmentBanner />
      <ToMend />
      <Integrations />
      <HeartbeatsPanel />
      <MaintenancePanel />
      {me.value && <Channels isAdmin={me.value.isAdmin} />}
      {me.value?.isAdmin && (
        <>
          <DeadLetters />
          <AuditPanel />
          <UnknownKeys />
        </>
      )}
      <FirstRunAgain />
    </div>
  );
};

const ToMend = () => {
  const t = useSettingsText();
  const { stack, ok, bad, warn, mute } = useLayout();
  const state = useEndpoint(endpoints.portal.status, {}, { every: 10 });
  return (
    <Panel title={t('mend.title')}>
      <Answer state={state}>
        {({ problems }) => (
          <div className={stack}>
            {problems.length === 0 && (
              <span className={ok}>✔ {t('mend.nothing')}</span>
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
