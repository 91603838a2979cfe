import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { liveSeconds, useEndpoint } from '../data';
import { Answer, Panel } from '../kit';
import { useSettingsText } from '../translation';
import { FirstRunSteps } from './FirstRunSteps';

/**
 * Three steps from an empty portal to a first page; each turns green when it has worked once. There while
 * one of them is left to do, and to the end of the visit in which the last one turned green.
 */
export const FirstRun = () => {
  const t = useSettingsText();
  const state = useEndpoint(
    endpoints.portal.status,
    {},
    { every: liveSeconds },
  );
  const [shown, setShown] = useState(false);
  const left =
    state.value !== undefined &&
    Object.values(state.value.firstRun).includes(false);
  if (left && !shown) setShown(true);
  if (!shown) return null;
  return (
    <Panel title={t('firstRun.title')}>
      <Answer state={state}>
        {({ firstRun }) => <FirstRunSteps firstRun={firstRun} />}
      </Answer>
    </Panel>
  );
};
