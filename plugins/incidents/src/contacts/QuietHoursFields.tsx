import TextField from '@material-ui/core/TextField';
import { QuietHours } from '@muster/backstage-plugin-incidents-common';
import { CheckField, FieldGroup, useLayout } from '../kit';
import { ZoneField } from '../oncall/editor/ZoneField';
import { ownZone } from '../oncall/times';
import { useEscalationText } from '../translation';

/** When what is not urgent waits for the morning. */
export const QuietHoursFields = (props: {
  value: QuietHours | null;
  onChange: (value: QuietHours | null) => void;
}) => {
  const { value, onChange } = props;
  const t = useEscalationText();
  const { row, wrap } = useLayout();
  return (
    <FieldGroup legend={t('rules.quiet')}>
      <CheckField
        label={t('rules.quietOn')}
        checked={value !== null}
        onChange={on =>
          onChange(
            on ? { from: '22:00', to: '07:00', timezone: ownZone() } : null,
          )
        }
      />
      {value && (
        <div className={`${row} ${wrap}`}>
          {(['from', 'to'] as const).map(end => (
            <TextField
              key={end}
              id={`quiet-${end}`}
              label={t(`rules.${end}`)}
              type="time"
              InputLabelProps={{ shrink: true }}
              value={value[end]}
              onChange={event =>
                onChange({ ...value, [end]: event.target.value })
              }
            />
          ))}
          <ZoneField
            id="quiet-zone"
            label={t('rules.zone')}
            value={value.timezone}
            onChange={zone =>
              onChange({ ...value, timezone: zone ?? ownZone() })
            }
          />
        </div>
      )}
    </FieldGroup>
  );
};
