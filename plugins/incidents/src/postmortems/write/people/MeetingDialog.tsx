import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  PostmortemDetail,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../../../data';
import { EntitiesPicker, FormDialog, NumberField } from '../../../kit';
import { MomentField } from '../../../oncall/MomentField';
import { usePostmortemsText } from '../../../translation';
import { download } from '../../read/download';

/** Proposes a meeting: who is invited is told, and whoever proposes it gets its calendar file. */
export const MeetingDialog = (props: {
  postmortem: PostmortemDetail;
  onClose: () => void;
}) => {
  const { postmortem, onClose } = props;
  const { name, writer, participants, reviewers } = postmortem;
  const t = usePostmortemsText();
  const [at, setAt] = useState(tomorrow);
  const [minutes, setMinutes] = useState(60);
  const [place, setPlace] = useState('');
  const [refs, setRefs] = useState<readonly string[]>(() => [
    ...new Set(
      [
        ...(writer ? [writer] : []),
        ...participants,
        ...reviewers.map(({ person }) => person),
      ].map(({ ref }) => ref),
    ),
  ]);
  const propose = useCommand(endpoints.postmortems.proposeMeeting, () =>
    t('meeting.proposed'),
  );
  const timeZone = DateTime.local().zoneName;
  return (
    <FormDialog
      name="postmortem-meeting"
      title={t('meeting.title', { postmortem: name })}
      verb={t('meeting.verb')}
      pending={propose.pending}
      disabled={refs.length === 0}
      error={propose.error}
      onClose={onClose}
      onSubmit={async () => {
        const file = await propose.run({
          params: { id: name },
          body: { at, minutes, place: place.trim(), invitees: [...refs] },
        });
        if (!file) return;
        download(file);
        onClose();
      }}
    >
      <div>{t('meeting.what')}</div>
      <MomentField
        id="meeting-at"
        label={t('meeting.at', { zone: timeZone })}
        zone={timeZone}
        value={at}
        onChange={setAt}
      />
      <NumberField
        id="meeting-minutes"
        label={t('meeting.minutes')}
        value={minutes}
        min={5}
        max={480}
        onChange={setMinutes}
      />
      <TextField
        id="meeting-place"
        label={t('meeting.place')}
        value={place}
        onChange={event => setPlace(event.target.value)}
        inputProps={{ maxLength: 300 }}
        fullWidth
      />
      <EntitiesPicker
        id="meeting-invitee"
        label={t('meeting.invite')}
        kinds={['User', 'Group']}
        value={refs}
        onChange={setRefs}
      />
    </FormDialog>
  );
};

/** At ten in the viewer's zone. */
const tomorrow = (): string =>
  DateTime.local()
    .plus({ days: 1 })
    .set({ hour: 10, minute: 0, second: 0, millisecond: 0 })
    .toUTC()
    .toISO() ?? '';
