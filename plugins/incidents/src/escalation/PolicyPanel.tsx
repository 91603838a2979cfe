import {
  endpoints,
  OnCallAnswer,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { OnCall } from '../entity/EntityOnCallCard';
import { Answer, Panel, useLayout } from '../kit';
import { PolicySentence } from '../policies/PolicySentence';
import { useEscalationText } from '../translation';
import { BindField } from './BindField';

/** Which policy an entity has, how it was found, whom it pages now; its owners bind another. */
export const PolicyPanel = ({ entityRef }: { entityRef: string }) => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const state = useEndpoint(endpoints.escalation.onCall, {
    query: { entityRef },
  });
  // It says whether the viewer owns the entity.
  const settings = useEndpoint(endpoints.alerts.entitySettings, {
    query: { entityRef },
  });
  return (
    <Panel title={t('escalation.title')}>
      <Answer state={state}>
        {answer => (
          <div className={stack}>
            <PolicyWords policy={answer.policy} />
            <OnCall answer={answer} />
            {settings.value?.may.includes('edit') && (
              <BindField answer={answer} />
            )}
          </div>
        )}
      </Answer>
    </Panel>
  );
};

const PolicyWords = ({ policy }: { policy: OnCallAnswer['policy'] }) => {
  const t = useEscalationText();
  const { tight, strong, mute, small, breakable } = useLayout();
  const { value } = useEndpoint(
    endpoints.escalation.getPolicy,
    { params: { id: policy.id ?? '' } },
    { enabled: policy.id !== null },
  );
  return (
    <div className={`${tight} ${breakable}`}>
      <span className={strong}>{policy.name}</span>
      {policy.id === null && (
        <span className={`${small} ${mute}`}>{t('escalation.implicit')}</span>
      )}
      {value && <PolicySentence policy={value} />}
    </div>
  );
};
