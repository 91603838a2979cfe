import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import TextField from '@material-ui/core/TextField';
import { Restriction } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { DaysField } from './DaysField';
import { officeHours } from './draft';
import { ZoneField } from './ZoneField';

/** When something counts: always, or in some windows of the week. */
export const RestrictionsField = (props: {
  id: string;
  /** Each window names its zone: there is none that it could take over. */
  ownZone?: boolean;
  value: readonly Restriction[];
  onChange: (value: Restriction[]) => void;
}) => {
  const { id, value, onChange } = props;
  const t = useOnCallText();
  const { stack, small, mute } = useLayout();
  return (
    <div className={stack} style={{ gap: 8 }}>
      {value.length === 0 && (
        <span className={`${small} ${mute}`}>{t('editor.always')}</span>
      )}
      {value.map((restriction, place) => (
        <RestrictionFields
          // Windows have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          key={place}
          id={`${id}-window-${place}`}
          ownZone={props.ownZone}
          value={restriction}
          onChange={part =>
            onChange(
              value.map((one, index) =>
                index === place ? { ...one, ...part } : one,
              ),
            )
          }
          onRemove={() => onChange(value.filter((_, i) => i !== place))}
        />
      ))}
      <div>
        <Button size="small" onClick={() => onChange([...value, officeHours])}>
          {t('editor.addWindow')}
        </Button>
      </div>
    </div>
  );
};

const RestrictionFields = (props: {
  id: string;
  ownZone: boolean | undefined;
  value: Restriction;
  onChange: (part: Partial<Restriction>) => void;
  onRemove: () => void;
}) => {
  const { id, value, onChange, onRemove } = props;
  const t = useOnCallText();
  const { row, wrap, stack, small, mute } = useLayout();
  const wholeDay = value.start === value.end;
  return (
    <div
      className={stack}
      style={{ gap: 8 }}
      role="group"
      aria-label={t('editor.window')}
    >
      <DaysField
        label={t('editor.days')}
        value={value.days}
        onChange={days => onChange({ days })}
      />
      <div className={`${row} ${wrap}`}>
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              color="primary"
              checked={wholeDay}
              onChange={event =>
                onChange(
                  event.target.checked
                    ? { start: '00:00', end: '00:00' }
                    : { start: officeHours.start, end: officeHours.end },
                )
              }
            />
          }
          label={t('editor.wholeDay')}
        />
        {!wholeDay && (
          <>
            <TextField
              id={`${id}-begin`}
              label={t('editor.begins')}
              type="time"
              InputLabelProps={{ shrink: true }}
              value={value.start}
              onChange={event => onChange({ start: event.target.value })}
            />
            <TextField
              id={`${id}-end`}
              label={t('editor.ends')}
              type="time"
              InputLabelProps={{ shrink: true }}
              value={value.end}
              onChange={event => onChange({ end: event.target.value })}
            />
          </>
        )}
        {!wholeDay && value.end < value.start && (
          <span className={`${small} ${mute}`}>{t('editor.nextDay')}</span>
        )}
        <ZoneField
          id={`${id}-zone`}
          label={t('editor.windowZone')}
          whenEmpty={props.ownZone ? undefined : t('editor.asLayer')}
          value={value.timezone}
          onChange={timezone => onChange({ timezone })}
        />
        <Button size="small" onClick={onRemove}>
          {t('editor.removeWindow')}
        </Button>
      </div>
    </div>
  );
};
