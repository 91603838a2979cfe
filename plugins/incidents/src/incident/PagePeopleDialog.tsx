import {
  endpoints,
  IncidentDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { Choice, EntitiesPicker, FormDialog, useLayout } from '../kit';
import { useEscalationText } from '../translation';

const urgencies = ['incident', 'high', 'low'] as const;

/** Pages more people; who has the incident stays as it is. */
export const PagePeopleDialog = (props: {
  incident: IncidentDetail;
  onClose: () => void;
}) => {
  const { incident, onClose } = props;
  const t = useEscalationText();
  const { mute } = useLayout();
  const [people, setPeople] = useState<readonly string[]>([]);
  const [urgency, setUrgency] =
    useState<(typeof urgencies)[number]>('incident');
  const page = useCommand(endpoints.incidents.page, answer => answer.message);
  return (
    <FormDialog
      name="page-people"
      title={t('pagePeople.title', { incident: incident.name })}
      verb={t('pagePeople.submit')}
      pending={page.pending}
      disabled={people.length === 0}
      error={page.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await page.run({
          params: { id: incident.name },
          body: {
            people: [...people],
            urgency: urgency === 'incident' ? undefined : urgency,
          },
        });
        if (done) onClose();
      }}
    >
      <span className={mute}>{t('pagePeople.means')}</span>
      <EntitiesPicker
        id="page-people-who"
        label={t('pagePeople.who')}
        kinds={['User']}
        value={people}
        onChange={setPeople}
      />
      <Choice
        id="page-people-urgency"
        label={t('pagePeople.urgency')}
        value={urgency}
        options={urgencies}
        words={option => t(`pagePeople.urgencyOf.${option}`)}
        onChange={setUrgency}
      />
    </FormDialog>
  );
};
