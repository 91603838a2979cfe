import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import TextField from '@material-ui/core/TextField';
import ArrowUpwardIcon from '@material-ui/icons/ArrowUpward';
import DeleteIcon from '@material-ui/icons/Delete';
import { ScheduleInput } from '@muster/backstage-plugin-incidents-common';
import {
  Avatar,
  Choice,
  EntityPicker,
  FieldGroup,
  movedUp,
  NumberField,
  useCatalogNames,
  useLayout,
} from '../kit';

type Layer = ScheduleInput['layers'][number];

/** One layer of a schedule: who takes turns, how long a turn is, when it is handed over. */
export const LayerFields = (props: {
  layer: Layer;
  index: number;
  onChange: (layer: Layer) => void;
  /** Undefined for the first layer. */
  onMoveUp: (() => void) | undefined;
  /** Undefined for the only layer. */
  onRemove: (() => void) | undefined;
}) => {
  const { layer, index, onChange, onMoveUp, onRemove } = props;
  const { row, wrap, grow, plain } = useLayout();
  const nameOf = useCatalogNames();
  const { rotation } = layer;
  const set = (part: Partial<Layer['rotation']>) =>
    onChange({ ...layer, rotation: { ...rotation, ...part } });
  const { participants } = rotation;
  const id = (field: string) => `layer-${index}-${field}`;
  return (
    <FieldGroup legend={layer.name || `Layer ${index + 1}`}>
      <div className={`${row} ${wrap}`}>
        <TextField
          id={id('name')}
          label="Layer"
          value={layer.name}
          onChange={event => onChange({ ...layer, name: event.target.value })}
        />
        <NumberField
          id={id('every')}
          label="Every"
          min={1}
          max={52}
          value={rotation.every}
          onChange={every => set({ every })}
        />
        <Choice
          id={id('unit')}
          label="Unit"
          value={rotation.unit}
          options={['hour', 'day', 'week', 'month'] as const}
          onChange={unit => set({ unit })}
        />
        <TextField
          id={id('start')}
          label="From"
          type="date"
          InputLabelProps={{ shrink: true }}
          value={rotation.startDate}
          onChange={event => set({ startDate: event.target.value })}
        />
        <TextField
          id={id('time')}
          label="Hand-off at"
          type="time"
          InputLabelProps={{ shrink: true }}
          value={rotation.handoffTime}
          onChange={event => set({ handoffTime: event.target.value })}
        />
      </div>
      <ol className={plain} aria-label="Who takes turns">
        {participants.map((slot, place) => {
          const refs = [slot].flat();
          const name = refs.map(nameOf).join(', ') || 'nobody';
          return (
            // Somebody may have two turns of a round.
            // eslint-disable-next-line react/no-array-index-key
            <li key={`${refs} ${place}`} className={row}>
              <Avatar person={{ ref: refs[0] ?? '', name }} size={24} />
              <span className={grow}>{name}</span>
              <IconButton
                size="small"
                aria-label={`Move ${name} up`}
                disabled={place === 0}
                onClick={() =>
                  set({ participants: movedUp(participants, place) })
                }
              >
                <ArrowUpwardIcon fontSize="small" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={`Take ${name} out`}
                onClick={() =>
                  set({
                    participants: participants.filter(
                      (_, other) => other !== place,
                    ),
                  })
                }
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            </li>
          );
        })}
      </ol>
      <EntityPicker
        adds
        id={id('add')}
        label="Add a person or a group"
        kinds={['User', 'Group']}
        value=""
        onChange={ref => {
          if (ref && !participants.includes(ref)) {
            set({ participants: [...participants, ref] });
          }
        }}
      />
      {(onMoveUp || onRemove) && (
        <div className={row}>
          {onMoveUp && (
            <Button size="small" onClick={onMoveUp}>
              Move this layer up
            </Button>
          )}
          {onRemove && (
            <Button size="small" onClick={onRemove}>
              Remove this layer
            </Button>
          )}
        </div>
      )}
    </FieldGroup>
  );
};
