import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { Layer } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { MomentField } from '../MomentField';

/** What few layers need: together with the one above, bounds in time, turns before the first day. */
export const MoreFields = (props: {
  id: string;
  layer: Layer;
  zone: string;
  isFirst: boolean;
  onChange: (part: Partial<Layer>) => void;
}) => {
  const { id, layer, zone, isFirst, onChange } = props;
  const t = useOnCallText();
  const { tight, row, wrap } = useLayout();
  const bounds = ['effectiveFrom', 'until'] as const;
  return (
    <div className={tight}>
      {!isFirst && (
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              color="primary"
              checked={layer.besideAbove}
              onChange={event =>
                onChange({ besideAbove: event.target.checked })
              }
            />
          }
          label={t('editor.beside')}
        />
      )}
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={layer.rotation.extendsBefore}
            onChange={event =>
              onChange({
                rotation: {
                  ...layer.rotation,
                  extendsBefore: event.target.checked,
                },
              })
            }
          />
        }
        label={t('editor.before')}
      />
      <div className={`${row} ${wrap}`}>
        {bounds.map(bound => (
          <span key={bound} className={row} style={{ gap: 4 }}>
            <MomentField
              id={`${id}-${bound}`}
              label={t(`editor.${bound}`)}
              zone={zone}
              value={layer[bound]}
              onChange={at => onChange({ [bound]: at })}
            />
            {layer[bound] !== null && (
              <Button size="small" onClick={() => onChange({ [bound]: null })}>
                {t('editor.clear')}
              </Button>
            )}
          </span>
        ))}
      </div>
    </div>
  );
};
