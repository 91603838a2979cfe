import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import TextField from '@material-ui/core/TextField';
import DeleteIcon from '@material-ui/icons/Delete';
import { Rotation, weekdays } from '@muster/backstage-plugin-incidents-common';
import { Choice, NumberField, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { dayWord } from '../layerWords';

/** How long a turn is and when it is handed over. */
export const RotationFields = (props: {
  id: string;
  rotation: Rotation;
  /** Whether the layer counts only on some days, so that those can be counted. */
  restricted: boolean;
  onChange: (part: Partial<Rotation>) => void;
}) => {
  const { id, rotation, restricted, onChange } = props;
  const t = useOnCallText();
  const { row, wrap } = useLayout();
  return (
    <>
      <div className={`${row} ${wrap}`}>
        <NumberField
          id={`${id}-every`}
          label={t('editor.every')}
          min={1}
          max={1000}
          value={rotation.every}
          onChange={every => onChange({ every })}
        />
        <Choice
          id={`${id}-unit`}
          label={t('editor.unit')}
          value={rotation.unit}
          options={['hour', 'day', 'week', 'month'] as const}
          words={unit => t(`editor.units.${unit}`)}
          onChange={unit =>
            onChange({
              unit,
              // Neither means anything for another unit.
              moreHandoffs: unit === 'week' ? rotation.moreHandoffs : [],
              count: unit === 'day' ? rotation.count : 'all-days',
            })
          }
        />
        <TextField
          id={`${id}-start`}
          label={t('editor.from')}
          type="date"
          InputLabelProps={{ shrink: true }}
          value={rotation.startDate}
          onChange={event => onChange({ startDate: event.target.value })}
        />
        <TextField
          id={`${id}-time`}
          label={t('editor.handoff')}
          type="time"
          InputLabelProps={{ shrink: true }}
          value={rotation.handoffTime}
          onChange={event => onChange({ handoffTime: event.target.value })}
        />
        {rotation.unit === 'day' && restricted && (
          <Choice
            id={`${id}-count`}
            label={t('editor.count')}
            value={rotation.count}
            options={['all-days', 'active-days'] as const}
            words={count => t(`editor.counts.${count}`)}
            onChange={count => onChange({ count })}
          />
        )}
      </div>
      {rotation.unit === 'week' && (
        <MoreHandoffs id={id} rotation={rotation} onChange={onChange} />
      )}
    </>
  );
};

const MoreHandoffs = (props: {
  id: string;
  rotation: Rotation;
  onChange: (part: Partial<Rotation>) => void;
}) => {
  const { id, rotation, onChange } = props;
  const t = useOnCallText();
  const { row, wrap, tight } = useLayout();
  const { moreHandoffs } = rotation;
  const change = (
    place: number,
    part: Partial<Rotation['moreHandoffs'][number]>,
  ) =>
    onChange({
      moreHandoffs: moreHandoffs.map((one, index) =>
        index === place ? { ...one, ...part } : one,
      ),
    });
  return (
    <div className={tight}>
      {moreHandoffs.map(({ weekday, time }, place) => (
        // Hand-offs have no identity but their place.
        // eslint-disable-next-line react/no-array-index-key
        <div key={place} className={`${row} ${wrap}`}>
          <Choice
            id={`${id}-more-day-${place}`}
            label={t('editor.alsoOn')}
            value={weekday}
            options={weekdays}
            words={dayWord}
            onChange={day => change(place, { weekday: day })}
          />
          <TextField
            id={`${id}-more-time-${place}`}
            label={t('editor.alsoAt')}
            type="time"
            InputLabelProps={{ shrink: true }}
            value={time}
            onChange={event => change(place, { time: event.target.value })}
          />
          <IconButton
            size="small"
            aria-label={t('editor.removeHandoff')}
            onClick={() =>
              onChange({
                moreHandoffs: moreHandoffs.filter((_, i) => i !== place),
              })
            }
          >
            <DeleteIcon fontSize="small" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          onClick={() =>
            onChange({
              moreHandoffs: [
                ...moreHandoffs,
                { weekday: 'fri', time: rotation.handoffTime },
              ],
            })
          }
        >
          {t('editor.addHandoff')}
        </Button>
      </div>
    </div>
  );
};
