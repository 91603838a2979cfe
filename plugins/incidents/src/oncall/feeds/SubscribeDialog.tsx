import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import {
  CallOutput,
  endpoints,
  Schedule,
} from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useCommand } from '../../data';
import { CommandError, useLayout } from '../../kit';
import { useOnCallText, useText } from '../../translation';
import { FeedAddress } from './FeedAddress';

/** Makes a calendar address, for this schedule or for the viewer's own shifts, and shows it once. */
export const SubscribeDialog = (props: {
  /** Undefined on the viewer's own page. */
  schedule?: Pick<Schedule, 'id' | 'name'>;
  onClose: () => void;
}) => {
  const { schedule, onClose } = props;
  const t = useOnCallText();
  const ofDialogs = useText();
  const { stack } = useLayout();
  const id = useId();
  const [what, setWhat] = useState(schedule ? 'schedule' : 'mine');
  const [made, setMade] =
    useState<CallOutput<typeof endpoints.oncall.addFeed>>();
  const add = useCommand(endpoints.oncall.addFeed, () => undefined);
  return (
    <Dialog
      open
      // A slip beside it must not lose an address that is shown once.
      onClose={made ? undefined : onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby={id}
    >
      <div data-testid="incidents-subscribe">
        <DialogTitle id={id}>{t('subscribe.title')}</DialogTitle>
        <DialogContent className={stack}>
          {made ? (
            <FeedAddress url={made.url} />
          ) : (
            <>
              <div>{t('subscribe.explained')}</div>
              {schedule && (
                <RadioGroup
                  aria-label={t('subscribe.what')}
                  value={what}
                  onChange={event => setWhat(event.target.value)}
                >
                  <FormControlLabel
                    value="schedule"
                    control={<Radio size="small" color="primary" />}
                    label={t('subscribe.schedule', { name: schedule.name })}
                  />
                  <FormControlLabel
                    value="mine"
                    control={<Radio size="small" color="primary" />}
                    label={t('subscribe.mine')}
                  />
                </RadioGroup>
              )}
            </>
          )}
          <CommandError error={add.error} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>
            {made ? t('subscribe.close') : ofDialogs('dialog.cancel')}
          </Button>
          {!made && (
            <Button
              variant="contained"
              color="primary"
              disabled={add.pending}
              onClick={async () => {
                const answer = await add.run({
                  body: {
                    scheduleId:
                      what === 'schedule' && schedule ? schedule.id : null,
                  },
                });
                if (answer) setMade(answer);
              }}
            >
              {t('subscribe.submit')}
            </Button>
          )}
        </DialogActions>
      </div>
    </Dialog>
  );
};
