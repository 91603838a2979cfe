import TextField from '@material-ui/core/TextField';
import { ScheduleInput } from '@muster/backstage-plugin-incidents-common';
import { EntityPicker } from '../../kit';
import { useOnCallText } from '../../translation';
import { ZoneField } from './ZoneField';

/** What a schedule is called, whose it is and in which zone it is written. */
export const ScheduleFields = (props: {
  draft: ScheduleInput;
  onChange: (part: Partial<ScheduleInput>) => void;
}) => {
  const { draft, onChange } = props;
  const t = useOnCallText();
  return (
    <>
      <TextField
        id="schedule-name"
        label={t('editor.name')}
        placeholder={t('editor.nameExample')}
        value={draft.name}
        onChange={event => onChange({ name: event.target.value })}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <TextField
        id="schedule-description"
        label={t('editor.description')}
        value={draft.description}
        onChange={event => onChange({ description: event.target.value })}
        inputProps={{ maxLength: 1000 }}
        multiline
        fullWidth
      />
      <EntityPicker
        id="schedule-owner"
        label={t('editor.owner')}
        kinds={['Group']}
        value={draft.ownerRef}
        onChange={ownerRef => onChange({ ownerRef })}
        required
      />
      <ZoneField
        id="schedule-zone"
        label={t('editor.zone')}
        value={draft.timezone}
        onChange={timezone => {
          if (timezone) onChange({ timezone });
        }}
      />
    </>
  );
};
