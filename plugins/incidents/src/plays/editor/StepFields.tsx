import { StepKind } from '@muster/backstage-plugin-incidents-common';
import { More, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { ActionFields } from './ActionFields';
import { CheckAt, NumberAt, TextAt, YamlAt } from './fields';
import { KindFields } from './KindFields';
import { OtherwiseAt } from './OtherwiseAt';
import { Path } from './PlayText';

/** The fields of a step: those of its kind, and behind a button those that every step has. */
export const StepFields = (props: {
  path: Path;
  /** Undefined for what is no step yet: all of it as YAML. */
  kind: StepKind | undefined;
  name: string;
}) => {
  const { path, kind, name } = props;
  const t = usePlaysText();
  return (
    <>
      <TextAt path={[...path, 'title']} label={t('form.title')} />
      {kind === 'action' && <ActionFields path={path} />}
      {kind && kind !== 'action' && <KindFields path={path} kind={kind} />}
      {!kind && <YamlAt path={path} label={name} />}
      <More label={t('form.more', { what: name })}>
        <TextAt path={[...path, 'id']} label={t('form.id')} required code />
        <TextAt
          path={[...path, 'when']}
          label={t('form.when')}
          placeholder={t('form.whenExample')}
          code
        />
        <CheckAt
          path={[...path, 'evenIfResolved']}
          label={t('form.evenIfResolved')}
        />
        {kind === 'action' && <Attempts path={path} />}
      </More>
    </>
  );
};

const Attempts = ({ path }: { path: Path }) => {
  const t = usePlaysText();
  const { row, wrap } = useLayout();
  return (
    <>
      <div className={`${row} ${wrap}`}>
        <NumberAt
          path={[...path, 'retry', 'times']}
          label={t('form.retries')}
          min={0}
          max={20}
          usual={3}
        />
        <NumberAt
          path={[...path, 'retry', 'everySeconds']}
          label={t('form.everySeconds')}
          min={1}
          max={3600}
          usual={5}
        />
        <NumberAt
          path={[...path, 'timeoutSeconds']}
          label={t('form.timeout')}
          min={1}
          max={600}
          usual={30}
        />
      </div>
      <OtherwiseAt
        path={[...path, 'onFailure']}
        label={t('form.onFailure')}
        usual="stop"
      />
    </>
  );
};
