import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { liveSeconds, useEndpoint } from '../data';
import { Answer, Panel } from '../kit';
import { useSettingsText } from '../translation';
import { FirstRunSteps } from './FirstRunSteps';

/** The three steps for whoever wants them again: folded away, unless the address ends in `?first-run`. */
export const FirstRunAgain = () => {
  const t = useSettingsText();
  const [search] = useSearchParams();
  const [open, setOpen] = useState(search.has('first-run'));
  const state = useEndpoint(
    endpoints.portal.status,
    {},
    { every: liveSeconds, enabled: open },
  );
  const id = useId();
  return (
    <Panel
      title={t('firstRun.title')}
      action={
        <Button
          size="small"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'firstRun.hide' : 'firstRun.show')}
        </Button>
      }
    >
      <div id={id}>
        <Collapse in={open} unmountOnExit>
          <Answer state={state}>
            {({ firstRun }) => <FirstRunSteps firstRun={firstRun} />}
          </Answer>
        </Collapse>
      </div>
    </Panel>
  );
};
