import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { endpoints } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { EntityPicker, FieldGroup, FormDialog, useFormRows } from '../../kit';
import { useOnCallText } from '../../translation';
import { SpanFields } from '../SpanFields';
import { ScheduleDetail } from './SchedulePage';
import { weekFromNow } from './ShadowsPanel';

/** Makes fixed shifts that replace everything in a span. */
export const TemporaryDialog = (props: {
  schedule: ScheduleDetail;
  zone: string;
  onClose: () => void;
}) => {
  const { schedule, zone, onClose } = props;
  const t = useOnCallText();
  const [span, setSpan] = useState(() => weekFromNow(zone));
  const [reason, setReason] = useState('');
  const [shifts, setShifts] = useState([{ personRef: '', ...span }]);
  const rows = useFormRows(shifts, setShifts);
  const add = useCommand(endpoints.oncall.addTemporary, () =>
    t('temporary.done'),
  );
  return (
    <FormDialog
      name="temporary"
      title={t('temporary.add')}
      verb={t('override.submit')}
      pending={add.pending}
      disabled={
        span.start >= span.end ||
        shifts.some(one => !one.personRef || one.start >= one.end)
      }
      error={add.error}
      onClose={onClose}
      onSubmit={async () => {
        const done = await add.run({
          params: { id: schedule.id },
          body: { ...span, reason, shifts },
        });
        if (done) onClose();
      }}
    >
      <TextField
        id="temporary-reason"
        label={t('override.reason')}
        value={reason}
        onChange={event => setReason(event.target.value)}
        inputProps={{ maxLength: 300 }}
        fullWidth
      />
      <SpanFields
        id="temporary"
        zone={zone}
        {...span}
        onChange={part => setSpan({ ...span, ...part })}
      />
      {rows.map(({ key, value: shift, change, remove }, index) => (
        <FieldGroup
          key={key}
          legend={t('temporary.shift', { number: String(index + 1) })}
        >
          <EntityPicker
            id={`temporary-person-${index}`}
            label={t('override.person')}
            kinds={['User']}
            value={shift.personRef}
            onChange={personRef => change({ ...shift, personRef })}
            required
          />
          <SpanFields
            id={`temporary-shift-${index}`}
            zone={zone}
            start={shift.start}
            end={shift.end}
            onChange={part => change({ ...shift, ...part })}
          />
          {shifts.length > 1 && (
            <div>
              <Button size="small" onClick={remove}>
                {t('temporary.removeShift')}
              </Button>
            </div>
          )}
        </FieldGroup>
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            setShifts([
              ...shifts,
              {
                personRef: '',
                start: shifts.at(-1)?.end ?? span.start,
                end: span.end,
              },
            ])
          }
        >
          {t('temporary.addShift')}
        </Button>
      </div>
    </FormDialog>
  );
};
