import { DateTime } from 'luxon';
import { Choice, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { MomentField } from '../MomentField';

const options = ['now', 'later'] as const;

/** From when a change counts: at once, or later; the past is never rewritten. */
export const WhenField = (props: {
  value: string | null;
  zone: string;
  onChange: (value: string | null) => void;
}) => {
  const { value, zone, onChange } = props;
  const t = useOnCallText();
  const { row, wrap } = useLayout();
  return (
    <div className={`${row} ${wrap}`}>
      <Choice
        id="schedule-counts"
        label={t('editor.changeCounts')}
        value={value === null ? 'now' : 'later'}
        options={options}
        words={option => t(`editor.when.${option}`)}
        onChange={option =>
          onChange(
            option === 'now'
              ? null
              : DateTime.now()
                  .setZone(zone)
                  .startOf('day')
                  .plus({ days: 1, hours: 9 })
                  .toJSDate()
                  .toISOString(),
          )
        }
      />
      {value !== null && (
        <MomentField
          id="schedule-counts-at"
          label={t('editor.countsAt', { zone })}
          zone={zone}
          value={value}
          onChange={onChange}
        />
      )}
    </div>
  );
};
