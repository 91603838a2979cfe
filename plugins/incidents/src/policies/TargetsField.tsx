import {
  endpoints,
  kindOf,
  Target,
} from '@muster/backstage-plugin-incidents-common';
import { useEndpoint } from '../data';
import { Choice, Chosen, EntityPicker, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { useTargetWords } from './useTargetWords';

/** Whom a step pages: people, groups, whoever is on call by a schedule, or everyone on one. */
export const TargetsField = (props: {
  id: string;
  /** 1 the first step. */
  number: number;
  value: readonly Target[];
  onChange: (targets: Target[]) => void;
}) => {
  const { id, number, value, onChange } = props;
  const t = useEscalationText();
  const { row, wrap } = useLayout();
  const wordsOf = useTargetWords();
  const schedules = useEndpoint(endpoints.oncall.listSchedules, {});
  const personId = `${id}-person`;
  const offered = schedules.value?.items ?? [];
  const choices = (['schedule', 'everyone'] as const).flatMap(type =>
    offered.map(({ id: scheduleId, name }) => ({
      key: `${type} ${scheduleId}`,
      target: { type, id: scheduleId },
      words:
        type === 'schedule' ? name : t('step.everyone', { schedule: name }),
    })),
  );
  const add = (target: Target) => {
    if (!value.some(old => keyOf(old) === keyOf(target))) {
      onChange([...value, target]);
    }
  };
  return (
    <>
      <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
        {value.map(target => (
          <Chosen
            key={keyOf(target)}
            label={wordsOf(target)}
            removeLabel={t('step.takeOut', {
              target: wordsOf(target),
              number: String(number),
            })}
            onRemove={byKey => {
              if (byKey) document.getElementById(personId)?.focus();
              onChange(value.filter(old => old !== target));
            }}
          />
        ))}
      </div>
      {choices.length > 0 && (
        <Choice
          id={`${id}-schedule`}
          label={t('step.schedule')}
          value=""
          options={['', ...choices.map(({ key }) => key)]}
          words={chosen =>
            choices.find(({ key }) => key === chosen)?.words ??
            t('step.chooseSchedule')
          }
          onChange={chosen => {
            const found = choices.find(({ key }) => key === chosen);
            if (found) add(found.target);
          }}
        />
      )}
      <EntityPicker
        adds
        id={personId}
        label={t('step.person')}
        kinds={['User', 'Group']}
        value=""
        onChange={ref => {
          if (ref) {
            add({ type: kindOf(ref) === 'user' ? 'person' : 'group', ref });
          }
        }}
      />
    </>
  );
};

const keyOf = (target: Target): string =>
  'id' in target ? `${target.type}:${target.id}` : target.ref;
