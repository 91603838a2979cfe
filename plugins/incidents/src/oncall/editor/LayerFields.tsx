import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import TextField from '@material-ui/core/TextField';
import { Layer } from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { FieldGroup, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';
import { MoreFields } from './MoreFields';
import { RestrictionsField } from './RestrictionsField';
import { RotationFields } from './RotationFields';
import { TurnsField } from './TurnsField';
import { ZoneField } from './ZoneField';

/** One layer of a schedule: who takes turns, how long a turn is, when it is handed over, when it counts. */
export const LayerFields = (props: {
  layer: Layer;
  index: number;
  /** Of the schedule, where the layer's own zone is not set. */
  timezone: string;
  onChange: (layer: Layer) => void;
  /** Undefined for the first layer. */
  onMoveUp: (() => void) | undefined;
  /** Undefined for the only layer. */
  onRemove: (() => void) | undefined;
}) => {
  const { layer, index, timezone, onChange, onMoveUp, onRemove } = props;
  const t = useOnCallText();
  const { row, wrap } = useLayout();
  const [more, setMore] = useState(
    layer.besideAbove ||
      layer.effectiveFrom !== null ||
      layer.until !== null ||
      layer.rotation.extendsBefore,
  );
  const id = `layer-${index}`;
  const set = (part: Partial<Layer>) => onChange({ ...layer, ...part });
  return (
    <FieldGroup
      legend={
        layer.name || t('editor.layerNumber', { number: String(index + 1) })
      }
    >
      <div className={`${row} ${wrap}`}>
        <TextField
          id={`${id}-name`}
          label={t('editor.layer')}
          value={layer.name}
          onChange={event => set({ name: event.target.value })}
          inputProps={{ maxLength: 100 }}
        />
        <ZoneField
          id={`${id}-zone`}
          label={t('editor.layerZone')}
          whenEmpty={timezone}
          value={layer.timezone}
          onChange={zone => set({ timezone: zone })}
        />
      </div>
      <RotationFields
        id={id}
        rotation={layer.rotation}
        restricted={layer.restrictions.length > 0}
        onChange={part => set({ rotation: { ...layer.rotation, ...part } })}
      />
      <TurnsField
        id={id}
        turns={layer.rotation.participants}
        onChange={participants =>
          set({ rotation: { ...layer.rotation, participants } })
        }
      />
      <RestrictionsField
        id={id}
        value={layer.restrictions}
        onChange={restrictions => set({ restrictions })}
      />
      <Collapse in={more} unmountOnExit>
        <MoreFields
          id={id}
          layer={layer}
          zone={layer.timezone ?? timezone}
          isFirst={index === 0}
          onChange={set}
        />
      </Collapse>
      <div className={`${row} ${wrap}`}>
        <Button
          size="small"
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          {t(more ? 'editor.less' : 'editor.more')}
        </Button>
        {onMoveUp && (
          <Button size="small" onClick={onMoveUp}>
            {t('editor.layerUp')}
          </Button>
        )}
        {onRemove && (
          <Button size="small" onClick={onRemove}>
            {t('editor.removeLayer')}
          </Button>
        )}
      </div>
    </FieldGroup>
  );
};
