import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useEndpoint } from '../data';
import { OnCall } from '../entity/EntityOnCallCard';
import { Answer, breakableKinds, EntityPicker, Panel, useLayout } from '../kit';
import { useEscalationText } from '../translation';

/** Who would be paged for anything, and why. */
export const LookUp = () => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const [entityRef, setEntityRef] = useState('');
  return (
    <Panel title={t('policies.lookUp')}>
      <div className={stack}>
        <EntityPicker
          id="look-up"
          label={t('policies.lookUpFor')}
          kinds={breakableKinds}
          value={entityRef}
          onChange={setEntityRef}
        />
        {entityRef && <Found entityRef={entityRef} />}
      </div>
    </Panel>
  );
};

const Found = ({ entityRef }: { entityRef: string }) => {
  const state = useEndpoint(endpoints.escalation.onCall, {
    query: { entityRef },
  });
  return <Answer state={state}>{answer => <OnCall answer={answer} />}</Answer>;
};
