import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import { endpoints, Leave } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand } from '../data';
import {
  CommandError,
  ConfirmButton,
  FormDialog,
  Panel,
  PlainText,
  useLayout,
} from '../kit';
import { SpanFields } from '../oncall/SpanFields';
import { ownZone, spanWords } from '../oncall/times';
import { useOnCallText } from '../translation';

/** When I am away: to be entered and taken back. */
export const MyLeave = ({ leave }: { leave: readonly Leave[] }) => {
  const t = useOnCallText();
  const { stack, mute } = useLayout();
  const [adding, setAdding] = useState(false);
  return (
    <Panel
      title={t('mine.leave')}
      action={
        <Button size="small" variant="outlined" onClick={() => setAdding(true)}>
          {t('mine.addLeave')}
        </Button>
      }
    >
      <div className={stack}>
        {leave.length === 0 && (
          <span className={mute}>{t('mine.noLeave')}</span>
        )}
        {leave.map(one => (
          <Item key={one.id} leave={one} />
        ))}
      </div>
      {adding && <LeaveDialog onClose={() => setAdding(false)} />}
    </Panel>
  );
};

const Item = ({ leave }: { leave: Leave }) => {
  const t = useOnCallText();
  const { row, wrap, grow, small } = useLayout();
  const remove = useCommand(endpoints.oncall.removeLeave, () =>
    t('mine.leaveRemoved'),
  );
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ flexBasis: 220 }}>
          {spanWords(leave.start, leave.end, ownZone())}
          <div className={small}>
            <PlainText text={leave.note} />
          </div>
        </div>
        <ConfirmButton
          label={t('mine.removeLeave')}
          question={t('mine.reallyRemoveLeave')}
          disabled={remove.pending}
          onConfirm={() => void remove.run({ params: { id: leave.id } })}
        />
      </div>
      <CommandError error={remove.error} />
    </div>
  );
};

const LeaveDialog = ({ onClose }: { onClose: () => void }) => {
  const t = useOnCallText();
  const [span, setSpan] = useState(() => {
    const tomorrow = DateTime.now().startOf('day').plus({ days: 1 });
    return {
      start: tomorrow.toJSDate().toISOString(),
      end: tomorrow.plus({ days: 1 }).toJSDate().toISOString(),
    };
  });
  const [note, setNote] = useState('');
  const add = useCommand(endpoints.oncall.addLeave, () => t('mine.leaveAdded'));
  return (
    <FormDialog
      name="leave"
      title={t('mine.leave')}
      verb={t('mine.addLeave')}
      pending={add.pending}
      disabled={span.start >= span.end}
      error={add.error}
      onClose={onClose}
      onSubmit={async () => {
        if (await add.run({ body: { ...span, note } })) onClose();
      }}
    >
      <SpanFields
        id="leave"
        zone={ownZone()}
        {...span}
        onChange={part => setSpan({ ...span, ...part })}
      />
      <TextField
        id="leave-note"
        label={t('mine.leaveNote')}
        value={note}
        onChange={event => setNote(event.target.value)}
        inputProps={{ maxLength: 300 }}
        fullWidth
      />
    </FormDialog>
  );
};
