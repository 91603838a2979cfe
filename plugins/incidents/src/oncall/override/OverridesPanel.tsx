import { endpoints, Override } from '@muster/backstage-plugin-incidents-common';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import {
  Answer,
  CommandError,
  ConfirmButton,
  Panel,
  useLayout,
} from '../../kit';
import { useText } from '../../translation';
import { ScheduleDetail } from '../schedule/SchedulePage';
import { spanWords } from '../times';

/** The overrides that hold now or will within a year; owners end them. */
export const OverridesPanel = (props: {
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { schedule, zone } = props;
  const t = useText();
  const { stack, mute } = useLayout();
  const upcoming = useUpcoming(schedule.id);
  return (
    <Panel title={t('override.list')}>
      <Answer state={upcoming} lines={1}>
        {({ overrides }) =>
          overrides.length === 0 ? (
            <span className={mute}>{t('override.none')}</span>
          ) : (
            <div className={stack}>
              {overrides.map(override => (
                <Item
                  key={override.id}
                  override={override}
                  schedule={schedule}
                  zone={zone}
                />
              ))}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
};

/** The calendar from today on for a year: what is added to a schedule besides its layers. */
export function useUpcoming(scheduleId: string) {
  const [from] = useState(() => DateTime.utc().startOf('day'));
  return useEndpoint(endpoints.oncall.calendar, {
    params: { id: scheduleId },
    query: {
      from: from.toJSDate().toISOString(),
      to: from.plus({ years: 1 }).toJSDate().toISOString(),
    },
  });
}

const Item = (props: {
  override: Override;
  schedule: ScheduleDetail;
  zone: string;
}) => {
  const { override, schedule, zone } = props;
  const t = useText();
  const { row, wrap, tight, grow, small, mute, breakable } = useLayout();
  const remove = useCommand(endpoints.oncall.removeOverride, () =>
    t('override.removed'),
  );
  return (
    <div>
      <div className={`${row} ${wrap}`}>
        <div className={`${tight} ${grow}`} style={{ gap: 0, flexBasis: 220 }}>
          <span className={breakable}>{useOverrideWords(override)}</span>
          <span className={`${small} ${mute} ${breakable}`}>
            {spanWords(override.start, override.end, zone)} ·{' '}
            {t('override.by', { person: override.createdBy.name })}
            {override.reason && ` · “${override.reason}”`}
          </span>
        </div>
        {schedule.may.includes('edit') && (
          <ConfirmButton
            label={t('override.remove')}
            question={t('override.reallyRemove')}
            disabled={remove.pending}
            onConfirm={() =>
              void remove.run({
                params: { id: schedule.id, itemId: override.id },
              })
            }
          />
        )}
      </div>
      <CommandError error={remove.error} />
    </div>
  );
};

/** `Mia Kovač instead of Ben Okafor`. */
function useOverrideWords({ kind, person, replaces }: Override): string {
  const t = useText();
  const others = replaces?.name ?? t('override.everybody');
  if (kind === 'remove') return t('override.wordsRemove', { others });
  if (kind === 'add')
    return t('override.wordsAdd', { person: person?.name ?? '' });
  return t('override.wordsCover', { person: person?.name ?? '', others });
}
