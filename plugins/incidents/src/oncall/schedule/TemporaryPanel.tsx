import Button from '@material-ui/core/Button';
import {
  endpoints,
  Temporary,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import {
  Answer,
  CommandError,
  ConfirmButton,
  namesOf,
  Panel,
  useLayout,
} from '../../kit';
import { useText } from '../../translation';
import { useUpcoming } from '../override/OverridesPanel';
import { spanWords } from '../times';
import { ScheduleDetail } from './SchedulePage';
import { TemporaryDialog } from './TemporaryDialog';

/** Fixed shifts that replace everything for a time: a holiday, a release. */
export const TemporaryPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useText();
  const { stack, mute } = useLayout();
  const [adding, setAdding] = useState(false);
  const state = useUpcoming(schedule.id);
  return (
    <Panel
      title={t('temporary.title')}
      action={
        schedule.may.includes('edit') && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setAdding(true)}
          >
            {t('temporary.add')}
          </Button>
        )
      }
    >
      <Answer state={state} lines={1}>
        {({ temporary }) =>
          temporary.length === 0 ? (
            <span className={mute}>{t('temporary.none')}</span>
          ) : (
            <div className={stack}>
              {temporary.map(one => (
                <Item
                  key={one.id}
                  temporary={one}
                  schedule={schedule}
                  zone={zone}
                />
              ))}
            </div>
          )
        }
      </Answer>
      {adding && (
        <TemporaryDialog
          schedule={schedule}
          zone={zone}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  );
};

const Item = (props: {
  temporary: Temporary;
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { temporary, schedule, zone } = props;
  const t = useText();
  const { row, wrap, grow, small, mute, breakable } = useLayout();
  const remove = useCommand(endpoints.oncall.removeTemporary, () =>
    t('temporary.removed'),
  );
  const { start, end, reason, shifts } = temporary;
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={`${grow} ${breakable}`} style={{ flexBasis: 220 }}>
          {reason || t('temporary.unnamed')}
          <div className={`${small} ${mute}`}>
            {spanWords(start, end, zone)} ·{' '}
            {namesOf(shifts.map(({ participant }) => participant)) ||
              t('calendar.nobody')}
          </div>
        </div>
        {schedule.may.includes('edit') && (
          <ConfirmButton
            label={t('override.remove')}
            question={t('override.reallyRemove')}
            disabled={remove.pending}
            onConfirm={() =>
              void remove.run({
                params: { id: schedule.id, itemId: temporary.id },
              })
            }
          />
        )}
      </div>
      <CommandError error={remove.error} />
    </div>
  );
};
