import Button from '@material-ui/core/Button';
import { Step } from '@muster/backstage-plugin-incidents-common';
import { FieldGroup, NumberField, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { MoreOfStep } from './MoreOfStep';
import { TargetsField } from './TargetsField';

/** One step of a policy: who is paged, how long it waits for them, and behind a button what few need. */
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
  const t = useEscalationText();
  const { row, wrap } = useLayout();
  const id = `step-${index}`;
  return (
    <FieldGroup legend={t('step.legend', { number: String(index + 1) })}>
      <TargetsField
        id={id}
        number={index + 1}
        value={step.targets}
        onChange={targets => onChange({ ...step, targets })}
      />
      <NumberField
        id={`${id}-delay`}
        label={t('step.delay')}
        min={1}
        max={9000}
        value={step.delayMinutes}
        onChange={delayMinutes => onChange({ ...step, delayMinutes })}
      />
      <MoreOfStep id={id} step={step} onChange={onChange} />
      {(onMoveUp || onRemove) && (
        <div className={`${row} ${wrap}`}>
          {onMoveUp && (
            <Button size="small" onClick={onMoveUp}>
              {t('step.up')}
            </Button>
          )}
          {onRemove && (
            <Button size="small" onClick={onRemove}>
              {t('step.remove')}
            </Button>
          )}
        </div>
      )}
    </FieldGroup>
  );
};
