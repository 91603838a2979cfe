import Button from '@material-ui/core/Button';
import {
  endpoints,
  ScheduleCalendar,
} from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { ReactNode, useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import {
  Answer,
  CommandError,
  ConfirmButton,
  Panel,
  useLayout,
} from '../../kit';
import { useOnCallText } from '../../translation';
import { ScheduleDetail } from './SchedulePage';

/** What is added to a schedule besides its layers, of one kind: those that hold now or will within a year. */
export const ChangesPanel = <Change extends { id: string }>(props: {
  title: string;
  /** Said when there is none. */
  none: string;
  schedule: ScheduleDetail;
  changesOf: (calendar: ScheduleCalendar) => readonly Change[];
  line: (change: Change) => ReactNode;
  /** A button for owners, and the form that it opens. */
  add?: { label: string; form: (onClose: () => void) => ReactNode };
}) => {
  const { title, none, schedule, changesOf, line, add } = props;
  const { stack, mute } = useLayout();
  const [adding, setAdding] = useState(false);
  const state = useUpcoming(schedule.id);
  return (
    <Panel
      title={title}
      action={
        add &&
        schedule.may.includes('edit') && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setAdding(true)}
          >
            {add.label}
          </Button>
        )
      }
    >
      <Answer state={state} lines={1}>
        {calendar => {
          const changes = changesOf(calendar);
          return changes.length === 0 ? (
            <span className={mute}>{none}</span>
          ) : (
            <div className={stack}>
              {changes.map(change => (
                <div key={change.id}>{line(change)}</div>
              ))}
            </div>
          );
        }}
      </Answer>
      {adding && add?.form(() => setAdding(false))}
    </Panel>
  );
};

/** The calendar from today on for a year. */
function useUpcoming(scheduleId: string) {
  const [from] = useState(() => DateTime.utc().startOf('day'));
  return useEndpoint(endpoints.oncall.calendar, {
    params: { id: scheduleId },
    query: {
      from: from.toJSDate().toISOString(),
      to: from.plus({ years: 1 }).toJSDate().toISOString(),
    },
  });
}

/** One change in words; owners end it. */
export const ChangeLine = (props: {
  schedule: ScheduleDetail;
  itemId: string;
  /** Those of the other kinds are alike. */
  endpoint: typeof endpoints.oncall.removeOverride;
  /** Said when it is ended. */
  ended: string;
  words: ReactNode;
  /** When, by whom, why. */
  details: ReactNode;
}) => {
  const { schedule, itemId, endpoint, ended, words, details } = props;
  const t = useOnCallText();
  const { row, wrap, grow, small, mute, breakable } = useLayout();
  const remove = useCommand(endpoint, () => ended);
  return (
    <>
      <div className={`${row} ${wrap}`}>
        <div className={`${grow} ${breakable}`} style={{ flexBasis: 220 }}>
          {words}
          <div className={`${small} ${mute}`}>{details}</div>
        </div>
        {schedule.may.includes('edit') && (
          <ConfirmButton
            label={t('override.remove')}
            question={t('override.reallyRemove')}
            disabled={remove.pending}
            onConfirm={() =>
              void remove.run({ params: { id: schedule.id, itemId } })
            }
          />
        )}
      </div>
      <CommandError error={remove.error} />
    </>
  );
};
