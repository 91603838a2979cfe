import Button from '@material-ui/core/Button';
import {
  endpoints,
  kindOf,
  Step,
  Target,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import {
  Choice,
  Chosen,
  EntityPicker,
  FieldGroup,
  NumberField,
  useLayout,
} from '../kit';
import { useTargetWords } from './useTargetWords';

/** One step of a policy: who is paged, and how long it waits for them. */
export const StepFields = (props: {
  step: Step;
  index: number;
  onChange: (step: Step) => void;
  /** Undefined for the first step. */
  onMoveUp: (() => void) | undefined;
  /** Undefined for the only step. */
  onRemove: (() => void) | undefined;
}) => {
  const { step, index, onChange, onMoveUp, onRemove } = props;
  const { row, wrap } = useLayout();
  const wordsOf = useTargetWords();
  const schedules = useEndpoint(endpoints.oncall.listSchedules, {});
  const add = (target: Target) => {
    if (!step.targets.some(old => keyOf(old) === keyOf(target))) {
      onChange({ ...step, targets: [...step.targets, target] });
    }
  };
  const id = (field: string) => `step-${index}-${field}`;
  const choices = schedules.value?.items ?? [];
  return (
    <FieldGroup legend={`Step ${index + 1}`}>
      <div className={`${row} ${wrap}`}>
        {step.targets.map(target => (
          <Chosen
            key={keyOf(target)}
            label={wordsOf(target)}
            removeLabel={`Take ${wordsOf(target)} out of step ${index + 1}`}
            onRemove={() =>
              onChange({
                ...step,
                targets: step.targets.filter(old => old !== target),
              })
            }
          />
        ))}
      </div>
      {choices.length > 0 && (
        <Choice
          id={id('schedule')}
          label="Page whoever is on call by"
          value=""
          options={['', ...choices.map(schedule => schedule.id)]}
          words={value =>
            choices.find(schedule => schedule.id === value)?.name ??
            'choose a schedule'
          }
          onChange={value => {
            if (value) add({ type: 'schedule', id: value });
          }}
        />
      )}
      <EntityPicker
        adds
        id={id('person')}
        label="Page a person or a whole group"
        kinds={['User', 'Group']}
        value=""
        onChange={ref => {
          if (ref) {
            add({ type: kindOf(ref) === 'user' ? 'person' : 'group', ref });
          }
        }}
      />
      <NumberField
        id={id('delay')}
        label="Minutes until it goes on"
        min={1}
        max={9000}
        value={step.delayMinutes}
        onChange={delayMinutes => onChange({ ...step, delayMinutes })}
      />
      {(onMoveUp || onRemove) && (
        <div className={row}>
          {onMoveUp && (
            <Button size="small" onClick={onMoveUp}>
              Move this step up
            </Button>
          )}
          {onRemove && (
            <Button size="small" onClick={onRemove}>
              Remove this step
            </Button>
          )}
        </div>
      )}
    </FieldGroup>
  );
};

const keyOf = (target: Target): string =>
  'id' in target ? `${target.type}:${target.id}` : target.ref;
