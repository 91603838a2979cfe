import {
  plainStep,
  severities,
  Step,
  StepCondition,
} from '@muster/backstage-plugin-incidents-common';
import {
  CheckField,
  Choice,
  More,
  NumberField,
  Toggles,
  useLayout,
} from '../kit';
import { RestrictionsField } from '../oncall/editor/RestrictionsField';
import { ownZone } from '../oncall/times';
import { useEscalationText } from '../translation';

/** What few steps need: by whose rules, one in turn, conditions, what happens when nobody is there. */
export const MoreOfStep = (props: {
  id: string;
  step: Step;
  onChange: (step: Step) => void;
}) => {
  const { id, step, onChange } = props;
  const t = useEscalationText();
  const { row, wrap, tight, small, mute } = useLayout();
  const change = (part: Partial<Step>) => onChange({ ...step, ...part });
  const { hours, alerts, ...condition } = step.condition;
  const when = (part: Partial<StepCondition>) =>
    change({ condition: { ...step.condition, ...part } });
  const count = specialsOf(step);
  const more = t('step.more');
  return (
    <More
      label={count > 0 ? t('step.moreSet', { more, count }) : more}
      open={count > 0}
    >
      <div className={`${row} ${wrap}`} style={{ gap: 24 }}>
        <Choice
          id={`${id}-urgency`}
          label={t('step.urgency')}
          value={step.urgency ?? 'incident'}
          options={['incident', 'high', 'low']}
          words={option => t(`step.urgencyOf.${option}`)}
          onChange={option =>
            change({ urgency: option === 'incident' ? null : option })
          }
        />
        <Choice
          id={`${id}-pick`}
          label={t('step.pick')}
          value={step.pick}
          options={['all', 'next']}
          words={option => t(`step.pickOf.${option}`)}
          onChange={pick => change({ pick })}
        />
        <Choice
          id={`${id}-nobody`}
          label={t('step.whenNobody')}
          value={step.whenNobody}
          options={['next', 'wait']}
          words={option => t(`step.whenNobodyOf.${option}`)}
          onChange={whenNobody => change({ whenNobody })}
        />
      </div>
      <CheckField
        label={t('step.multiAck')}
        checked={step.multiAck}
        onChange={multiAck => change({ multiAck })}
      />
      <div className={tight}>
        <span className={`${small} ${mute}`}>{t('step.severities')}</span>
        <Toggles
          label={t('step.severities')}
          options={severities}
          value={condition.severities}
          onChange={chosen => when({ severities: chosen })}
        />
      </div>
      <RestrictionsField
        id={`${id}-hours`}
        ownZone
        value={hours}
        onChange={windows =>
          when({
            hours: windows.map(one => ({
              ...one,
              timezone: one.timezone ?? ownZone(),
            })),
          })
        }
      />
      <CheckField
        label={t('step.alerts')}
        checked={alerts !== null}
        onChange={on =>
          when({ alerts: on ? { count: 3, withinMinutes: 10 } : null })
        }
      />
      {alerts && (
        <div className={`${row} ${wrap}`}>
          <NumberField
            id={`${id}-alerts`}
            label={t('step.alertsCount')}
            min={1}
            max={10_000}
            value={alerts.count}
            onChange={most => when({ alerts: { ...alerts, count: most } })}
          />
          <NumberField
            id={`${id}-alerts-within`}
            label={t('step.alertsWithin')}
            min={1}
            max={1440}
            value={alerts.withinMinutes}
            onChange={withinMinutes =>
              when({ alerts: { ...alerts, withinMinutes } })
            }
          />
        </div>
      )}
    </More>
  );
};

/** How much of a step differs from a plain one. */
const specialsOf = ({ condition, ...step }: Step): number =>
  [
    step.urgency !== plainStep.urgency,
    step.pick !== plainStep.pick,
    step.multiAck !== plainStep.multiAck,
    step.whenNobody !== plainStep.whenNobody,
    condition.hours.length > 0,
    condition.severities.length > 0,
    condition.alerts !== null,
  ].filter(Boolean).length;
