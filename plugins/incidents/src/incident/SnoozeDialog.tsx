import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import {
  endpoints,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../data';
import { At, FormDialog, useLayout, useNow } from '../kit';
import { MomentField } from '../oncall/MomentField';
import { ownZone } from '../oncall/times';
import { useEscalationText } from '../translation';
import { SnoozeChoice, snoozeChoices, snoozeUntil } from './snoozeUntil';

/** Takes an incident until an instant; then it pages again. */
export const SnoozeDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useEscalationText();
  const { mute, bad } = useLayout();
  const now = useNow();
  const [choice, setChoice] = useState<SnoozeChoice>('forHour');
  const [own, setOwn] = useState(() =>
    snoozeUntil('forHours', DateTime.now()).toJSDate().toISOString(),
  );
  const until =
    choice === 'own' ? own : snoozeUntil(choice, now).toJSDate().toISOString();
  const isPast = DateTime.fromISO(until) <= now;
  const snooze = useCommand(
    endpoints.incidents.snooze,
    answer => answer.message,
  );
  return (
    <FormDialog
      name="snooze"
      title={t('snooze.title', { incident: incident.name })}
      verb={t('action.snooze')}
      pending={snooze.pending}
      disabled={isPast}
      error={snooze.error}
      onClose={onClose}
      onSubmit={async () => {
        const body = { until };
        if (await snooze.run({ params: { id: incident.name }, body }))
          onClose();
      }}
    >
      <span className={mute}>{t('snooze.means')}</span>
      <RadioGroup
        aria-label={t('snooze.until')}
        value={choice}
        onChange={event => {
          const chosen = snoozeChoices.find(one => one === event.target.value);
          if (chosen) setChoice(chosen);
        }}
      >
        {snoozeChoices.map(option => (
          <FormControlLabel
            key={option}
            value={option}
            control={<Radio color="primary" />}
            label={t(`snooze.${option}`)}
          />
        ))}
      </RadioGroup>
      {choice === 'own' && (
        <MomentField
          id="snooze-until"
          label={t('snooze.at', { zone: ownZone() })}
          zone={ownZone()}
          value={own}
          onChange={setOwn}
        />
      )}
      {isPast ? (
        <span className={bad} role="alert">
          {t('snooze.past')}
        </span>
      ) : (
        <span>{t('snooze.words', { moment: <At at={until} /> })}</span>
      )}
    </FormDialog>
  );
};
