import { More, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { AppliesTo } from './AppliesTo';
import { useEdit } from './Edit';
import { ChoiceAt, EntityAt, NumberAt, TextAt } from './fields';
import { InputList } from './InputList';
import { StepList } from './StepList';
import { TriggerList } from './TriggerList';

/** A play as a form. It edits the same text as the YAML beside it, and of that only what it is told to. */
export const PlayForm = () => {
  const t = usePlaysText();
  const { stack, bad, row, wrap } = useLayout();
  const { text } = useEdit();
  if (!text.isReadable) {
    return <div className={bad}>{t('form.unreadable')}</div>;
  }
  const has = (name: string) => text.at([name]) !== undefined;
  return (
    <div className={stack}>
      <TextAt path={['name']} label={t('form.name')} required />
      <TextAt path={['description']} label={t('form.description')} multiline />
      <EntityAt
        path={['ownerRef']}
        label={t('form.owner')}
        kinds={['Group']}
        required
      />
      <TriggerList />
      <TextAt
        path={['when']}
        label={t('form.when')}
        placeholder={t('form.whenExample')}
        code
      />
      <More label={t('form.applies')} open={has('appliesTo')}>
        <AppliesTo />
      </More>
      <More
        label={t('form.howOften')}
        open={has('onceFor') || has('startsFor')}
      >
        <TextAt
          path={['onceFor']}
          label={t('form.onceFor')}
          placeholder="{{ entity.ref }}"
          help={t('form.onceForHelp')}
          code
        />
        <ChoiceAt
          path={['startsFor']}
          label={t('form.startsFor')}
          options={['new', 'open']}
          usual="new"
          words={option => t(`form.startsForOf.${option}`)}
        />
      </More>
      <More label={t('form.inputs')} open={has('inputs')}>
        <InputList />
      </More>
      <StepList path={['steps']} label={t('form.steps')} />
      <More label={t('form.onPlayFailure')} open={has('onFailure')}>
        <StepList path={['onFailure']} label={t('form.onPlayFailure')} />
      </More>
      <More label={t('form.limits')} open={has('limits')}>
        <div className={`${row} ${wrap}`}>
          <NumberAt
            path={['deadlineMinutes']}
            label={t('form.deadline')}
            min={1}
            max={43_200}
            usual={1440}
          />
          <NumberAt
            path={['limits', 'atOnce']}
            label={t('form.runsAtOnce')}
            min={1}
            max={1000}
            usual={20}
          />
          <NumberAt
            path={['limits', 'perHour']}
            label={t('form.perHour')}
            min={1}
            max={10_000}
            usual={100}
          />
        </div>
      </More>
    </div>
  );
};
