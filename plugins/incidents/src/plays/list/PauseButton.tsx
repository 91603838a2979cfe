import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { FormDialog } from '../../kit';
import { usePlaysText } from '../../translation';

/** For admins, while automation goes on: pauses all of it, and asks why. */
export const PauseButton = () => {
  const t = usePlaysText();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const { value } = useEndpoint(endpoints.plays.automation, {});
  const pause = useCommand(endpoints.plays.switchAutomation, () =>
    t('automation.isPaused'),
  );
  if (!value?.may.includes('switch') || value.paused) return null;
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setAsking(true)}>
        {t('automation.pause')}
      </Button>
      {asking && (
        <FormDialog
          name="pause-automation"
          title={t('automation.pauseTitle')}
          verb={t('automation.pause')}
          pending={pause.pending}
          error={pause.error}
          onClose={() => setAsking(false)}
          onSubmit={async () => {
            if (await pause.run({ body: { paused: true, reason } })) {
              setAsking(false);
            }
          }}
        >
          <div>{t('automation.pauseWhat')}</div>
          <TextField
            id="automation-reason"
            label={t('automation.reason')}
            value={reason}
            onChange={event => setReason(event.target.value)}
            inputProps={{ maxLength: 500 }}
            multiline
            fullWidth
          />
        </FormDialog>
      )}
    </>
  );
};
